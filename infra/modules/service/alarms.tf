# Eight alarms with an API (five without), and one for a stream; $0.10 a month for each
# metric they read. The bot matches them to the service by FunctionName, Resource or
# ApiName, which all are the function's name, or else by their tags.
locals {
  actions = compact([one(aws_sns_topic.alerts[*].arn), var.alarm_actions_topic_arn])
  where   = "${var.service} in ${var.environment}"
  back    = "If it was deployed lately: /rollback ${var.environment} ${var.service}."
  see     = local.runbook == null ? "" : " Runbook: ${local.runbook}"

  of_function = { FunctionName = local.function }
  of_live     = { FunctionName = local.function, Resource = "${local.function}:live" }
  of_stage    = { ApiName = local.function, Stage = local.stage }

  promised = { for name in ["errors", "server_errors"] : name => coalesce(var.thresholds[name], local.error_rate_max) }
  slow     = coalesce(var.thresholds.latency, local.seconds.slow * 1000)
  at_once  = coalesce(var.reserved_concurrency, var.account_concurrency)
}

# Shares of the calls of five minutes, looked at each minute. So few failures that they
# prove nothing (`least`) make the share 0: a lone error at night wakes nobody.
#
# No calls are no errors: missing data is no breach. With that an alarm is only ever OK or
# ALARM, so that a composite alarm can be built on `errors` and never hangs.
#
# Errors per version: an alarm's dimensions are fixed, versions come and go, and SEARCH cannot be
# alarmed on. What is fixed is the alias, whose errors are those of all versions that
# live routes to, and of nobody who calls past it. Which version it is, is the judge's to
# say: the bot compares the versions as soon as this alarm is red.
locals {
  rates = {
    errors = {
      on    = true, namespace = "AWS/Lambda", dimensions = local.of_live, bad = "Errors", calls = "Invocations"
      above = local.promised.errors, least = var.thresholds.least
      text  = "More than ${local.promised.errors} % of the calls to ${local.where} fail. ${local.back} Else what it calls may be down: look at ${aws_cloudwatch_log_group.function.name}."
    }
    "5xx" = {
      on    = var.api != null, namespace = "AWS/ApiGateway", dimensions = local.of_stage, bad = "5XXError", calls = "Count"
      above = local.promised.server_errors, least = var.thresholds.least
      text  = "Callers of ${local.where} get 5XX for more than ${local.promised.server_errors} % of their requests. ${local.back} With 504 it takes longer than API Gateway waits."
    }
    "4xx" = {
      on    = var.api != null, namespace = "AWS/ApiGateway", dimensions = local.of_stage, bad = "4XXError", calls = "Count"
      above = var.thresholds.client_errors, least = 10 * var.thresholds.least # strangers try what is no path, and get 403
      text  = "${local.where} refuses more than ${var.thresholds.client_errors} % of its requests. 403: an API key or the web ACL; 429: the throttle; 400 and 404: a client, or a deploy that changed what it takes. ${local.back} See `key`, `status` and `waf` in /aws/apigateway/${local.function}."
    }
  }

  # Three minutes of five have to be bad, unless `minutes` says otherwise.
  gauges = {
    latency = {
      on        = var.api != null, namespace = "AWS/ApiGateway", dimensions = local.of_stage, metric = "Latency"
      statistic = "p99", above = local.slow, minutes = 3, missing = "notBreaching" # no requests, none slow
      text      = "One request in a hundred to ${local.where} takes over ${local.slow} ms. ${local.back} Else compare `latency` and `function` in /aws/apigateway/${local.function}, and look at X-Ray."
    }
    throttles = {
      on        = true, namespace = "AWS/Lambda", dimensions = local.of_function, metric = "Throttles"
      statistic = "Sum", above = 0, minutes = 3, missing = "notBreaching" # no calls, none refused
      text      = "Lambda refuses calls to ${local.where}: its ${local.at_once} at once are in use, or the account's. A rollback does not help, unless calls got slower. Raise reserved_concurrency or the account's quota."
    }
    duration = {
      on        = true, namespace = "AWS/Lambda", dimensions = local.of_live, metric = "Duration"
      statistic = "p99", above = var.timeout * 10 * var.thresholds.duration, minutes = 3, missing = "notBreaching" # no calls, none long
      text      = "One call in a hundred to ${local.where} takes over ${var.thresholds.duration} % of its time-out of ${var.timeout} s; at the time-out Lambda cuts it off. ${local.back} Else look at what it waits for, in X-Ray."
    }
    concurrency = {
      on        = true, namespace = "AWS/Lambda", dimensions = local.of_function, metric = "ConcurrentExecutions"
      statistic = "Maximum", above = local.at_once * var.thresholds.concurrency / 100, minutes = 3, missing = "notBreaching" # nobody is served, nothing is used up
      text      = "${local.where} serves ${var.thresholds.concurrency} % of the ${local.at_once} calls at once that it can. More calls, or slower ones? Slower since a deploy: /rollback ${var.environment} ${var.service}. Else raise reserved_concurrency or the account's quota before calls are refused."
    }
    dead-letters = {
      on        = var.dead_letters, namespace = "AWS/SQS", dimensions = { QueueName = "${local.function}-dead" }, metric = "ApproximateNumberOfMessagesVisible"
      statistic = "Maximum", above = 0, minutes = 1, missing = "notBreaching" # a queue that was empty for six hours says nothing
      text      = "Asynchronous calls of ${local.where} failed three times and wait in the queue ${local.function}-dead. Read one: it has the request and the answer. ${local.back} Call again what has to be done, and purge the queue; then this ends."
    }
    iterator-age = {
      on        = var.event_source_alarm, namespace = "AWS/Lambda", dimensions = local.of_function, metric = "IteratorAge"
      statistic = "Maximum", above = 1000 * var.thresholds.iterator_age, minutes = 3, missing = "ignore" # a reader that stopped is not well again
      text      = "${local.where} is over ${var.thresholds.iterator_age} s behind its stream. A record that fails again and again holds up all behind it: look at ${aws_cloudwatch_log_group.function.name}. ${local.back}"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "rate" {
  for_each = { for name, a in local.rates : name => a if a.on }

  alarm_name          = "${local.function}-${each.key}"
  alarm_description   = "${each.value.text}${local.see}"
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.actions
  ok_actions          = local.actions # without them a thread never closes
  tags                = local.tags

  metric_query {
    id          = "share"
    label       = "% of calls"
    expression  = "IF(bad >= ${each.value.least}, 100 * bad / calls, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { bad = each.value.bad, calls = each.value.calls }
    content {
      id = metric_query.key
      metric {
        namespace   = each.value.namespace
        metric_name = metric_query.value
        dimensions  = each.value.dimensions
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "gauge" {
  for_each = { for name, a in local.gauges : name => a if a.on }

  alarm_name          = "${local.function}-${each.key}"
  alarm_description   = "${each.value.text}${local.see}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  period              = 60
  evaluation_periods  = each.value.minutes == 1 ? 1 : 5
  datapoints_to_alarm = each.value.minutes
  treat_missing_data  = each.value.missing
  alarm_actions       = local.actions
  ok_actions          = local.actions
  tags                = local.tags
}
