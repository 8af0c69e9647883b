# What the dashboards show. A metric is [namespace, name, dimension, value, …, {options}].

locals {
  api_dimensions = ["ApiName", var.name, "Stage", local.stage]

  api_widgets = [
    { title = "Requests", metrics = [concat(["AWS/ApiGateway", "Count"], local.api_dimensions)] },
    { title = "Errors", metrics = [for m in ["4XXError", "5XXError"] : concat(["AWS/ApiGateway", m], local.api_dimensions)] },
    { title = "Latency, ms", metrics = [for p in ["p50", "p95", "p99"] : concat(["AWS/ApiGateway", "Latency"], local.api_dimensions, [{ stat = p, label = p }])] },
    { title = "The front's answers, ms (Slack waits 3000)", stat = "p99", metrics = [["Slipway", "AckLatency"]] },
  ]

  # arn:…:regional/webacl/<name>/<id>
  web_acl        = var.associate_waf ? element(split("/", var.web_acl_arn), 2) : ""
  waf_dimensions = ["WebACL", local.web_acl, "Region", local.region, "Rule", "ALL"]

  waf_widgets = concat(
    [{ title = "Requests that were not let in", metrics = [["Slipway", "RefusedRequests"]] }],
    !var.associate_waf ? [] : [
      { title = "WAF", metrics = [for m in ["AllowedRequests", "BlockedRequests", "CountedRequests"] : concat(["AWS/WAFV2", m], local.waf_dimensions)] },
    ],
  )

  function_metrics = {
    "Calls"                     = { metric = "Invocations" }
    "Errors"                    = { metric = "Errors" }
    "Duration, p99, ms"         = { metric = "Duration", stat = "p99" }
    "Throttles"                 = { metric = "Throttles" }
    "Running at once"           = { metric = "ConcurrentExecutions", stat = "Maximum" }
    "Events that were given up" = { metric = "AsyncEventsDropped" }
  }

  function_widgets = [for title, m in local.function_metrics : {
    title   = title
    stat    = try(m.stat, "Sum")
    metrics = [for f in values(local.functions) : ["AWS/Lambda", m.metric, "FunctionName", f]]
  }]

  engine_widgets = [
    { title = "Executions", metrics = [for m in ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed"] : ["AWS/States", m, "StateMachineArn", local.state_machine_arn]] },
    { title = "Age of the oldest message, s", stat = "Maximum", metrics = [for q in local.all_queues : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", q]] },
    { title = "Messages waiting", stat = "Maximum", metrics = [for q in local.all_queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", q]] },
    { title = "Logged errors", metrics = [["Slipway", "LoggedErrors"]] },
  ]

  all_queues = concat(values(local.queues), [aws_sqs_queue.dead.name])
}
