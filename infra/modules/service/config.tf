# What slipway.yaml says of this service in this environment, with the defaults of
# docs/configuration.md. The bot reads the same file and refuses what is wrong in it;
# here only what Terraform itself uses is looked at.
locals {
  file     = try(yamldecode(file(var.config)), {})
  settings = try(local.file.services[var.service], {})
  rules    = try(local.file.environments[var.environment], {})

  function  = try(local.settings.functions[var.environment], "${var.service}-${var.environment}")
  artifact  = try(trimsuffix(local.settings.artifact, "/"), "")
  payload   = coalesce(try(local.settings.health.payload, null), "{}")
  runbook   = try(local.settings.runbook, null)
  workflows = try(local.rules.workflows, false) && var.workflow != null

  # Percentages are numbers from 0 to 100 here, times are seconds.
  error_rate_max = tonumber(trimsuffix(coalesce(try(local.rules.judge.errorRateMax, null), "2%"), "%"))
  tripwire       = coalesce(try(local.rules.judge.tripwire.errors, null), 5)

  times = {
    health = coalesce(try(local.rules.health.timeout, null), try(local.settings.health.timeout, null), "5s")
    slow   = coalesce(try(local.settings.slowCall, null), "1s")
  }
  units   = { us = 0.000001, ms = 0.001, s = 1, m = 60, h = 3600 }
  seconds = { for name, text in local.times : name => sum(concat([0], [for part in regexall("([0-9.]+)(us|ms|s|m|h)", text) : tonumber(part[0]) * local.units[part[1]]])) }

  smoke = try([for s in local.settings.smoke : { path = try(s.path, ""), status = try(s.status, 200) }
  if contains(try(s.environments, [var.environment]), var.environment)], [])

  # The names with capitals are CodeDeploy's, and bring their own steps.
  kind  = coalesce(try(local.rules.strategy.kind, null), "canary")
  steps = try([for s in local.rules.strategy.steps : try(tonumber(trimsuffix(s.weight, "%")), 0)], [10, 25, 50])
  weights = tolist(concat(
    [for w in local.steps : w if local.kind == "canary"],
    [for w in [10] : w if startswith(local.kind, "Canary10Percent")],
    [for w in range(10, 100, 10) : w if startswith(local.kind, "Linear10Percent")],
    [100],
  ))

  tags = merge(var.tags, {
    "slipway:component"   = "service"
    "slipway:service"     = var.service
    "slipway:environment" = var.environment
  })
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.region
}
