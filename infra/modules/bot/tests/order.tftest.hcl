# What waits for what: AWS refuses what names an alias that is not there yet.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  config           = "../../../docs/examples/slipway.yaml"
  image_uri        = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  alarm_topic_arns = ["arn:aws:sns:eu-west-1:123456789012:alarms"]
}

run "whatever_names_an_alias_waits_until_it_is_there" {
  override_module {
    target  = module.front
    outputs = { name = "slipway-front", alias = "the-fronts", alias_arn = "arn:aws:lambda:eu-west-1:123456789012:function:slipway-front:live", invoke_arn = "front", role_arn = "front", log_group_name = "front" }
  }
  override_module {
    target  = module.worker
    outputs = { name = "slipway-worker", alias = "the-workers", alias_arn = "arn:aws:lambda:eu-west-1:123456789012:function:slipway-worker:live", invoke_arn = "worker", role_arn = "worker", log_group_name = "worker" }
  }
  override_module {
    target  = module.ticker
    outputs = { name = "slipway-ticker", alias = "the-tickers", alias_arn = "arn:aws:lambda:eu-west-1:123456789012:function:slipway-ticker:live", invoke_arn = "ticker", role_arn = "ticker", log_group_name = "ticker" }
  }

  assert {
    condition     = aws_lambda_permission.api.qualifier == "the-fronts" && aws_lambda_permission.warm_up[0].qualifier == "the-fronts"
    error_message = "The front's permissions do not wait for its alias."
  }
  assert {
    condition = alltrue([
      for p in concat(values(aws_lambda_permission.alarms_by_rule), values(aws_lambda_permission.alarms_by_themselves), values(aws_lambda_permission.alarms_by_topic)) :
      p.qualifier == "the-workers"
    ])
    error_message = "The worker's permissions do not wait for its alias."
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.ticker.qualifier == "the-tickers" && aws_lambda_function_event_invoke_config.worker.qualifier == "the-workers"
    error_message = "What is said of events does not wait for the alias."
  }
}

run "a_topic_is_subscribed_to_in_its_own_region" {
  assert {
    condition     = [for s in aws_sns_topic_subscription.alarms : s.region] == ["eu-west-1"]
    error_message = "SNS would be asked in another region, and does not know the topic there."
  }
}

run "an_event_that_the_worker_gives_up_is_told_to_people" {
  assert {
    condition     = aws_lambda_function_event_invoke_config.worker.destination_config[0].on_failure[0].destination == aws_sns_topic.alerts.arn
    error_message = "An alarm that the worker could not take in would be gone without a word."
  }
}
