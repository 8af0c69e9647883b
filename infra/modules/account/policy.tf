# What the worker and the ticker may at home, in this account: docs/permissions.md has the reasons.

locals {
  functions = "arn:${local.partition}:lambda:${local.here}:function:*"
  versions  = "arn:${local.partition}:lambda:${local.here}:function:*:*"
  managed   = { StringEquals = { "aws:ResourceTag/slipway:managed" = "true" } }

  statements = [
    {
      Sid    = "Functions"
      Effect = "Allow"
      Action = [
        "lambda:CreateAlias", "lambda:GetAlias", "lambda:ListAliases", "lambda:UpdateAlias",
        "lambda:GetFunction", "lambda:GetPolicy", "lambda:ListProvisionedConcurrencyConfigs", "lambda:ListVersionsByFunction",
        "lambda:PublishVersion", "lambda:UpdateFunctionCode",
      ]
      Resource  = [local.functions]
      Condition = local.managed
    },
    {
      # Of versions only: nothing here can delete a function.
      Sid    = "Versions"
      Effect = "Allow"
      Action = [
        "lambda:DeleteFunction", "lambda:InvokeFunction",
        "lambda:DeleteProvisionedConcurrencyConfig", "lambda:GetProvisionedConcurrencyConfig", "lambda:PutProvisionedConcurrencyConfig",
      ]
      Resource  = [local.versions]
      Condition = local.managed
    },
    {
      Sid    = "WithoutResources" # AWS asks for these on nothing less than *
      Effect = "Allow"
      Action = [
        "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:GetMetricWidgetImage",
        "lambda:ListEventSourceMappings", "logs:GetQueryResults", "logs:StopQuery",
      ]
      Resource = ["*"]
    },
    {
      Sid      = "Alarms"
      Effect   = "Allow"
      Action   = ["cloudwatch:ListTagsForResource"]
      Resource = ["arn:${local.partition}:cloudwatch:${local.here}:alarm:*"]
    },
    {
      Sid      = "Logs"
      Effect   = "Allow"
      Action   = ["logs:FilterLogEvents", "logs:StartQuery"]
      Resource = ["arn:${local.partition}:logs:${local.here}:log-group:/aws/lambda/*"]
    },
    {
      # The images are at home. Their registry has to let this account in as well: `account_ids` of module registry.
      Sid      = "Images"
      Effect   = "Allow"
      Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource = [for account in local.homes : "arn:${local.partition}:ecr:*:${account}:repository/*"]
    },
  ]

  archives = [for _ in range(length(var.archive_arns) == 0 ? 0 : 1) : {
    Sid      = "Archives"
    Effect   = "Allow"
    Action   = ["s3:GetObject"]
    Resource = var.archive_arns
  }]
}

resource "aws_iam_role_policy" "bot" {
  name   = "ship"
  role   = aws_iam_role.bot.id
  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.statements, local.archives) })
}
