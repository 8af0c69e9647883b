locals {
  worker_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        local.may_read_secret.worker,
        {
          Sid      = "Receive"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
          Resource = concat([for q in aws_sqs_queue.this : q.arn], [aws_sqs_queue.dead.arn])
        },
        local.may_queue,
        local.may_keep,
        {
          Sid    = "Services"
          Effect = "Allow"
          Action = [
            "lambda:ListAliases", "lambda:ListVersionsByFunction", "lambda:GetFunction", "lambda:ListProvisionedConcurrencyConfigs",
            "lambda:GetAlias", "lambda:UpdateAlias", # a rollback goes without the engine
            "lambda:GetPolicy",                      # the doctor asks who calls past the alias
          ]
          Resource  = local.services
          Condition = local.managed
        },
        {
          Sid      = "Mappings"
          Effect   = "Allow"
          Action   = ["lambda:ListEventSourceMappings"]
          Resource = "*" # Lambda has no resources for it
        },
        {
          Sid    = "Metrics"
          Effect = "Allow"
          Action = [
            "cloudwatch:GetMetricStatistics", "cloudwatch:GetMetricData", "cloudwatch:GetMetricWidgetImage",
            "cloudwatch:DescribeAlarms",
          ]
          Resource = "*" # CloudWatch has no resources for metrics, and describes composite alarms only of all
        },
        {
          Sid      = "Usage" # whatever the services' functions are called: their names would not fit
          Effect   = "Allow"
          Action   = ["logs:StartQuery"]
          Resource = local.service_logs
        },
        {
          Sid      = "Answers"
          Effect   = "Allow"
          Action   = ["logs:GetQueryResults", "logs:StopQuery"]
          Resource = "*" # queries are no resources; their ids are random, and known to whoever asked
        },
        {
          Sid      = "Announce"
          Effect   = "Allow"
          Action   = ["sns:Publish", "sns:GetTopicAttributes"]
          Resource = aws_sns_topic.alerts.arn
        },
      ],
      local.may_wake,
      local.may_look_at_artifacts,
      local.alarms == null ? [] : local.may_look_into_alarms,
      local.may_act_elsewhere,
      local.may_use_key,
    )
  })

  may_look_into_alarms = [
    {
      Sid      = "AlarmTags"
      Effect   = "Allow"
      Action   = ["cloudwatch:ListTagsForResource"]
      Resource = "arn:${local.partition}:cloudwatch:${local.here}:alarm:*"
    },
    {
      Sid      = "Logs"
      Effect   = "Allow"
      Action   = ["logs:FilterLogEvents"]
      Resource = local.service_logs
    },
  ]

  service_logs = "arn:${local.partition}:logs:${local.here}:log-group:/aws/lambda/*"
}
