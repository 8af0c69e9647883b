variable "name" {
  type        = string
  description = "The web ACL's name, and its metrics' WebACL. The log group is aws-waf-logs-<name>. A web ACL costs $5 a month and $1 for each of its ten rules, $15 together, and $0.60 for a million requests: share one among the stages of a region."

  validation {
    condition     = can(regex("^[0-9A-Za-z_-]{1,100}$", var.name))
    error_message = "The name \"${var.name}\" cannot be a web ACL's: use 1 to 100 letters, digits, hyphens and underscores."
  }
}

variable "mode" {
  type        = string
  default     = "block"
  description = "\"block\" enforces; \"count\" only counts and logs what would have been blocked, at the same price. Off is not to create this module, which costs nothing."

  validation {
    condition     = contains(["block", "count"], var.mode)
    error_message = "The mode \"${var.mode}\" is unknown: say \"block\", or \"count\" to look first. To turn the web ACL off, leave this module out."
  }
}

variable "rate_limit" {
  type        = number
  default     = 2000
  description = "How many requests one IP address may make in five minutes."

  validation {
    condition     = var.rate_limit >= 10 && var.rate_limit <= 2000000000 && floor(var.rate_limit) == var.rate_limit
    error_message = "The rate limit ${var.rate_limit} is not one that AWS takes: say a whole number of requests in five minutes, from 10 on; 2000 is usual."
  }
}

variable "counted_countries" {
  type        = list(string)
  default     = ["CU", "IR", "KP"]
  description = "Countries whose requests are counted, and never blocked: two capital letters each. Nobody's traffic is expected from the defaults; put in those that you want to hear of."

  validation {
    condition     = length(var.counted_countries) >= 1 && length(var.counted_countries) <= 50 && alltrue([for c in var.counted_countries : can(regex("^[A-Z]{2}$", c))])
    error_message = "counted_countries needs 1 to 50 codes of two capital letters, like \"KP\": AWS takes no empty list and no names."
  }
}

variable "body_limit" {
  type        = number
  default     = 8192
  description = "How many bytes a body may have, but for the signed paths, whose bodies the front bounds itself. 8192 is what the managed rule set would say."

  validation {
    condition     = var.body_limit >= 1 && var.body_limit <= 16384 && floor(var.body_limit) == var.body_limit
    error_message = "The body limit ${var.body_limit} must be a whole number from 1 to 16384: the firewall sees no more than 16 KB of a body, and what it has not seen it must not let through."
  }
}

variable "retention_days" {
  type        = number
  default     = 30
  description = "How many days the log is kept. Each request is a line of 1 to 2 KB: a million requests cost about $1 to write and $0.05 a month to keep."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_days)
    error_message = "CloudWatch cannot keep a log for ${var.retention_days} days: say 7, 14, 30, 90, 365 or another of its steps."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "A key of your own for the log, which must let CloudWatch Logs use it; $1 a month. Without it, AWS encrypts with a key of its own."

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn is not the ARN of a key: say arn:aws:kms:<region>:<account>:key/<id>, or leave it out."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "More tags for everything in here."
}
