# GitHub Actions gets roles for an hour, and no keys. docs/workflows.md says whom they trust.

locals {
  issuer   = "token.actions.githubusercontent.com"
  provider = coalesce(var.oidc_provider_arn, one(aws_iam_openid_connect_provider.github[*].arn))
  terraform = {
    for pair in setproduct(var.environments, ["plan", "apply"]) :
    "${pair[1]}-${pair[0]}" => { environment = pair[0], role = pair[1] }
  }

  # Each role's conditions. Who plans runs on branches too, so what it runs cannot be
  # pinned: it only reads. Who applies runs main's own terraform.yml.
  trusted = merge(
    { for name, role in local.terraform : name => {
      sub = ["repo:${var.repository}:environment:${role.environment}-${role.role == "plan" ? "plan" : "infra"}"]
      ref = role.role == "plan" ? [] : ["${var.repository}/.github/workflows/terraform.yml@refs/heads/main"]
    } },
    { for service, _ in local.builds : "build-${service}" => {
      sub = local.main[service]
      ref = [for commit in var.workflows.commits : "${var.workflows.repository}/.github/workflows/build.yml@${commit}"]
    } },
    { for name in local.notices : name => {
      sub = distinct(flatten(values(local.main)))
      ref = [for commit in var.workflows.commits : "${var.workflows.repository}/.github/workflows/rollback.yml@${commit}"]
    } },
  )

  # A service's main branch, as GitHub's token says it.
  main = { for name, service in local.config.services : name => ["repo:${service.repository}:ref:refs/heads/${try(service.branch, "main")}"] }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.oidc_provider_arn == null ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
  tags           = local.tags
}

resource "aws_iam_role" "github" {
  for_each = local.trusted

  name                 = "slipway-${each.key}"
  path                 = local.path
  description          = "GitHub Actions: ${each.key}"
  max_session_duration = 3600
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = local.provider }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = merge(
        { "${local.issuer}:aud" = "sts.amazonaws.com", "${local.issuer}:sub" = each.value.sub },
        length(each.value.ref) == 0 ? {} : { "${local.issuer}:job_workflow_ref" = each.value.ref },
      ) }
    }]
  })

  lifecycle {
    precondition {
      condition     = length("slipway-${each.key}") <= 64
      error_message = "The role slipway-${each.key} would have more than IAM's 64 characters: give the service a shorter name in slipway.yaml."
    }
  }
}
