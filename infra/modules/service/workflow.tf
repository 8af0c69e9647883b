# The role of `slipway release`, where slipway.yaml lets workflows deploy: what the ticker
# may, on this one function. docs/permissions.md has the reasons.
locals {
  registry = regex("^(?P<account>[^.]*)(?:\\.dkr\\.ecr(?:-fips)?\\.(?P<region>[^.]+)\\.[^/]+/(?P<repository>.+))?", local.artifact)
  images   = "arn:${local.partition}:ecr:${coalesce(local.registry.region, local.region)}:${local.registry.account}:repository/${coalesce(local.registry.repository, "none")}"
  archives = "arn:${local.partition}:s3:::${coalesce(local.place.bucket, "none")}"

  versions = "${aws_lambda_function.this.arn}:*" # and aliases
  issuer   = "token.actions.githubusercontent.com"

  release = [for r in [
    { when = true, on = [try(var.workflow.table_arn, "")], actions = [
      "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
    ] },
    { when = true, on = [try(var.workflow.queue_arn, "")], actions = ["sqs:SendMessage"] },
    { when = true, on = [try(var.workflow.state_machine_arn, "")], actions = ["states:StartExecution", "states:SendTaskSuccess"] },
    { when = true, on = ["${replace(try(var.workflow.state_machine_arn, ""), ":stateMachine:", ":execution:")}:*"], actions = ["states:DescribeExecution"] },
    { when = true, on = [aws_lambda_function.this.arn, local.versions], actions = [
      "lambda:UpdateAlias", "lambda:CreateAlias", "lambda:ListAliases", "lambda:GetAlias",
      "lambda:UpdateFunctionCode", "lambda:PublishVersion", "lambda:GetFunction", "lambda:ListVersionsByFunction",
      "lambda:PutProvisionedConcurrencyConfig", "lambda:ListProvisionedConcurrencyConfigs",
      "lambda:GetProvisionedConcurrencyConfig", "lambda:DeleteProvisionedConcurrencyConfig",
    ] },
    # Never the function itself.
    { when = true, on = [local.versions], actions = ["lambda:InvokeFunction", "lambda:DeleteFunction"] },
    # CloudWatch has no resources for it.
    { when = true, on = ["*"], actions = ["cloudwatch:GetMetricStatistics"] },
    { when = var.package == "image", actions = ["ecr:DescribeImages"], on = [local.images] },
    # UpdateFunctionCode: Lambda pulls the image, as its repository's policy lets it. Only of a
    # repository in another account it wants that its caller may, too.
    { when = var.package == "image" && local.registry.account != local.account, actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], on = [local.images] },
    { when = var.package == "zip", actions = ["s3:ListBucket"], on = [local.archives] },
    { when = var.package == "zip", actions = ["s3:GetObject"], on = ["${local.archives}/${join("/", compact([local.place.prefix, "*"]))}"] },
    { when = var.kms_key_arn != null, actions = ["kms:Decrypt", "kms:GenerateDataKey"], on = [var.kms_key_arn] },
  ] : { Effect = "Allow", Action = r.actions, Resource = r.on } if r.when]
}

resource "aws_iam_role" "workflow" {
  count = local.workflows ? 1 : 0

  name                 = "slipway-release-${var.service}-${var.environment}"
  description          = "slipway release, for ${var.service} in ${var.environment} alone"
  max_session_duration = 7200 # a job that watches a rollout
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags

  # This repository, these two environments, these two workflows at one commit. The @* is for the ids that GitHub
  # writes behind names in repositories made or renamed since July 2026; no name has an @ in it.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = var.workflow.oidc_provider_arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud"         = "sts.amazonaws.com"
          "${local.issuer}:repository"  = local.settings.repository
          "${local.issuer}:environment" = [for suffix in ["", "-rollback"] : "${var.environment}${suffix}"]
          "${local.issuer}:job_workflow_ref" = [for name in ["build-and-deploy", "rollback"] :
            "${var.workflow.repository}/.github/workflows/${name}.yml@${var.workflow.commit}"
          ]
        }
        StringLike = { "${local.issuer}:sub" = flatten([
          for repository in [local.settings.repository, "${replace(local.settings.repository, "/", "@*/")}@*"] : [
            for suffix in ["", "-rollback"] : "repo:${repository}:environment:${var.environment}${suffix}"
          ]
        ]) }
      }
    }]
  })

  lifecycle {
    precondition {
      condition     = length("slipway-release-${var.service}-${var.environment}") <= 64
      error_message = "The role slipway-release-${var.service}-${var.environment} has a longer name than IAM's 64 characters: shorten the service's or the environment's name in ${var.config}, or leave `workflow` out."
    }
  }
}

resource "aws_iam_role_policy" "workflow" {
  count = local.workflows ? 1 : 0

  name   = "release"
  role   = aws_iam_role.workflow[0].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.release })
}
