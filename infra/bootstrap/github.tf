# GitHub Actions gets roles for an hour, and no keys. docs/workflows.md says whom they trust.

locals {
  issuer   = "token.actions.githubusercontent.com"
  provider = coalesce(var.oidc_provider_arn, one(aws_iam_openid_connect_provider.github[*].arn))
  terraform = {
    for pair in setproduct(var.environments, ["plan", "apply"]) :
    "${pair[1]}-${pair[0]}" => { environment = pair[0], role = pair[1] }
  }

  # Who each role is for: a place in a repository, and the workflow that runs there. Who plans runs
  # on branches too, so what it runs cannot be pinned: it only reads. Who applies runs main's own terraform.yml.
  trusted = merge(
    { for name, role in local.terraform : name => {
      repository = var.repository
      claim      = "environment"
      value      = "${role.environment}-${role.role == "plan" ? "plan" : "infra"}"
      workflows  = role.role == "plan" ? [] : ["${var.repository}/.github/workflows/terraform.yml@refs/heads/main"]
    } },
    { for service, _ in local.builds : "build-${service}" => merge(local.main[service], { workflows = [
      for commit in local.commits : "${local.releases}/.github/workflows/build.yml@${commit}"
    ] }) },
    { for service, _ in local.notices : "notice-${service}" => merge(local.main[service], { workflows = [
      for commit in local.commits : "${local.releases}/.github/workflows/rollback.yml@${commit}"
    ] }) },
  )

  main = { for name, service in local.config.services : name => {
    repository = service.repository
    claim      = "ref"
    value      = "refs/heads/${try(service.branch, "main")}"
  } }
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
      Condition = {
        StringEquals = merge(
          {
            "${local.issuer}:aud"                 = "sts.amazonaws.com"
            "${local.issuer}:repository"          = each.value.repository
            "${local.issuer}:${each.value.claim}" = each.value.value
          },
          length(each.value.workflows) == 0 ? {} : { "${local.issuer}:job_workflow_ref" = each.value.workflows },
        )
        # In repositories made or renamed since July 2026, GitHub writes acme@1/slipway@2 for acme/slipway. No name has
        # an @ in it, and `repository` says which one it is, so that the numbers may be any.
        StringLike = { "${local.issuer}:sub" = [
          for name in [each.value.repository, "${replace(each.value.repository, "/", "@*/")}@*"] : "repo:${name}:${each.value.claim}:${each.value.value}"
        ] }
      }
    }]
  })

  lifecycle {
    precondition {
      condition     = length("slipway-${each.key}") <= 64
      error_message = "The role slipway-${each.key} would have more than IAM's 64 characters: give the service a shorter name in slipway.yaml."
    }
  }
}
