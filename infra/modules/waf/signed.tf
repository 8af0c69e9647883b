# What the exceptions are for: the bot's own routes. People's words are in their
# bodies (commit subjects, what somebody typed in Slack), which look like attacks
# and are none; and the front takes no body without its sender's signature.

variable "signed_paths" {
  type        = list(string)
  default     = ["/slack/commands", "/slack/interactions", "/slack/events", "/github/webhooks"]
  nullable    = false
  description = "The routes of which the front checks the body's signature; only a POST to exactly one of them is excepted from what looks into bodies. Every path here that no front serves is a hole: say [] where there is no bot, and nothing is excepted."

  validation {
    condition     = length(join("|", var.signed_paths)) <= 400 && alltrue([for p in var.signed_paths : can(regex("^/[a-z0-9/_-]+[a-z0-9]$", p))])
    error_message = "signed_paths needs whole paths such as \"/slack/events\", without the stage, a pattern or a slash at the end, and 400 characters at most."
  }
}

variable "signed_hosts" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "The host names of the bot's API, such as abc123.execute-api.eu-west-1.amazonaws.com. With them, the same paths on a service's API are not excepted; without them, a web ACL that is shared with services excepts them there, too."

  validation {
    condition     = alltrue([for h in var.signed_hosts : can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", h))])
    error_message = "signed_hosts needs bare host names in small letters, such as \"bot.example.com\": no scheme, no port, no path, no pattern."
  }
}

variable "stage" {
  type        = string
  default     = "live"
  description = "The stage of the bot's API. Its name stands before the path, unless the API has a domain of its own."

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]+$", var.stage))
    error_message = "The stage \"${var.stage}\" cannot be one of API Gateway's: use letters, digits, hyphens and underscores."
  }
}

locals {
  signed_label = "slipway:signed"

  # Without a bot nobody sets the label, and so nothing is excepted.
  excepts = length(var.signed_paths) > 0 ? [true] : []

  # With the stage, as the API's own address has it, and without, as a domain has it.
  signed_path  = "^(/${var.stage})?(${join("|", var.signed_paths)})$"
  signed_hosts = length(var.signed_hosts) == 0 ? [] : ["^(${join("|", [for h in var.signed_hosts : replace(h, ".", "\\.")])})$"]
}
