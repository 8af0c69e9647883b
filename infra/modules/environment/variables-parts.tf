# What there is in the environment. A misspelt name is refused, since what nobody reads would be said for nothing.

variable "bot" {
  type        = any
  default     = null
  description = "The bot, in the words of infra/modules/bot, such as { image_uri = \"…@sha256:…\" }, or null: one bot serves all environments, from one of them. `reserved_concurrency = null` sets nothing aside, for a new account, which has 10 calls at once in all."
}

variable "services" {
  type        = any
  default     = {}
  description = "The services of slipway.yaml that have a function in this environment, by name, each in the words of infra/modules/service; `api = null` for one that nobody calls by HTTP. A service that something else makes is left out."

  validation {
    condition     = length(setsubtract(keys(var.services), keys(local.config.services))) == 0
    error_message = "slipway.yaml has no service ${join(", ", setsubtract(keys(var.services), keys(local.config.services)))}. It has ${join(", ", keys(local.config.services))}: mend the name here, or add the service there."
  }
}

variable "workflows" {
  type        = any
  default     = null
  description = "Whom the roles of `slipway release` trust, where slipway.yaml has `workflows: true`: the `commit` of Slipway's workflows that services name behind the @, and if they are not the usual ones, their `repository` and GitHub's `oidc_provider_arn`. Null for no such roles. They can only be made in the bot's own account."

  validation {
    condition     = var.workflows == null || can(regex("^[0-9a-f]{40}$", var.workflows.commit))
    error_message = "workflows needs a commit of 40 hexadecimal digits: { commit = \"…\" }. A branch or a tag can be moved to other code."
  }

  validation {
    condition     = var.workflows == null || try(local.config.environments[var.environment].account, null) == null
    error_message = "${var.environment} is in an account of its own, says slipway.yaml, and its workflows cannot start the state machine in the bot's. Leave workflows out here, and let the bot ship."
  }
}
