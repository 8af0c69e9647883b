variable "services" {
  type = map(object({
    package              = optional(string, "image")
    initial_image        = optional(string)
    initial_object       = optional(string)
    architecture         = optional(string, "arm64")
    runtime              = optional(string, "provided.al2023")
    handler              = optional(string, "bootstrap")
    memory               = optional(number, 256)
    timeout              = optional(number, 10)
    variables            = optional(map(string), {})
    secret_arns          = optional(list(string), [])
    policies             = optional(list(string), [])
    reserved_concurrency = optional(number)
    account_concurrency  = optional(number, 1000)
    dead_letters         = optional(bool, true)
    event_source_alarm   = optional(bool, false)
    tracing              = optional(bool, true)
    dashboards           = optional(bool)
    warm_up              = optional(bool)
    http                 = optional(bool, true)
    api = optional(object({
      api_key = optional(bool, true)
      rate    = optional(number, 100)
      burst   = optional(number, 200)
      quota   = optional(object({ limit = number, period = optional(string, "DAY") }))
    }), {})
    thresholds = optional(object({
      server_errors = optional(number)
      client_errors = optional(number, 50)
      latency       = optional(number)
      errors        = optional(number)
      least         = optional(number, 3)
      duration      = optional(number, 80)
      concurrency   = optional(number, 80)
      iterator_age  = optional(number, 60)
    }), {})
  }))
  default     = {}
  description = "The services of slipway.yaml that have a function in this environment, by name, with what infra/modules/service takes; `http = false` for one without an API. A service that something else makes is left out."

  validation {
    condition     = length(setsubtract(keys(var.services), keys(local.config.services))) == 0
    error_message = "slipway.yaml has no service ${join(", ", setsubtract(keys(var.services), keys(local.config.services)))}. It has ${join(", ", keys(local.config.services))}: mend the name here, or add the service there."
  }
}
