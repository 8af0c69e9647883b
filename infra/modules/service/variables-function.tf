variable "package" {
  type        = string
  default     = "image"
  nullable    = false
  description = "What the service is built as: `image` (ECR, $0.10 per GB and month) or `zip` (S3, $0.023). It has to be what `artifact` in slipway.yaml names."

  validation {
    condition     = contains(["image", "zip"], var.package)
    error_message = "package is `image` or `zip`, not `${var.package}`."
  }
}

variable "initial_image" {
  type        = string
  default     = null
  description = "With package `image`: the tag (a full SHA) or digest (`sha256:…`) in the artifact's repository that the function begins with. Afterwards its code is the deploys' business, and a change here does nothing."

  validation {
    condition     = var.package != "image" || can(regex("^(sha256:[0-9a-f]{64}|[0-9A-Za-z_][0-9A-Za-z_.-]{0,127})$", var.initial_image))
    error_message = "The function needs a first image: push one to the service's artifact, and say its tag or digest as initial_image, such as \"sha256:…\". Deploys replace it."
  }
}

variable "initial_object" {
  type        = string
  default     = null
  description = "With package `zip`: the name of the first archive below the artifact's prefix, such as `<full SHA>.zip`. Afterwards its code is the deploys' business, and a change here does nothing."

  validation {
    condition     = var.package != "zip" || can(regex("^[^/].*\\.zip$", var.initial_object))
    error_message = "The function needs a first archive: upload one to the service's artifact, and say its name as initial_object, such as \"<full SHA>.zip\". Deploys replace it."
  }
}

variable "runtime" {
  type        = string
  default     = "provided.al2023"
  nullable    = false
  description = "With package `zip`: the Lambda runtime."
}

variable "handler" {
  type        = string
  default     = "bootstrap"
  nullable    = false
  description = "With package `zip`: what the runtime calls."
}

variable "architecture" {
  type        = string
  default     = "arm64"
  nullable    = false
  description = "What it is built for: `arm64`, or `x86_64`, which costs a quarter more."

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is `arm64` or `x86_64`, not `${var.architecture}`."
  }
}

variable "memory" {
  type        = number
  default     = 256
  nullable    = false
  description = "Memory in MB; the processor's share grows with it, and so does the price of a millisecond."

  validation {
    condition     = var.memory >= 128 && var.memory <= 10240 && floor(var.memory) == var.memory
    error_message = "memory is a whole number of MB from 128 to 10240."
  }
}

variable "timeout" {
  type        = number
  default     = 10
  nullable    = false
  description = "Seconds after which Lambda cuts a call off. Behind API Gateway 29 at most."

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "timeout is a whole number of seconds from 1 to 900."
  }
  validation {
    condition     = var.api == null || var.timeout <= 29
    error_message = "API Gateway answers 504 after 29 seconds, whatever the function still does: set timeout to 29 or less, or `api = null` where nobody calls it by HTTP."
  }
}

variable "variables" {
  type        = map(string)
  default     = {}
  nullable    = false
  description = "Environment variables of the function. No secrets: everybody who may look at the function sees them."
}

variable "secret_arns" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "The application's secrets that its role may read ($0.40 a month each in Secrets Manager, nothing in Parameter Store): ARNs, names of Secrets Manager, or `/names` of Parameter Store."

  validation {
    condition = alltrue([for s in var.secret_arns : can(regex(
      "^(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[^*?]+|arn:[a-z-]+:ssm:[a-z0-9-]+:\\d{12}:parameter/[^*?]+|[A-Za-z0-9/_+=.@-]+)$", s
    ))])
    error_message = "Each of secret_arns names one secret: its ARN, its name in Secrets Manager, or the /name of a parameter. None may be empty or have a * in it."
  }
}

variable "policies" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "More that the function may do, each a policy as JSON: its own table, its own bucket."

  validation {
    condition     = alltrue([for p in var.policies : can(jsondecode(p).Statement)])
    error_message = "Each of policies is a policy document as JSON, with a Statement: jsonencode({ Version = \"2012-10-17\", Statement = […] })."
  }
}

variable "reserved_concurrency" {
  type        = number
  default     = null
  description = "Calls at once at most, set aside for this function alone; null: what the account has left. It costs nothing."

  validation {
    condition     = var.reserved_concurrency == null || try(var.reserved_concurrency >= 1, false)
    error_message = "With a reserved_concurrency of 0 Lambda refuses every call: set it to 1 or more, or leave it out."
  }
}

variable "dead_letters" {
  type        = bool
  default     = true
  nullable    = false
  description = "Keeps asynchronous calls of `live` that failed three times in a queue, with an alarm. Free within a million requests a month."
}

variable "warm_up" {
  type        = bool
  default     = true
  nullable    = false
  description = "Asks `live` for its health every five minutes, so that one instance stays warm: 8,640 short calls a month, within the free tier."
}

variable "tracing" {
  type        = bool
  default     = true
  nullable    = false
  description = "X-Ray: a call a second and 5 % of the rest are traced. 100,000 traces a month are free, a million more cost $5."
}
