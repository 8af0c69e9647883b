locals {
  ticker_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        local.may_queue,
        local.may_keep,
        {
          Sid    = "Services"
          Effect = "Allow"
          Action = [
            "lambda:ListAliases", "lambda:GetAlias", "lambda:CreateAlias", "lambda:UpdateAlias",
            "lambda:UpdateFunctionCode", "lambda:PublishVersion", "lambda:GetFunction", "lambda:ListVersionsByFunction",
            "lambda:ListProvisionedConcurrencyConfigs",
          ]
          Resource  = local.services
          Condition = local.managed
        },
        {
          Sid    = "Versions"
          Effect = "Allow"
          Action = [
            "lambda:InvokeFunction", # health checks; never without a version, which is code that nobody has checked
            "lambda:DeleteFunction", # old versions; never the function itself
            "lambda:PutProvisionedConcurrencyConfig", "lambda:GetProvisionedConcurrencyConfig", "lambda:DeleteProvisionedConcurrencyConfig",
          ]
          Resource  = local.versions
          Condition = local.managed
        },
        {
          Sid      = "Metrics"
          Effect   = "Allow"
          Action   = ["cloudwatch:GetMetricStatistics"]
          Resource = "*" # CloudWatch has no resources for it
        },
      ],
      local.may_wake,
      local.may_look_at_artifacts,
      local.may_pull,
      local.may_act_elsewhere,
      local.may_use_key,
    )
  })

  # UpdateFunctionCode of an image: Lambda itself pulls it, as the repository's policy lets it, and
  # asks nothing of us. Only of a repository in another account it wants that we, too, may pull.
  foreign_images = [for i in local.images : i if i.account != local.account]

  may_pull = length(local.foreign_images) == 0 ? [] : [{
    Sid      = "ForeignImages"
    Effect   = "Allow"
    Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    Resource = [for i in local.foreign_images : "arn:${local.partition}:ecr:${i.region}:${i.account}:repository/${i.name}"]
  }]
}
