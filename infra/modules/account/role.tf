data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  partition = data.aws_partition.this.partition
  here      = "${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}"
  homes     = distinct([for arn in var.bot_role_arns : split(":", arn)[4]])
}

# Trusted are the accounts, and of these exactly the roles. A role as the principal would have to be there
# first, and to be trusted anew whenever it is made anew.
resource "aws_iam_role" "bot" {
  name                 = var.name
  description          = "Slipway, from another account, ships the functions with the tag slipway:managed"
  max_session_duration = 3600
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { "slipway:component" = "account" })

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Assume"
        Effect    = "Allow"
        Principal = { AWS = [for account in local.homes : "arn:${local.partition}:iam::${account}:root"] }
        Action    = "sts:AssumeRole"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = var.bot_role_arns }
          StringEquals = { "sts:ExternalId" = var.external_id }
        }
      },
      {
        # CloudTrail tells by the tags for which environment, and for which function of the bot, something was done.
        Sid       = "Tag"
        Effect    = "Allow"
        Principal = { AWS = [for account in local.homes : "arn:${local.partition}:iam::${account}:root"] }
        Action    = "sts:TagSession"
        Condition = {
          ArnEquals                   = { "aws:PrincipalArn" = var.bot_role_arns }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = ["slipway:environment", "slipway:function"] }
        }
      },
    ]
  })
}
