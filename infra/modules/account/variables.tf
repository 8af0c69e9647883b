variable "name" {
  type        = string
  default     = "slipway-bot"
  description = "The role's name."

  validation {
    condition     = startswith(var.name, "slipway-") && length(var.name) <= 64
    error_message = "name has to begin with slipway- and have at most 64 characters: the bot may assume no role of another name."
  }
}

variable "bot_role_arns" {
  type        = list(string)
  description = "The roles of the bot's worker and ticker, in its own account: `role_arns` of module bot."

  validation {
    condition     = length(var.bot_role_arns) > 0 && alltrue([for arn in var.bot_role_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", arn))])
    error_message = "bot_role_arns are ARNs of roles, such as arn:aws:iam::123456789012:role/slipway-worker: never an account, nor a pattern."
  }

  validation {
    condition     = !anytrue([for arn in var.bot_role_arns : strcontains(arn, "*") || strcontains(arn, "?")])
    error_message = "bot_role_arns name each role in full. A pattern would let in a role that somebody makes tomorrow."
  }
}

variable "external_id" {
  type        = string
  description = "What the bot has to say to be let in, as `externalId` in slipway.yaml. It is no secret, but keeps the bot of somebody else from using its right for this account."

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@:/_-]{8,}$", var.external_id)) && length(var.external_id) <= 1224
    error_message = "external_id has 8 to 1224 characters: letters, digits and + = , . @ : / _ -. `uuidgen` makes a good one."
  }
}

variable "archive_arns" {
  type        = list(string)
  default     = []
  description = "What of S3 is read to publish a version, where services are archives and no images: arn:aws:s3:::<bucket>/<prefix>/*."
}

variable "permissions_boundary_arn" {
  type        = string
  default     = null
  description = "The policy that no role made here can exceed; infra/bootstrap makes it, and its apply role makes no role without it."
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags for the role, beside Slipway's own."
}
