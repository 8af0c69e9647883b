# The health check of slipway.yaml, asked of live every five minutes, keeps one instance warm.
resource "aws_cloudwatch_event_rule" "warm_up" {
  count = var.warm_up ? 1 : 0

  name                = "${local.function}-warm-up"
  description         = "Keeps one instance of ${var.service} in ${var.environment} warm"
  schedule_expression = "rate(5 minutes)"
  tags                = local.tags

  lifecycle {
    precondition {
      condition     = can(jsondecode(local.payload)) && length(local.payload) <= 8192
      error_message = "services.${var.service}.health.payload in ${var.config} has to be JSON, of at most 8,192 characters to be a rule's input: mend it, or set warm_up = false."
    }
  }
}

resource "aws_cloudwatch_event_target" "warm_up" {
  count = var.warm_up ? 1 : 0

  rule  = aws_cloudwatch_event_rule.warm_up[0].name
  arn   = aws_lambda_alias.this["live"].arn
  input = local.payload
}

resource "aws_lambda_permission" "warm_up" {
  count = var.warm_up ? 1 : 0

  statement_id  = "warm-up"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.this["live"].name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.warm_up[0].arn
}
