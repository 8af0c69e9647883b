variable "api" {
  type = object({
    api_key = optional(bool, true)
    rate    = optional(number, 100)
    burst   = optional(number, 200)
    quota   = optional(object({ limit = number, period = optional(string, "DAY") }))
  })
  default     = {}
  description = "A REST API before `live` ($3.50 a million requests): whether callers need an API key, requests a second and at once before 429, and a key's quota (by DAY, WEEK or MONTH). Null: no API."

  validation {
    condition     = var.api == null || try(var.api.rate > 0 && var.api.burst > 0, false)
    error_message = "api.rate and api.burst are above 0: with 0 API Gateway refuses every request. `api = null` makes no API."
  }
  validation {
    condition     = try(var.api.quota, null) == null || try(contains(["DAY", "WEEK", "MONTH"], var.api.quota.period) && var.api.api_key, false)
    error_message = "api.quota is counted by API key: leave `api_key` on, and count by DAY, WEEK or MONTH."
  }
}

variable "associate_waf" {
  type        = bool
  default     = false
  description = "Puts `web_acl_arn` before the API. A switch of its own, since the ARN may not be known before the first apply."

  validation {
    condition     = !var.associate_waf || var.web_acl_arn != null
    error_message = "associate_waf needs web_acl_arn: the web ACL of infra/modules/waf, one for all stages of a region ($5 and $1 a rule a month)."
  }
}

variable "web_acl_arn" {
  type        = string
  default     = null
  description = "ARN of the web ACL that stands before the API. Sharing one costs $0.60 a million requests and no more."
}
