variable "retention_days" {
  type        = number
  default     = 30
  nullable    = false
  description = "Days that logs are kept ($0.50 per GB taken in, $0.03 per GB and month kept)."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, not ${var.retention_days}."
  }
}

variable "own_topic" {
  type        = bool
  default     = true
  nullable    = false
  description = "Makes an SNS topic for this service's alarms, to which alert_emails are subscribed."

  validation {
    condition     = var.own_topic || var.alarm_actions_topic_arn != null
    error_message = "Without a topic nobody hears the alarms: leave own_topic on, or give alarm_actions_topic_arn."
  }
}

variable "alarm_actions_topic_arn" {
  type        = string
  default     = null
  description = "Another topic that the alarms tell. Slipway needs none: it hears them by EventBridge."
}

variable "alert_emails" {
  type        = set(string)
  default     = []
  nullable    = false
  description = "Who gets the alarms of the service's own topic by e-mail; each address has to confirm. 1,000 a month are free."

  validation {
    condition     = length(var.alert_emails) == 0 || var.own_topic
    error_message = "alert_emails are subscribed to the service's own topic: set own_topic, or subscribe them to the other one."
  }
}

variable "event_source_alarm" {
  type        = bool
  default     = false
  nullable    = false
  description = "For a function that reads a stream: an alarm on how far it is behind ($0.10 a month)."
}

variable "dashboards" {
  type        = bool
  default     = true
  nullable    = false
  description = "A dashboard for this service. Three are free in an account, each more costs $3 a month."
}

variable "account_concurrency" {
  type        = number
  default     = 1000
  nullable    = false
  description = "The account's quota of calls at once in this region, which the concurrency alarm is about where nothing is reserved. New accounts may have 10."
}

variable "thresholds" {
  type = object({
    server_errors = optional(number)
    client_errors = optional(number, 50)
    latency       = optional(number)
    errors        = optional(number)
    least         = optional(number, 3)
    duration      = optional(number, 80)
    concurrency   = optional(number, 80)
    iterator_age  = optional(number, 60)
  })
  default     = {}
  nullable    = false
  description = "Other limits than slipway.yaml's: server_errors, client_errors and errors in % of the calls of five minutes (left out: `errorRateMax`), of which at least `least` have to fail; latency in ms (left out: `slowCall`); duration in % of the time-out; concurrency in % of what there is; iterator_age in seconds."

  validation {
    condition     = alltrue([for k, v in var.thresholds : v == null || try(v > 0, false)])
    error_message = "Each of thresholds is above 0: an alarm at 0 is always red."
  }
}
