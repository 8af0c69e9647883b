# What an account has once: who may write API Gateway's logs, and what hears of costs.

resource "aws_iam_role" "api_gateway" {
  count = var.api_gateway_logging ? 1 : 0

  name        = "slipway-api-gateway-logs"
  path        = local.path
  description = "API Gateway writes its logs, of every API in the account"
  tags        = local.tags

  # Without a condition, as AWS documents it: API Gateway tries the role out and refuses one that it cannot be.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "apigateway.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

# AWS's own policy: a role with less is refused.
resource "aws_iam_role_policy_attachment" "api_gateway" {
  count = var.api_gateway_logging ? 1 : 0

  role       = aws_iam_role.api_gateway[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "this" {
  count = var.api_gateway_logging ? 1 : 0

  cloudwatch_role_arn = aws_iam_role.api_gateway[0].arn
  depends_on          = [aws_iam_role_policy_attachment.api_gateway]
}

locals {
  components = ["account", "bootstrap", "bot", "registry", "service", "waf"]
  keys_told  = var.cost_allocation_tags ? toset(["slipway:component", "slipway:service", "slipway:environment"]) : toset([])
}

resource "aws_ce_cost_allocation_tag" "this" {
  for_each = local.keys_told

  tag_key = each.key
  status  = "Active"
}

resource "aws_budgets_budget" "this" {
  count = var.budget == null ? 0 : 1

  name         = "slipway"
  budget_type  = "COST"
  limit_amount = tostring(var.budget.monthly_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
  tags         = local.tags

  dynamic "cost_filter" {
    for_each = var.cost_allocation_tags ? [1] : []

    content {
      name   = "TagKeyValue"
      values = [for component in local.components : join("$", ["user:slipway:component", component])]
    }
  }

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type          = notification.key
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      comparison_operator        = "GREATER_THAN"
      subscriber_email_addresses = var.budget.emails
    }
  }

  depends_on = [aws_ce_cost_allocation_tag.this]
}
