variable "environment" {
  type        = string
  description = "dev, staging or prod, as the folder in infra/environments and in slipway.yaml."

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "There is no environment ${var.environment}: it is dev, staging or prod, in that order."
  }

  validation {
    condition     = contains(keys(local.config.environments), var.environment)
    error_message = "slipway.yaml has no environment ${var.environment}. Add it there, below `environments`, or don't apply this one."
  }
}

variable "config" {
  type        = string
  description = "The path of slipway.yaml as seen from the root: the very file that the bot is built with."

  validation {
    condition     = can(yamldecode(file(var.config)).environments) && can(yamldecode(file(var.config)).services)
    error_message = "config has to lead to a slipway.yaml with services and environments. It is seen from the folder that Terraform runs in."
  }
}

variable "waf" {
  type        = string
  default     = "block"
  description = "\"block\" turns away what the web ACL's rules find, \"count\" looks on, \"off\" makes none and costs nothing. A web ACL is $5 and $1 a rule a month, and $0.60 a million requests; web_acl_arn shares one."

  validation {
    condition     = contains(["off", "count", "block"], var.waf)
    error_message = "waf is \"off\", \"count\" or \"block\"."
  }
}

variable "web_acl_arn" {
  type        = string
  default     = null
  description = "A web ACL of this account and region to share, such as the output of another environment. Its own waf says what it blocks. Saves $15 a month; left out, this environment has one of its own."

  validation {
    condition     = var.web_acl_arn == null || var.waf != "off"
    error_message = "waf = \"off\" and web_acl_arn contradict one another: leave out web_acl_arn, or say \"block\" or \"count\"."
  }

  validation {
    condition     = var.web_acl_arn == null || var.bot == null
    error_message = "The bot needs the web ACL of its own environment, which alone lets its paths' bodies through. Leave web_acl_arn out here, and let the other environments share this one's output web_acl_arn."
  }
}

variable "alert_emails" {
  type        = list(string)
  default     = []
  description = "Who hears by e-mail of red alarms, the bot's and the services'. AWS asks each address whether it wants to."
}

variable "retention_days" {
  type        = number
  default     = 30
  description = "How many days logs are kept ($0.03 a GB and month)."
}

variable "dashboards" {
  type        = bool
  default     = true
  description = "Dashboards of the bot and of each service. Three are free in an account, each further one is $3 a month."
}

variable "warm_up" {
  type        = bool
  default     = true
  description = "Calls to the front and to each service every five minutes, so that one of each is awake. Within the free tier."
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "A key of yours ($1 a month, and $0.03 for 10,000 uses) for all that is kept. Its policy has to let logs.<region>.amazonaws.com, cloudwatch.amazonaws.com and sns.amazonaws.com use it. Left out, AWS's own keys do it for nothing."
}

variable "permissions_boundary" {
  type        = bool
  default     = true
  description = "Roles carry the boundary that infra/bootstrap has made, without which its apply role makes none. False where you apply with credentials of your own, and without bootstrap."
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags for everything, beside Slipway's own."
}
