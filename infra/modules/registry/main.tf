# A place for images, built once and promoted unchanged: it belongs to no environment.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region
  accounts  = distinct(concat([data.aws_caller_identity.current.account_id], var.account_ids))

  pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
}

resource "aws_ecr_repository" "this" {
  #checkov:skip=CKV_AWS_136:AWS's own key encrypts at no cost; kms_key_arn turns on a customer key
  name                 = var.name
  image_tag_mutability = "IMMUTABLE" # a commit's image stays the one that was scanned
  tags                 = merge(var.tags, { "slipway:component" = "registry" })

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = var.kms_key_arn == null ? "AES256" : "KMS"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "What no tag names was pushed by halves."
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 7 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The newest ${var.keep} stay."
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.keep }
        action       = { type = "expire" }
      },
    ]
  })
}

# Lambda pulls by this policy, for functions of the accounts named. It would add such a statement by
# itself, but only when a function is made and by somebody who may change the policy: too late, and
# too much, for the bot, which only updates functions.
resource "aws_ecr_repository_policy" "this" {
  repository = aws_ecr_repository.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "Lambda"
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = local.pull
        Condition = { ArnLike = {
          "aws:SourceArn" = [for id in local.accounts : "arn:${local.partition}:lambda:${local.region}:${id}:function:*"]
        } }
      }],
      # Whoever updates a function in another account has to be allowed to pull, too.
      length(var.account_ids) == 0 ? [] : [{
        Sid       = "OtherAccounts"
        Effect    = "Allow"
        Principal = { AWS = [for id in var.account_ids : "arn:${local.partition}:iam::${id}:root"] }
        Action    = local.pull
      }],
    )
  })
}
