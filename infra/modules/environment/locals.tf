data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  config  = try(yamldecode(file(var.config)), { services = {}, environments = {} })
  account = data.aws_caller_identity.this.account_id
  arn     = "arn:${data.aws_partition.this.partition}"
  here    = "${data.aws_region.this.region}:${local.account}"

  boundary = var.permissions_boundary ? "${local.arn}:iam::${local.account}:policy/bootstrap/slipway-boundary" : null

  # The bot may be in another environment's state, so its parts are known by their names.
  workflow = local.releases == null ? null : {
    commit            = local.releases.commit
    repository        = local.releases.repository
    oidc_provider_arn = coalesce(local.releases.oidc_provider_arn, "${local.arn}:iam::${local.account}:oidc-provider/token.actions.githubusercontent.com")
    table_arn         = "${local.arn}:dynamodb:${local.here}:table/slipway"
    queue_arn         = "${local.arn}:sqs:${local.here}:slipway-jobs.fifo"
    state_machine_arn = "${local.arn}:states:${local.here}:stateMachine:slipway-rollout"
  }
}
