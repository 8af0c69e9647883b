# The function's own rights: its log, its traces, its secrets, its dead letters, and
# what `policies` add. Nothing of Slipway's.
locals {
  secrets = [for s in var.secret_arns :
    startswith(s, "arn:") ? s :
    startswith(s, "/") ? "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${s}" :
    "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:${s}-??????" # AWS adds six characters
  ]
  vault      = [for arn in local.secrets : arn if strcontains(arn, ":secretsmanager:")]
  parameters = [for arn in local.secrets : arn if strcontains(arn, ":ssm:")]

  rights = [
    { when = true, actions = ["logs:CreateLogStream", "logs:PutLogEvents"], on = ["${aws_cloudwatch_log_group.function.arn}:*"] },
    # X-Ray has no resources.
    { when = var.tracing, actions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], on = ["*"] },
    { when = length(local.vault) > 0, actions = ["secretsmanager:GetSecretValue"], on = local.vault },
    { when = length(local.parameters) > 0, actions = ["ssm:GetParameter", "ssm:GetParameters"], on = local.parameters },
    { when = var.dead_letters, actions = ["sqs:SendMessage"], on = aws_sqs_queue.dead[*].arn },
    { when = var.kms_key_arn != null, actions = ["kms:Decrypt", "kms:GenerateDataKey"], on = [var.kms_key_arn] },
  ]
}

resource "aws_iam_role" "function" {
  name                 = "slipway-${local.function}"
  description          = "What ${var.service} in ${var.environment} may do"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name = "function"
  role = aws_iam_role.function.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for r in local.rights : { Effect = "Allow", Action = r.actions, Resource = r.on } if r.when]
  })
}

resource "aws_iam_role_policy" "more" {
  count = length(var.policies)

  name   = "more-${count.index + 1}"
  role   = aws_iam_role.function.id
  policy = var.policies[count.index]
}
