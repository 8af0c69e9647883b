# The state machine that carries rollouts, from the same file that the tests run.

resource "aws_sfn_state_machine" "this" {
  #checkov:skip=CKV_AWS_285:the history of each execution is kept for 90 days by itself, and says more
  #checkov:skip=CKV_AWS_284:traced with tracing = "xray"
  name     = local.state_machine
  type     = "STANDARD"
  role_arn = aws_iam_role.state_machine.arn
  tags     = local.tags

  # The placeholders are those of infra.Variables.
  definition = templatefile("${path.module}/../../rollout.asl.json", {
    ticker_arn = module.ticker.alias_arn
    topic_arn  = aws_sns_topic.alerts.arn
    turn_limit = 1000
  })

  tracing_configuration {
    enabled = local.traced
  }

  # Last in an upgrade (docs/adr/0010), and with the rights that its last resort needs.
  depends_on = [module.worker, aws_iam_role_policy.state_machine]
}

resource "aws_iam_role" "state_machine" {
  name                 = local.state_machine
  description          = "What the state machine ${local.state_machine} may do."
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "states.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnLike      = { "aws:SourceArn" = local.state_machine_arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "state_machine" {
  name = "work"
  role = aws_iam_role.state_machine.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Tick"
          Effect   = "Allow"
          Action   = ["lambda:InvokeFunction"]
          Resource = module.ticker.alias_arn
        },
        {
          Sid       = "LastResort"
          Effect    = "Allow"
          Action    = ["lambda:GetAlias", "lambda:UpdateAlias"]
          Resource  = local.services
          Condition = local.managed
        },
        {
          Sid      = "Tell"
          Effect   = "Allow"
          Action   = ["sns:Publish"]
          Resource = aws_sns_topic.alerts.arn
        },
        {
          Sid      = "Continue"
          Effect   = "Allow"
          Action   = ["states:StartExecution"]
          Resource = local.state_machine_arn
        },
      ],
      # There each function says by itself whether it lets the last resort in (last_resort_role_arn of module service).
      length(var.account_role_arns) == 0 ? [] : [{
        Sid      = "LastResortElsewhere"
        Effect   = "Allow"
        Action   = ["lambda:GetAlias", "lambda:UpdateAlias"]
        Resource = [for id in distinct([for arn in var.account_role_arns : split(":", arn)[4]]) : "arn:${local.partition}:lambda:${local.region}:${id}:function:*"]
      }],
      [for sid in ["Traces"] : {
        Sid      = sid
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"]
        Resource = "*" # X-Ray has no resources for it
      } if local.traced],
      local.may_use_key,
    )
  })
}
