# What the bot is watched by. Each alarm says what it means and what to do, and tells the topic when
# it is over, too. They have no service, so the bot makes no thread of them: it could not be relied
# upon to tell of its own end.

locals {
  # The period is in seconds; bad of them, of so many, make it red.
  watched = {
    slow-answers = {
      namespace = "Slipway", metric = "AckLatency", dimensions = {}, statistic = "p99", above = 2500
      period    = 300, bad = 2, of = 3
      text      = "Answers to Slack take more than 2.5 s; after 3 s Slack shows people an error. Look at the front's duration and cold starts: is warm_up on, is its concurrency used up?"
    }
    refused-requests = {
      namespace = "Slipway", metric = "RefusedRequests", dimensions = {}, statistic = "Sum", above = 5
      period    = 300, bad = 1, of = 1
      text      = "Requests came in and were refused; `why` in the front's log says for what. forged: somebody is trying, or the signing secret was changed in Slack or GitHub and not here (docs/runbook.md, Rotating a secret). stale: a clock is wrong. foreign: the app is in another workspace, too."
    }
    slack-errors = {
      namespace = "Slipway", metric = "SlackErrors", dimensions = {}, statistic = "Sum", above = 5
      period    = 300, bad = 2, of = 3
      text      = "Slack refuses or does not answer. Rollouts go on, and their messages come later: docs/runbook.md, Slack is down."
    }
    sweeper-repairs = {
      namespace = "Slipway", metric = "SweeperRepairs", dimensions = {}, statistic = "Sum", above = 0
      period    = 300, bad = 1, of = 1
      text      = "The sweep had to put something right: an engine that had died, a split that nobody owned. It is mended; find out why in the ticker's log."
    }
    failing-ticks = {
      namespace = "AWS/Lambda", metric = "Errors", dimensions = { FunctionName = module.ticker.name }, statistic = "Sum", above = 3
      period    = 300, bad = 2, of = 2
      text      = "The ticker keeps failing. After ten minutes of that, rollouts are put back by the last resort. Look at its log: docs/runbook.md, A stuck canary."
    }
    last-resort = {
      namespace = "AWS/States", metric = "ExecutionsFailed", dimensions = { StateMachineArn = aws_sfn_state_machine.this.arn }, statistic = "Sum", above = 0
      period    = 60, bad = 1, of = 1
      text      = "A rollout has lost its engine, and the state machine put the traffic back, or says why not: see the message on this topic and the execution's history. docs/runbook.md, Roll back by hand."
    }
  }

  alarm_actions = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.watched

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.text
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic == "Sum" ? "Sum" : null
  extended_statistic  = each.value.statistic == "Sum" ? null : each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  period              = each.value.period
  evaluation_periods  = each.value.of
  datapoints_to_alarm = each.value.bad
  treat_missing_data  = "notBreaching" # nobody calls at night, and what did not happen is not counted
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
  tags                = local.tags
}

# The one that is red when nothing comes: a bot that is gone says nothing.
resource "aws_cloudwatch_metric_alarm" "heartbeat" {
  alarm_name          = "${var.name}-heartbeat"
  alarm_description   = "No sweep has ended well for ten minutes, so rollouts without an engine are not picked up. Look at the ticker's log, its schedule and its concurrency: docs/runbook.md, A broken worker."
  namespace           = "Slipway"
  metric_name         = "Heartbeat"
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
  tags                = local.tags
}

# The worker takes dead letters out within seconds, so how many are there would seldom be seen; how
# many were received is. Those that are still there count, too: then the worker is broken.
resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "Something that was asked for failed five times, and whoever asked was told, if the worker can. Its log has the message's id and why: docs/runbook.md, A broken worker."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
  tags                = local.tags

  metric_query {
    id          = "letters"
    expression  = "FILL(waiting, 0) + FILL(received, 0)"
    label       = "dead letters"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = {
      waiting  = { metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum" }
      received = { metric = "NumberOfMessagesReceived", statistic = "Sum" }
    }
    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = metric_query.value.metric
        dimensions  = { QueueName = aws_sqs_queue.dead.name }
        period      = 300
        stat        = metric_query.value.statistic
      }
    }
  }
}
