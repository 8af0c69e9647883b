variable "config" {
  type        = string
  description = "Path of slipway.yaml, as seen from the root. What is there is said nowhere else: names, artifact, limits, checks, weights."

  validation {
    condition     = can(yamldecode(file(var.config)).services)
    error_message = "${var.config} cannot be read, or has no `services`. Give the path of the slipway.yaml that the bot is built with."
  }
}

variable "service" {
  type        = string
  description = "Name of the service in slipway.yaml, such as `checkout`."

  validation {
    condition     = contains(keys(try(local.file.services, {})), var.service)
    error_message = "${var.config} has no service `${var.service}`, but ${join(", ", keys(try(local.file.services, {})))}. Add it there first, or mend the name."
  }
}

variable "environment" {
  type        = string
  description = "Name of the environment in slipway.yaml, such as `prod`."

  validation {
    condition     = contains(keys(try(local.file.environments, {})), var.environment)
    error_message = "${var.config} has no environment `${var.environment}`, but ${join(", ", keys(try(local.file.environments, {})))}. Add it there first, or mend the name."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "A key of your own for logs, variables, dead letters and alerts ($1 a month each); null: AWS's own keys, for nothing. Its policy has to let CloudWatch, CloudWatch Logs, Lambda and SNS use it."
}

variable "permissions_boundary_arn" {
  type        = string
  default     = null
  description = "The policy that no role made here can exceed; infra/bootstrap makes it, and its apply role makes no role without it."
}

variable "workflow" {
  type = object({
    oidc_provider_arn = string
    commit            = string
    repository        = optional(string, "slipway-dev/slipway")
    table_arn         = string
    queue_arn         = string
    state_machine_arn = string
  })
  default     = null
  description = "What the role of `slipway release` needs: GitHub's identity provider, the full SHA of Slipway's workflows (and their repository) that `uses:` names, and the bot's table, queue and state machine. Null, or an environment without `workflows: true`: no role."

  validation {
    condition     = var.workflow == null || can(regex("^[0-9a-f]{40}$", var.workflow.commit))
    error_message = "workflow.commit has to be the full SHA, 40 characters, that your workflow's `uses:` ends with: only the workflows at that commit are trusted."
  }
}

variable "last_resort_role_arn" {
  type        = string
  default     = null
  description = "Where the bot is in another account: the role of its state machine there (`role_arns` of module bot), which puts the alias `live` back when nothing else can. Null: the bot is in this account, and its role says all."

  validation {
    condition     = var.last_resort_role_arn == null || can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[^*?]+$", var.last_resort_role_arn))
    error_message = "last_resort_role_arn has to be the ARN of one role, such as arn:aws:iam::111111111111:role/slipway-rollout, which is `role_arns[\"state_machine\"]` of module bot."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  nullable    = false
  description = "More tags for everything made here."
}
