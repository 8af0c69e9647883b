# Beside the bot's own /dashboard: what callers get, both versions apart while a canary
# shifts, and what there is left.
locals {
  alarms = concat([for a in aws_cloudwatch_metric_alarm.rate : a.arn], [for a in aws_cloudwatch_metric_alarm.gauge : a.arn])

  live   = ["FunctionName", local.function, "Resource", "${local.function}:live"]
  api    = ["ApiName", local.function, "Stage", local.stage]
  search = "{AWS/Lambda,ExecutedVersion,FunctionName,Resource} FunctionName=\"${local.function}\" Resource=\"${local.function}:live\""

  # Each list is one graph: a title, a statistic, and its lines.
  graphs = [for g in [
    { on = true, title = "Calls of live, and errors", stat = "Sum", lines = [
      concat(["AWS/Lambda", "Invocations"], local.live), concat(["AWS/Lambda", "Errors"], local.live), ["AWS/Lambda", "Throttles", "FunctionName", local.function],
    ] },
    { on = true, title = "Calls by version, while a canary shifts", stat = "Sum", lines = [
      [{ expression = "SEARCH('${local.search} MetricName=\"Invocations\"', 'Sum', 60)", id = "calls" }],
    ] },
    { on = true, title = "Errors by version, while a canary shifts", stat = "Sum", lines = [
      [{ expression = "SEARCH('${local.search} MetricName=\"Errors\"', 'Sum', 60)", id = "errors" }],
    ] },
    { on = true, title = "Duration of live in ms", stat = "p99", lines = [
      concat(["AWS/Lambda", "Duration"], local.live), concat(["AWS/Lambda", "Duration"], local.live, [{ stat = "p50" }]),
    ] },
    { on = true, title = "Calls at once", stat = "Maximum", lines = [["AWS/Lambda", "ConcurrentExecutions", "FunctionName", local.function]] },
    { on = true, title = "Errors in the log, and time-outs", stat = "Sum", lines = [
      for name in keys(local.filters) : ["Slipway/Services", "${local.function}-${name}"]
    ] },
    { on = var.api != null, title = "Requests, 4XX and 5XX", stat = "Sum", lines = [
      for metric in ["Count", "4XXError", "5XXError"] : concat(["AWS/ApiGateway", metric], local.api)
    ] },
    { on = var.api != null, title = "Latency in ms", stat = "p99", lines = [
      concat(["AWS/ApiGateway", "Latency"], local.api), concat(["AWS/ApiGateway", "Latency"], local.api, [{ stat = "p95" }]),
      concat(["AWS/ApiGateway", "Latency"], local.api, [{ stat = "p50" }]),
    ] },
    { on = var.dead_letters, title = "Dead letters", stat = "Maximum", lines = [
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "${local.function}-dead"],
    ] },
  ] : g if g.on]

  widgets = concat(
    [{ type = "alarm", width = 24, height = 3, properties = { title = "${var.service} in ${var.environment}", alarms = local.alarms } }],
    [for g in local.graphs : {
      type       = "metric", width = 8, height = 6
      properties = { title = g.title, region = local.region, period = 60, stat = g.stat, view = "timeSeries", metrics = g.lines }
    }],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboards ? 1 : 0

  dashboard_name = local.function
  dashboard_body = jsonencode({ widgets = local.widgets })
}
