# The switches that cost money, each with its price a month (eu-west-1; docs/cost.md has all of them).

variable "package" {
  type        = string
  default     = "image"
  nullable    = false
  description = "`image` ($0.10 a GB and month in ECR; scanned there) or `zip` ($0; what `make dist` makes)."

  validation {
    condition     = contains(["image", "zip"], var.package)
    error_message = "The package is to be image or zip. A function cannot change from one to the other: choose another name, or destroy first."
  }
}

variable "secrets" {
  type        = string
  default     = "secretsmanager"
  nullable    = false
  description = "Where the secrets are: `secretsmanager` ($0.40 each, so $0.80; with versions and a recovery window) or `ssm` ($0, a SecureString of Parameter Store)."

  validation {
    condition     = contains(["secretsmanager", "ssm"], var.secrets)
    error_message = "The secrets are to be in secretsmanager or ssm."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "A customer key ($1, and $0.03 for 10,000 uses) for table, queues, topic, secrets, environment and logs. Its policy has to let in logs.<region>.amazonaws.com and cloudwatch.amazonaws.com. Without it AWS's own keys encrypt, for $0."
}

variable "retention_days" {
  type        = number
  default     = 30
  nullable    = false
  description = "How many days logs are kept ($0.57 a GB taken in, $0.03 a GB and month kept; the first 5 GB are free)."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days; choose one of these."
  }
}

variable "warm_up" {
  type        = bool
  default     = true
  nullable    = false
  description = "Call the front every five minutes, so that Slack seldom waits for a cold start (8,640 calls, within Lambda's free million, else $0.01)."
}

variable "dashboards" {
  type        = bool
  default     = true
  nullable    = false
  description = "Make the bot's three dashboards: the first three of an account are free, each further one is $3."
}

variable "tracing" {
  type        = string
  default     = "xray"
  nullable    = false
  description = "`xray` (the first 100,000 traces are free, then $5 a million) or `off`."

  validation {
    condition     = contains(["off", "xray"], var.tracing)
    error_message = "Tracing is to be off or xray."
  }
}

variable "deletion_protection" {
  type        = bool
  default     = true
  nullable    = false
  description = "Refuse to delete the table, and keep deleted secrets for 30 days ($0). Turn it off, and apply, before you destroy."
}

variable "memory" {
  type        = object({ front = optional(number, 512), worker = optional(number, 512), ticker = optional(number, 512) })
  default     = {}
  nullable    = false
  description = "Each function's memory in MB, and with it its share of a processor ($0.0000133 a GB and second; 400,000 are free)."

  validation {
    condition     = alltrue([for mb in values(var.memory) : mb >= 128 && mb <= 10240])
    error_message = "Lambda takes 128 to 10240 MB of memory."
  }
}
