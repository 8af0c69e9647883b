# What a service gets that says nothing but its name, from the file to copy from.
mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
}

variables {
  config        = "../../../docs/examples/slipway.yaml"
  service       = "checkout"
  environment   = "prod"
  initial_image = "0123456789abcdef0123456789abcdef01234567"
}

run "checkout_in_prod_is_a_function_with_three_aliases_and_an_api" {
  assert {
    condition     = aws_lambda_function.this.function_name == "checkout-prod" && aws_lambda_function.this.package_type == "Image"
    error_message = "A function is called <service>-<environment>."
  }
  assert {
    condition     = aws_lambda_function.this.image_uri == "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/checkout:0123456789abcdef0123456789abcdef01234567"
    error_message = "The first image comes from the artifact of slipway.yaml."
  }
  assert {
    condition     = keys(aws_lambda_alias.this) == ["blue", "green", "live"] && alltrue([for a in aws_lambda_alias.this : a.function_version == aws_lambda_function.this.version])
    error_message = "blue, green and live begin at the first version."
  }
  assert {
    condition     = aws_lambda_function.this.tags["slipway:managed"] == "true" && aws_lambda_function.this.tags["slipway:service"] == "checkout"
    error_message = "The bot may only touch a function with the tag slipway:managed."
  }
  assert {
    condition     = strcontains(aws_api_gateway_rest_api.this[0].body, aws_lambda_alias.this["live"].invoke_arn) && aws_lambda_permission.api[0].qualifier == "live"
    error_message = "API Gateway calls live, and nothing else."
  }
  assert {
    condition     = alltrue([for path in jsondecode(aws_api_gateway_rest_api.this[0].body).paths : path.x-amazon-apigateway-any-method.security == [{ key = [] }]])
    error_message = "Every path asks for an API key."
  }
  assert {
    condition     = aws_cloudwatch_event_target.warm_up[0].arn == aws_lambda_alias.this["live"].arn && jsondecode(aws_cloudwatch_event_target.warm_up[0].input).path == "/health"
    error_message = "The warm-up asks live for its health."
  }
}

run "the_limits_of_prod_are_those_of_the_file" {
  assert {
    condition     = output.canary_percentages == tolist([10, 25, 50, 100])
    error_message = "G1: 10, 25, 50 and 100 %."
  }
  assert {
    condition     = output.health_timeout == 5
    error_message = "G2: five seconds, unless the file says otherwise."
  }
  assert {
    condition     = output.rollback_error_threshold == { rate = 1, per_minute = 5 }
    error_message = "G3: prod promises 1 %; the tripwire is 5 errors in a minute."
  }
  assert {
    condition     = [for s in output.smoke_endpoints : s.path] == ["/cart"] && output.smoke_endpoints[0].status == 200
    error_message = "G4: /cart answers 200."
  }
}

run "eight_alarms_tell_of_trouble_and_of_its_end" {
  assert {
    condition = output.alarm_names == tolist([
      "checkout-prod-4xx", "checkout-prod-5xx", "checkout-prod-concurrency", "checkout-prod-dead-letters",
      "checkout-prod-duration", "checkout-prod-errors", "checkout-prod-latency", "checkout-prod-throttles",
    ])
    error_message = "There are eight alarms."
  }
  assert {
    condition = alltrue([for a in concat(values(aws_cloudwatch_metric_alarm.rate), values(aws_cloudwatch_metric_alarm.gauge)) :
      a.alarm_actions == toset([aws_sns_topic.alerts[0].arn]) && a.ok_actions == a.alarm_actions && a.tags["slipway:service"] == "checkout" && a.tags["slipway:environment"] == "prod"
    ])
    error_message = "Each alarm tells the topic of both, and has the tags that the bot knows it by."
  }
  assert {
    condition = alltrue([for a in concat(values(aws_cloudwatch_metric_alarm.rate), values(aws_cloudwatch_metric_alarm.gauge)) :
      strcontains(a.alarm_description, "checkout in prod") && strcontains(a.alarm_description, "https://wiki.example.com/checkout") && length(a.alarm_description) <= 1024
    ])
    error_message = "Each alarm says what it is about, and where the runbook is."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.rate["errors"].threshold == 1 && aws_cloudwatch_metric_alarm.rate["5xx"].threshold == 1
    error_message = "Errors are too many above prod's errorRateMax of 1 %."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.gauge["latency"].threshold == 500 && aws_cloudwatch_metric_alarm.gauge["latency"].extended_statistic == "p99"
    error_message = "Slow is what slowCall says: 500 ms, by p99."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.gauge["duration"].threshold == 8000 && aws_cloudwatch_metric_alarm.gauge["concurrency"].threshold == 800
    error_message = "80 % of a time-out of 10 s, and of 1,000 calls at once."
  }
  assert {
    condition     = anytrue([for q in aws_cloudwatch_metric_alarm.rate["errors"].metric_query : try(q.metric[0].dimensions["Resource"] == "checkout-prod:live", false)])
    error_message = "Errors are those of live."
  }
}

run "the_role_has_its_log_its_traces_and_its_dead_letters" {
  assert {
    condition = flatten([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Action]) == [
      "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords", "sqs:SendMessage",
    ]
    error_message = "A function that asks for nothing may do nothing else."
  }
  assert {
    condition     = length(aws_iam_role.workflow) == 0
    error_message = "There is no workflow's role unless it is asked for."
  }
}

run "the_dashboard_is_json_with_versions_apart" {
  assert {
    condition     = anytrue([for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : try(strcontains(w.properties.metrics[0][0].expression, "ExecutedVersion"), false)])
    error_message = "One graph has a line for each version."
  }
  assert {
    condition     = length([for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w if w.type == "alarm"]) == 1
    error_message = "The alarms are on top."
  }
}

run "payments_in_staging_has_the_files_defaults" {
  variables {
    service     = "payments"
    environment = "staging"
  }
  assert {
    condition     = output.canary_percentages == tolist([100]) && output.rollback_error_threshold.rate == 2 && output.smoke_endpoints == []
    error_message = "Blue-green is one step; 2 % errors; no smoke tests."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.gauge["latency"].threshold == 1000 && aws_cloudwatch_event_target.warm_up[0].input == "{}"
    error_message = "Slow is above a second, and {} is the health payload."
  }
}
