# What comes by itself: alarms to the worker, in three ways, and the warm-up to the front. The
# worker listens only where slipway.yaml has `alarms`, and drops what the section does not name.

locals {
  listens = local.alarms == null ? {} : { live = true }
}

resource "aws_cloudwatch_event_rule" "alarms" {
  for_each = local.listens

  name        = "${var.name}-alarms"
  description = "Alarms that change their state become threads."
  tags        = local.tags

  event_pattern = jsonencode({
    source        = ["aws.cloudwatch"]
    "detail-type" = ["CloudWatch Alarm State Change"]
    account       = local.alarms.accounts
  })
}

resource "aws_cloudwatch_event_target" "alarms" {
  for_each = local.listens

  rule = aws_cloudwatch_event_rule.alarms[each.key].name
  arn  = module.worker.alias_arn
}

resource "aws_lambda_permission" "alarms_by_rule" {
  for_each = local.listens

  statement_id  = "rule"
  action        = "lambda:InvokeFunction"
  function_name = module.worker.name
  qualifier     = module.worker.alias
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.alarms[each.key].arn
}

# Alarms that have the worker itself as their action.
resource "aws_lambda_permission" "alarms_by_themselves" {
  for_each = local.listens

  statement_id   = "alarms"
  action         = "lambda:InvokeFunction"
  function_name  = module.worker.name
  qualifier      = module.worker.alias
  principal      = "lambda.alarms.cloudwatch.amazonaws.com"
  source_account = local.account
  source_arn     = "arn:${local.partition}:cloudwatch:${local.here}:alarm:*"
}

# Topics may call as soon as slipway.yaml names them; who subscribes is another matter.
resource "aws_lambda_permission" "alarms_by_topic" {
  for_each = toset(try(local.alarms.topics, []))

  statement_id  = "topic-${substr(sha256(each.value), 0, 12)}"
  action        = "lambda:InvokeFunction"
  function_name = module.worker.name
  qualifier     = module.worker.alias
  principal     = "sns.amazonaws.com"
  source_arn    = each.value
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alarm_topic_arns)

  region    = split(":", each.value)[3] # a topic is asked in its own region only
  topic_arn = each.value
  protocol  = "lambda"
  endpoint  = module.worker.alias_arn

  depends_on = [aws_lambda_permission.alarms_by_topic]
}

resource "aws_cloudwatch_event_rule" "warm_up" {
  count = var.warm_up ? 1 : 0

  name                = "${var.name}-warm-up"
  description         = "Keeps a front ready, for Slack waits three seconds only."
  schedule_expression = "rate(5 minutes)"
  tags                = local.tags
}

resource "aws_cloudwatch_event_target" "warm_up" {
  count = var.warm_up ? 1 : 0

  rule = aws_cloudwatch_event_rule.warm_up[0].name
  arn  = module.front.alias_arn

  # A request as API Gateway hands it over: the front knows no other event.
  input = jsonencode({
    httpMethod     = "GET"
    path           = "/healthz"
    requestContext = { requestId = "warm-up" }
  })
}

resource "aws_lambda_permission" "warm_up" {
  count = var.warm_up ? 1 : 0

  statement_id  = "warm-up"
  action        = "lambda:InvokeFunction"
  function_name = module.front.name
  qualifier     = module.front.alias
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.warm_up[0].arn
}
