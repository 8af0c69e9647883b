resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${local.function}"
  retention_in_days = var.retention_days
  kms_key_id        = var.kms_key_arn
  tags              = local.tags
}

# What the application itself calls an error, and calls that ran out of time, which
# Lambda counts among the errors. They are drawn, but wake nobody: a line in a log that
# no caller noticed is for the morning. A metric costs $0.30 in a month that has any,
# therefore no default of 0.
locals {
  filters = {
    errors    = "{ $.level = \"ERROR\" || $.level = \"FATAL\" || $.level = \"CRITICAL\" || $.level = \"error\" || $.level = \"fatal\" }"
    time-outs = "{ $.type = \"platform.report\" && $.record.status = \"timeout\" }"
  }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.filters

  name           = "${local.function}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.function.name
  pattern        = each.value

  metric_transformation {
    namespace = "Slipway/Services"
    name      = "${local.function}-${each.key}"
    value     = "1"
    unit      = "Count"
  }
}
