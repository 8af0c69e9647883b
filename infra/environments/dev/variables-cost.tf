# What costs something, or nothing; docs/cost.md adds it up.

variable "waf" {
  type        = string
  default     = "block"
  description = "\"block\", \"count\" (looks on) or \"off\". A web ACL is $5 and $1 a rule a month; off costs nothing."
}

variable "web_acl_arn" {
  type        = string
  default     = null
  description = "A web ACL to share instead of one of its own: the output of another environment in this account and region."
}

variable "alert_emails" {
  type        = list(string)
  default     = []
  description = "Who hears by e-mail of red alarms. Free."
}

variable "retention_days" {
  type        = number
  default     = 30
  description = "How long logs are kept ($0.03 a GB and month)."
}

variable "dashboards" {
  type        = bool
  default     = true
  description = "Dashboards. Three are free in an account, each further one is $3 a month."
}

variable "warm_up" {
  type        = bool
  default     = true
  description = "Keeps one of each function awake. Within the free tier."
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "A key of yours ($1 a month). Left out, AWS's own keys encrypt for nothing."
}

variable "permissions_boundary" {
  type        = bool
  default     = true
  description = "Roles carry the boundary that infra/bootstrap has made. False without bootstrap."
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags for everything, beside Slipway's own."
}
