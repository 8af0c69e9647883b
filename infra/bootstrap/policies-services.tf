# What a service's workflows may do here. Their deploy roles are made with the service.

locals {
  builds  = { for service, image in local.images : service => image if length(local.commits) > 0 }
  notices = { for service, _ in local.config.services : service => service if length(local.commits) > 0 }
}

# Push, and see what is there. Nothing is deleted and no tag is moved: the registry is immutable.
resource "aws_iam_role_policy" "build" {
  for_each = local.builds

  name = "push"
  role = aws_iam_role.github["build-${each.key}"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Push"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeImages",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ]
        Resource = module.registry[each.value].arn
      },
      {
        Sid      = "LogIn" # a login is for no repository
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
    ]
  })
}

# Tells of a rollback, also when the deploy role fails.
resource "aws_iam_role_policy" "notice" {
  for_each = local.notices

  name = "publish"
  role = aws_iam_role.github["notice-${each.key}"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Publish"
      Effect   = "Allow"
      Action   = "sns:Publish"
      Resource = "arn:${local.partition}:sns:${var.region}:${var.account_id}:slipway-alerts"
    }]
  })
}
