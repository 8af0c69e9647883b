# What everybody gets who says nothing but the image.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  config    = "../../../docs/examples/slipway.yaml"
  image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}

run "the_front_may_read_its_secret_and_queue_and_nothing_else" {
  assert {
    condition     = flatten([for s in jsondecode(local.front_policy).Statement : s.Action]) == ["secretsmanager:GetSecretValue", "sqs:SendMessage"]
    error_message = "The front may do something else than read its secret and queue."
  }
  assert {
    condition     = jsondecode(local.front_policy).Statement[0].Resource == aws_secretsmanager_secret.this["front"].arn
    error_message = "The front may read a secret that is not its own."
  }
}

run "only_functions_that_are_tagged_may_be_touched" {
  assert {
    condition = alltrue([
      for s in concat(jsondecode(local.worker_policy).Statement, jsondecode(local.ticker_policy).Statement, jsondecode(aws_iam_role_policy.state_machine.policy).Statement) :
      s.Condition.StringEquals["aws:ResourceTag/slipway:managed"] == "true"
      if strcontains(jsonencode(s.Resource), ":function:*")
    ])
    error_message = "Somebody may touch functions that are not tagged slipway:managed."
  }
  assert {
    condition     = !contains(keys(local.tags), "slipway:managed")
    error_message = "The bot's own functions are tagged, so it could change itself."
  }
}

run "a_version_may_be_deleted_but_never_a_function" {
  assert {
    condition = alltrue([for s in jsondecode(local.ticker_policy).Statement : endswith(s.Resource, ":function:*:*")
    if contains(s.Action, "lambda:DeleteFunction") || contains(s.Action, "lambda:InvokeFunction")])
    error_message = "The ticker may delete or call a function without a version."
  }
}

run "nobody_may_pull_images_when_they_are_of_this_account" {
  assert {
    condition     = !strcontains(local.ticker_policy, "ecr:BatchGetImage")
    error_message = "The ticker may pull images that Lambda pulls by itself."
  }
}

run "queues_wait_longer_than_the_worker_works_and_give_up_after_five_times" {
  assert {
    condition     = alltrue([for q in aws_sqs_queue.this : q.visibility_timeout_seconds == 90 && jsondecode(q.redrive_policy).maxReceiveCount == 5 && q.fifo_queue])
    error_message = "A queue is not FIFO, is too impatient, or tries too often."
  }
  assert {
    condition     = alltrue([for m in aws_lambda_event_source_mapping.this : m.function_response_types == toset(["ReportBatchItemFailures"]) && m.scaling_config[0].maximum_concurrency >= 2])
    error_message = "A mapping does not report what failed item by item."
  }
  assert {
    condition     = length(aws_lambda_event_source_mapping.this) == 3
    error_message = "Jobs, rollbacks and dead letters each need a mapping to the worker."
  }
}

run "everything_is_encrypted_by_AWS_own_keys" {
  assert {
    condition     = alltrue([for q in concat(values(aws_sqs_queue.this), [aws_sqs_queue.dead]) : q.sqs_managed_sse_enabled])
    error_message = "A queue is not encrypted."
  }
  assert {
    condition     = length(aws_dynamodb_table.this.server_side_encryption) == 0 && aws_dynamodb_table.this.point_in_time_recovery[0].enabled && aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "The table pays for a key, cannot be restored, or can be deleted."
  }
}

run "each_alarm_acts_on_the_topic_both_ways_and_says_what_to_do" {
  assert {
    condition = alltrue([
      for a in concat(values(aws_cloudwatch_metric_alarm.this), [aws_cloudwatch_metric_alarm.heartbeat, aws_cloudwatch_metric_alarm.dead_letters]) :
      a.alarm_actions == toset([aws_sns_topic.alerts.arn]) && a.ok_actions == a.alarm_actions && length(a.alarm_description) > 60 && startswith(a.alarm_name, "slipway-")
    ])
    error_message = "An alarm tells nobody, or not when it is over, or not what to do."
  }
  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.this) == ["failing-ticks", "last-resort", "refused-requests", "slack-errors", "slow-answers", "sweeper-repairs"]
    error_message = "Another set of alarms: ${join(", ", keys(aws_cloudwatch_metric_alarm.this))}."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.heartbeat.treat_missing_data == "breaching"
    error_message = "A bot that is gone would leave the heartbeat green."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow-answers"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["slow-answers"].threshold == 2500
    error_message = "Answers are not held against 2.5 s at the 99th percentile."
  }
}

run "the_clock_sweeps_every_two_minutes_and_warms_up_every_five" {
  assert {
    condition     = "${aws_scheduler_schedule.this["slipway-sweep"].schedule_expression} ${aws_scheduler_schedule.this["slipway-sweep"].target[0].input}" == "rate(2 minutes) {\"do\":\"sweep\"}"
    error_message = "The sweep comes at other times, or is another event."
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_target.warm_up[0].input).path == "/healthz" && aws_cloudwatch_event_rule.warm_up[0].schedule_expression == "rate(5 minutes)"
    error_message = "The warm-up is no health check every five minutes."
  }
}

run "alarms_of_the_accounts_that_slipway_yaml_names_call_the_worker" {
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.alarms["live"].event_pattern).account == ["123456789012"]
    error_message = "The rule listens to other accounts than slipway.yaml."
  }
  assert {
    condition     = [for p in aws_lambda_permission.alarms_by_topic : p.source_arn] == ["arn:aws:sns:eu-west-1:123456789012:alarms"]
    error_message = "Other topics may call the worker than slipway.yaml names."
  }
  assert {
    condition     = aws_lambda_permission.alarms_by_themselves["live"].source_account == "123456789012"
    error_message = "Alarms of other accounts may call the worker."
  }
}

run "ten_tickers_share_nine_calls_a_second" {
  assert {
    condition     = 9 / local.tickers == 0.9
    error_message = "The tickers' shares of Lambda's control plane add up to something else than nine calls a second."
  }
}
