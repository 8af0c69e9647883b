# Who may call, whom the bot tells, and how much of it.

variable "web_acl_arn" {
  type        = string
  default     = null
  description = "The web ACL of module waf; needed with `associate_waf`."

  validation {
    condition     = !var.associate_waf || var.web_acl_arn != null
    error_message = "With associate_waf, web_acl_arn has to be the ARN of a web ACL: give module waf's output `arn`."
  }
}

variable "associate_waf" {
  type        = bool
  default     = false
  description = "Put the API behind `web_acl_arn`. A switch of its own, since the ARN is not known before the first apply."
}

variable "throttle" {
  type        = object({ rate = number, burst = number })
  default     = { rate = 50, burst = 100 }
  nullable    = false
  description = "Requests a second, and at once, that the API lets through. A busy workspace makes a few a second; beyond it callers get a 429 at no cost of ours."

  validation {
    condition     = var.throttle.rate >= 1 && var.throttle.burst >= 1 && var.throttle.rate <= 10000
    error_message = "The throttle's rate is to be 1 to 10000 requests a second, and its burst 1 or more: 0 lets nothing through."
  }
}

variable "reserved_concurrency" {
  type = object({
    front  = optional(number, 10)
    worker = optional(number, 20)
    ticker = optional(number, 10)
  })
  default     = {}
  description = "How many of each function run at once at most, which nobody else in the account can take. null for none: a new account has 10 in all, of which none can be reserved; ask AWS for more."

  validation {
    condition     = var.reserved_concurrency == null || try(var.reserved_concurrency.front >= 2 && var.reserved_concurrency.ticker >= 2, false)
    error_message = "Front and ticker need a reserved concurrency of 2 or more each; null turns it off for all three functions."
  }
}

variable "maximum_concurrency" {
  type = object({
    jobs   = optional(number, 8)
    urgent = optional(number, 4)
    dead   = optional(number, 2)
  })
  default     = {}
  nullable    = false
  description = "How many workers each queue may keep busy. What is left of the worker's reserved concurrency is for alarms and drills."

  validation {
    condition     = alltrue([for n in values(var.maximum_concurrency) : n >= 2 && n <= 1000])
    error_message = "Each queue's maximum concurrency is to be 2 to 1000: Lambda takes no less and no more."
  }

  validation {
    condition     = var.reserved_concurrency == null || try(sum(values(var.maximum_concurrency)) < var.reserved_concurrency.worker, false)
    error_message = "The queues' maximum concurrencies together have to stay below the worker's reserved concurrency: else the queues throttle one another, and messages end among the dead letters unread. Raise reserved_concurrency.worker, or lower maximum_concurrency."
  }
}

variable "alarm_topic_arns" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "SNS topics of `alarms.topics` in slipway.yaml that the worker is subscribed to; they have to exist. Alarms of this account and region come by EventBridge, without a topic."

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : contains(try(yamldecode(file(var.config)).alarms.topics, []), arn)])
    error_message = "Each of alarm_topic_arns has to be in slipway.yaml under alarms.topics: the worker drops what comes by any other topic."
  }
}

variable "account_role_arns" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Roles in other accounts that worker and ticker may assume: module account's `role_arn`."

  validation {
    condition     = alltrue([for arn in var.account_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", arn))])
    error_message = "Each of account_role_arns has to be the ARN of a role, such as arn:aws:iam::222222222222:role/slipway-account."
  }
}

variable "alert_emails" {
  type        = list(string)
  default     = []
  nullable    = false
  description = "Who is told by e-mail of the bot's own alarms and of last resorts. AWS asks each to confirm."
}

variable "drills" {
  type        = list(object({ service = string, environment = string, schedule = string }))
  default     = []
  nullable    = false
  description = "Drills that begin by themselves: a service, an environment and an expression of EventBridge Scheduler, such as `cron(0 10 ? * TUE *)`."

  validation {
    condition = alltrue([for d in var.drills :
      can(yamldecode(file(var.config)).services[d.service].drill) && can(yamldecode(file(var.config)).environments[d.environment].drill)
    ])
    error_message = "A drill needs a service and an environment that both have `drill` in slipway.yaml: there the service names its bad build, and the environment how soon it has to be taken back."
  }

  validation {
    condition     = alltrue([for d in var.drills : length("${var.name}-drill-${d.environment}-${d.service}") <= 64])
    error_message = "The name of a drill's schedule, <name>-drill-<environment>-<service>, may have 64 characters: shorten the module's name."
  }
}

variable "timezone" {
  type        = string
  default     = "UTC"
  nullable    = false
  description = "The time zone of drills, such as `Europe/Berlin`. The daily summary has one of its own, in slipway.yaml."
}
