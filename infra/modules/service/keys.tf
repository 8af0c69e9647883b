# One key to begin with; more are made the same way. Its value is in Terraform's state, which
# infra/bootstrap encrypts, and nowhere else: `aws apigateway get-api-key --include-value`.
locals {
  keyed = try(var.api.api_key, false) ? 1 : 0
}

resource "aws_api_gateway_api_key" "this" {
  count = local.keyed

  name        = local.function
  description = "Callers of ${var.service} in ${var.environment}"
  tags        = local.tags
}

resource "aws_api_gateway_usage_plan" "this" {
  count = local.keyed

  name        = local.function
  description = "How much a key of ${var.service} in ${var.environment} may ask"
  tags        = local.tags

  api_stages {
    api_id = aws_api_gateway_rest_api.this[0].id
    stage  = aws_api_gateway_stage.this[0].stage_name
  }

  throttle_settings {
    rate_limit  = var.api.rate
    burst_limit = var.api.burst
  }

  dynamic "quota_settings" {
    for_each = var.api.quota == null ? [] : [var.api.quota]
    content {
      limit  = quota_settings.value.limit
      period = quota_settings.value.period
    }
  }
}

resource "aws_api_gateway_usage_plan_key" "this" {
  count = local.keyed

  usage_plan_id = aws_api_gateway_usage_plan.this[0].id
  key_id        = aws_api_gateway_api_key.this[0].id
  key_type      = "API_KEY"
}
