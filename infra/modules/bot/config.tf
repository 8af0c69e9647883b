# What slipway.yaml says: nothing of it is said again.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  slipway = yamldecode(file(var.config))
  alarms  = try(local.slipway.alarms, null) # null: nobody's alarms are listened to

  # null: nothing is told by itself. `summary: {}` will do, with the defaults of docs/configuration.md.
  summary = !can(local.slipway.summary) ? null : {
    timezone = try(local.slipway.summary.timezone, "UTC")
    at       = try(local.slipway.summary.at, "09:00")
  }

  artifacts = distinct(compact([for s in values(local.slipway.services) : try(s.artifact, "")]))

  images = [for a in local.artifacts : regex("^(?P<account>[0-9]{12})\\.dkr\\.ecr\\.(?P<region>[a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/(?P<name>.+)$", a) if !startswith(a, "s3://")]

  archives = [for a in local.artifacts : regex("^s3://(?P<bucket>[^/]+)/?(?P<prefix>.*?)/?$", a) if startswith(a, "s3://")]
}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region
  here      = "${local.region}:${local.account}"

  # Known before the state machine is made: the functions that it calls need it.
  state_machine     = "${var.name}-rollout"
  state_machine_arn = "arn:${local.partition}:states:${local.here}:stateMachine:${local.state_machine}"
  functions         = { for f in ["front", "worker", "ticker"] : f => "${var.name}-${f}" }

  traced = var.tracing == "xray"

  tags = merge(var.tags, { "slipway:component" = "bot", "slipway:environment" = var.environment })
}
