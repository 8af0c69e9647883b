# Three, since that is how many are free: what people notice (API Gateway and WAF), what the bot is
# doing (its functions), and what it achieves at which price (rollouts and cost).

locals {
  dashboards = {
    traffic   = concat(local.api_widgets, local.waf_widgets)
    functions = concat(local.function_widgets, local.engine_widgets)
    rollouts  = concat(local.rollout_widgets, local.cost_widgets)
  }

  # Two widgets a row, in the order in which they are listed.
  bodies = {
    for name, widgets in local.dashboards : name => jsonencode({
      widgets = [for i, w in widgets : {
        type   = "metric"
        x      = 12 * (i % 2)
        y      = 6 * floor(i / 2)
        width  = 12
        height = 6
        properties = {
          title   = w.title
          region  = try(w.region, local.region)
          view    = "timeSeries"
          stat    = try(w.stat, "Sum")
          period  = try(w.period, 300)
          metrics = w.metrics
        }
      }]
    })
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  for_each = var.dashboards ? local.bodies : {}

  dashboard_name = "${var.name}-${each.key}"
  dashboard_body = each.value
}
