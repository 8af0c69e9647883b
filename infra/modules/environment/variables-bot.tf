variable "bot" {
  type = object({
    package       = optional(string, "image")
    image_uri     = optional(string)
    zip_folder    = optional(string)
    architecture  = optional(string, "arm64")
    runtime       = optional(string, "provided.al2023")
    secrets       = optional(string, "secretsmanager")
    tracing       = optional(string, "xray")
    log_level     = optional(string, "info")
    dashboards    = optional(bool)
    warm_up       = optional(bool)
    timezone      = optional(string, "UTC")
    summary       = optional(object({ schedule = string, timezone = optional(string) }))
    drills        = optional(list(object({ service = string, environment = string, schedule = string })), [])
    throttle      = optional(object({ rate = number, burst = number }), { rate = 50, burst = 100 })
    reserve       = optional(bool, true)
    memory        = optional(object({ front = optional(number, 512), worker = optional(number, 512), ticker = optional(number, 512) }), {})
    account_roles = optional(list(string), [])
    alarm_topics  = optional(list(string), [])

    reserved_concurrency = optional(object({ front = optional(number, 10), worker = optional(number, 20), ticker = optional(number, 10) }), {})
    maximum_concurrency  = optional(object({ jobs = optional(number, 8), urgent = optional(number, 4), dead = optional(number, 2) }), {})
    deletion_protection  = optional(bool, true)
  })
  default     = null
  description = "The bot, with what infra/modules/bot takes, or null: one bot serves all environments, from one of them. `reserve = false` sets nothing aside, for a new account, which has 10 calls at once in all; account_roles and alarm_topics are its account_role_arns and alarm_topic_arns."
}
