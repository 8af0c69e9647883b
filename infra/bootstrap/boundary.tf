# So that the apply role cannot raise itself: a role that it makes has this boundary or
# is not made, is given nothing beyond it, and is never the apply role or this policy,
# whose path it may not touch. Making a role that may do anything, and a function that is it, leads nowhere.

resource "aws_iam_policy" "boundary" {
  name        = "slipway-boundary"
  path        = local.path
  description = "What a role of the bot or of a service can be given at most"
  tags        = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "AtMost" # what each role may in truth is said where it is made
        Effect   = "Allow"
        Action   = var.boundary_actions
        Resource = "*"
      },
      {
        # No other function, for that one's role may have more rights.
        Sid    = "Ship"
        Effect = "Allow"
        Action = [
          "lambda:CreateAlias", "lambda:UpdateAlias", "lambda:UpdateFunctionCode", "lambda:PublishVersion", "lambda:DeleteFunction",
          "lambda:PutProvisionedConcurrencyConfig", "lambda:DeleteProvisionedConcurrencyConfig",
        ]
        Resource  = "*"
        Condition = { StringEquals = { "aws:ResourceTag/slipway:managed" = "true" } }
      },
      {
        Sid      = "OtherAccounts"
        Effect   = "Allow"
        Action   = ["sts:AssumeRole", "sts:TagSession"]
        Resource = "arn:${local.partition}:iam::*:role/slipway-*"
      },
      {
        Sid      = "NeverTerraformsOwn"
        Effect   = "Deny"
        Action   = ["dynamodb:*", "s3:*"]
        Resource = [aws_dynamodb_table.locks.arn, aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]
      },
    ]
  })
}

locals {
  linked = ["ops.apigateway.amazonaws.com", "wafv2.amazonaws.com"]
}

resource "aws_iam_role_policy" "apply_roles" {
  for_each = var.environments

  name = "roles"
  role = aws_iam_role.github["apply-${each.key}"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "WithBoundary"
        Effect    = "Allow"
        Action    = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
        Resource  = local.roles
        Condition = { StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.boundary.arn } }
      },
      {
        Sid      = "Plain"
        Effect   = "Allow"
        Action   = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"]
        Resource = local.roles
      },
      {
        Sid      = "Pass"
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = local.roles
        Condition = { StringEquals = { "iam:PassedToService" = [
          for service in ["lambda", "scheduler", "states"] : "${service}.amazonaws.com"
        ] } }
      },
      {
        Sid       = "RolesOfAWS" # which it makes for itself, once, with the first API and the first log of a firewall
        Effect    = "Allow"
        Action    = "iam:CreateServiceLinkedRole"
        Resource  = [for service in local.linked : "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/${service}/*"]
        Condition = { StringEquals = { "iam:AWSServiceName" = local.linked } }
      },
    ]
  })
}
