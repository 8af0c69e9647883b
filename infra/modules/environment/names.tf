# What a team can say of the bot and of a service: the very names that infra/modules/bot and infra/modules/service
# take, which also say what each means and what holds when it is left out. With a dot, names within names.

locals {
  bot_takes = [
    "account_role_arns", "alarm_topic_arns", "architecture", "dashboards", "deletion_protection",
    "drills", "drills.environment", "drills.schedule", "drills.service",
    "image_uri", "log_level",
    "maximum_concurrency", "maximum_concurrency.dead", "maximum_concurrency.jobs", "maximum_concurrency.urgent",
    "memory", "memory.front", "memory.ticker", "memory.worker",
    "package",
    "reserved_concurrency", "reserved_concurrency.front", "reserved_concurrency.ticker", "reserved_concurrency.worker",
    "runtime", "secrets",
    "throttle", "throttle.burst", "throttle.rate",
    "timezone", "tracing", "warm_up", "zip_folder",
  ]

  service_takes = [
    "account_concurrency", "alarm_actions_topic_arn",
    "api", "api.api_key", "api.burst", "api.quota", "api.quota.limit", "api.quota.period", "api.rate",
    "architecture", "dashboards", "dead_letters", "event_source_alarm", "handler", "initial_image", "initial_object",
    "last_resort_role_arn", "memory", "own_topic", "package", "policies", "reserved_concurrency", "runtime", "secret_arns",
    "thresholds", "thresholds.client_errors", "thresholds.concurrency", "thresholds.duration", "thresholds.errors",
    "thresholds.iterator_age", "thresholds.latency", "thresholds.least", "thresholds.server_errors",
    "timeout", "tracing", "variables", "warm_up",
  ]

}

module "bot_said" {
  source = "./named"
  count  = var.bot == null ? 0 : 1

  what  = "bot"
  given = var.bot
  takes = local.bot_takes
  none  = { reserved_concurrency = {} } # null sets nothing aside
}

module "service_said" {
  source   = "./named"
  for_each = var.services

  what  = "services.${each.key}"
  given = each.value
  takes = local.service_takes
  free  = ["variables"]
  none  = { api = {} } # null makes none
}

module "workflows_said" {
  source = "./named"
  count  = var.workflows == null ? 0 : 1

  what  = "workflows"
  given = var.workflows
  takes = ["commit", "oidc_provider_arn", "repository"]
}

locals {
  bot      = one(module.bot_said[*].all)
  services = { for service, said in module.service_said : service => said.all }
  releases = one(module.workflows_said[*].all)
}
