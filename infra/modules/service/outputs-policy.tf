# What slipway.yaml says of deploys here (G1 to G4): for whoever looks, and so that a mistake
# fails the plan and not a rollout.

output "canary_percentages" {
  value       = local.weights
  description = "Shares of the traffic that a new version gets, in %, one after the other; the last is 100."

  precondition {
    condition     = alltrue([for i, weight in local.weights : weight > (i == 0 ? 0 : local.weights[i - 1])])
    error_message = "The weights of environments.${var.environment}.strategy.steps in ${var.config} are ${join(", ", local.weights)} %, where the last 100 is added. Each has to be above the one before, the first above 0 and yours below 100: put them in order."
  }
}

output "health_timeout" {
  value       = local.seconds.health
  description = "Seconds that the answer to a health check may take."

  precondition {
    condition     = local.seconds.health >= 1 && local.seconds.health <= 60
    error_message = "health.timeout of ${var.service} in ${var.environment} is \"${local.times.health}\" in ${var.config}: say a time from 1s to 1m, such as `5s`."
  }
}

output "rollback_error_threshold" {
  value       = { rate = local.error_rate_max, per_minute = local.tripwire }
  description = "When a version is taken back: the error rate that is promised, in %, and the errors in one minute that fail it at once (0: none do)."

  precondition {
    condition     = local.error_rate_max >= 0.01 && local.error_rate_max <= 50 && local.tripwire >= 0
    error_message = "environments.${var.environment}.judge in ${var.config} has errorRateMax ${local.error_rate_max} % and tripwire.errors ${local.tripwire}: the first is from 0.01% to 50%, the second 0 or more."
  }
}

output "smoke_endpoints" {
  value       = local.smoke
  description = "What a new version must serve before it gets traffic: paths, and the status that is expected."

  precondition {
    condition     = alltrue([for s in local.smoke : can(regex("^/([^/]|$)", s.path)) && s.status >= 100 && s.status <= 599])
    error_message = "services.${var.service}.smoke in ${var.config} has ${join(" and ", [for s in local.smoke : "`${s.path}` (${s.status})"])}: each path begins with one /, such as `/health`, and each status is from 100 to 599."
  }
}
