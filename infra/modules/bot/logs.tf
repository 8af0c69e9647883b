# The functions' own logs are made beside them, in ./function.

resource "aws_cloudwatch_log_group" "api" {
  #checkov:skip=CKV_AWS_158:AWS's own key encrypts at no cost; kms_key_arn turns on a customer key
  #checkov:skip=CKV_AWS_338:how long logs are kept is a switch that costs; 30 days by default
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.retention_days
  kms_key_id        = var.kms_key_arn
  tags              = local.tags
}

locals {
  log_groups = {
    front  = module.front.log_group_name
    worker = module.worker.log_group_name
    ticker = module.ticker.log_group_name
  }
}

# What the functions' metrics do not tell: errors that were only logged. There is no zero between
# them, since a metric costs by the hours that it has values.
resource "aws_cloudwatch_log_metric_filter" "errors" {
  for_each = local.log_groups

  name           = "${var.name}-${each.key}-errors"
  log_group_name = each.value
  pattern        = "{ $.level = \"ERROR\" }"

  metric_transformation {
    namespace = "Slipway"
    name      = "LoggedErrors"
    value     = "1"
    unit      = "Count"
  }
}
