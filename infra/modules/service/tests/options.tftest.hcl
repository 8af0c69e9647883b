# What can be chosen, and what follows from it.
mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  config        = "tests/fixtures/slipway.yaml"
  service       = "checkout"
  environment   = "custom"
  initial_image = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  workflow = {
    oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    commit            = "0123456789abcdef0123456789abcdef01234567"
    table_arn         = "arn:aws:dynamodb:eu-west-1:123456789012:table/slipway"
    queue_arn         = "arn:aws:sqs:eu-west-1:123456789012:slipway-jobs.fifo"
    state_machine_arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:slipway-rollout"
  }
}

run "names_times_and_weights_of_the_file_hold" {
  assert {
    condition     = output.function_name == "shop_checkout" && aws_cloudwatch_metric_alarm.rate["errors"].alarm_name == "shop_checkout-errors"
    error_message = "The function is called what the file calls it."
  }
  assert {
    condition     = output.canary_percentages == tolist([0.5, 5, 99.9, 100])
    error_message = "The steps are the file's, and then 100 %."
  }
  assert {
    condition     = output.health_timeout == 60 && aws_cloudwatch_metric_alarm.gauge["latency"].threshold == 90000
    error_message = "1m is 60 seconds, the environment's before the service's; 1m30s are 90,000 ms."
  }
  assert {
    condition     = output.rollback_error_threshold == { rate = 0.1, per_minute = 0 }
    error_message = "0.1 %, and no tripwire."
  }
  assert {
    condition     = [for s in output.smoke_endpoints : s.path] == ["/health"]
    error_message = "A smoke test of another environment is not tried here."
  }
  assert {
    condition     = endswith(aws_lambda_function.this.image_uri, "acme/checkout@sha256:0000000000000000000000000000000000000000000000000000000000000000")
    error_message = "A digest comes after an @."
  }
}

run "linear_steps_and_an_environments_own_smoke_test" {
  variables { environment = "linear" }
  assert {
    condition     = output.canary_percentages == tolist([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    error_message = "Linear10Percent… brings its own steps."
  }
  assert {
    condition     = [for s in output.smoke_endpoints : s.status] == [200, 418] && output.health_timeout == 20
    error_message = "Linear has both smoke tests, and the service's health time-out."
  }
}

run "a_preset_canary_has_one_step" {
  variables { environment = "preset" }
  assert {
    condition     = output.canary_percentages == tolist([10, 100])
    error_message = "Canary10Percent… is 10 % and then all."
  }
}

run "all_at_once_has_none" {
  variables { environment = "at-once" }
  assert {
    condition     = output.canary_percentages == tolist([100])
    error_message = "AllAtOnce is all."
  }
}

run "the_workflows_role_is_for_one_function_and_one_environment" {
  assert {
    condition = jsondecode(aws_iam_role.workflow[0].assume_role_policy).Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"] == [
      "repo:acme/checkout:environment:custom", "repo:acme/checkout:environment:custom-rollback",
      "repo:acme@*/checkout@*:environment:custom", "repo:acme@*/checkout@*:environment:custom-rollback",
    ]
    error_message = "It trusts two of GitHub's environments of one repository."
  }
  assert {
    condition = jsondecode(aws_iam_role.workflow[0].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:job_workflow_ref"] == [
      "slipway-dev/slipway/.github/workflows/build-and-deploy.yml@0123456789abcdef0123456789abcdef01234567",
      "slipway-dev/slipway/.github/workflows/rollback.yml@0123456789abcdef0123456789abcdef01234567",
    ]
    error_message = "It trusts two workflows at one commit."
  }
  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.workflow[0].policy).Statement :
      alltrue([for on in s.Resource : startswith(on, aws_lambda_function.this.arn)]) if anytrue([for a in s.Action : startswith(a, "lambda:")])
    ])
    error_message = "It may change this function, and no other."
  }
  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.workflow[0].policy).Statement :
      s.Resource == ["${aws_lambda_function.this.arn}:*"] if contains(s.Action, "lambda:DeleteFunction")
    ])
    error_message = "It may delete versions, never the function."
  }
  assert {
    condition     = strcontains(aws_iam_role_policy.workflow[0].policy, "arn:aws:ecr:eu-west-1:123456789012:repository/acme/checkout") && strcontains(aws_iam_role_policy.workflow[0].policy, "execution:slipway-rollout:*")
    error_message = "It may look at the service's images, and at the state machine's executions."
  }
}

run "no_workflows_in_the_file_no_role" {
  variables { environment = "linear" }
  assert {
    condition     = length(aws_iam_role.workflow) == 0 && output.workflow_role_arn == null
    error_message = "The environment has to say `workflows: true`."
  }
}

run "another_first_image_changes_nothing" {
  variables { initial_image = "latest" }
  assert {
    condition     = strcontains(aws_lambda_function.this.image_uri, "@sha256:0000")
    error_message = "After the first apply the code is the deploys' business."
  }
}

run "an_archive_in_a_bucket" {
  state_key = "archive" # a function of its own: what was made as an image stays one
  variables {
    service        = "reports"
    package        = "zip"
    initial_object = "first.zip"
  }
  assert {
    condition     = aws_lambda_function.this.s3_bucket == "acme-builds" && aws_lambda_function.this.s3_key == "reports/first.zip" && aws_lambda_function.this.image_uri == null
    error_message = "The archive is below the artifact's prefix."
  }
  assert {
    condition     = aws_lambda_function.this.handler == "bootstrap" && aws_lambda_function.this.package_type == "Zip"
    error_message = "An archive has a runtime and a handler."
  }
  assert {
    condition     = strcontains(aws_iam_role_policy.workflow[0].policy, "arn:aws:s3:::acme-builds/reports/*") && !strcontains(aws_iam_role_policy.workflow[0].policy, "ecr:")
    error_message = "The workflow reads the service's archives, and no images."
  }
}

run "without_what_costs_and_without_an_api" {
  variables {
    api          = null
    timeout      = 900
    dead_letters = false
    warm_up      = false
    tracing      = false
    dashboards   = false
  }
  assert {
    condition     = output.url == null && output.alarm_names == tolist(["shop_checkout-concurrency", "shop_checkout-duration", "shop_checkout-errors", "shop_checkout-throttles"])
    error_message = "What has no API has no alarms about one."
  }
  assert {
    condition     = length(jsondecode(aws_iam_role_policy.function.policy).Statement) == 1 && aws_lambda_function.this.tracing_config[0].mode == "PassThrough"
    error_message = "It may write its log, and that is all."
  }
  assert {
    condition     = length(aws_cloudwatch_event_rule.warm_up) + length(aws_cloudwatch_dashboard.this) + length(aws_api_gateway_stage.this) + length(aws_sqs_queue.dead) == 0
    error_message = "What is off is not made."
  }
}

run "open_behind_a_web_acl_with_a_stream_and_limits_of_its_own" {
  variables {
    api                     = { api_key = false, rate = 5, burst = 7 }
    associate_waf           = true
    web_acl_arn             = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/slipway/1"
    event_source_alarm      = true
    reserved_concurrency    = 50
    alarm_actions_topic_arn = "arn:aws:sns:eu-west-1:123456789012:slipway-alerts"
    own_topic               = false
    thresholds              = { errors = 3, latency = 250, iterator_age = 10 }
  }
  assert {
    condition     = length(aws_api_gateway_usage_plan.this) == 0 && jsondecode(aws_api_gateway_rest_api.this[0].body).paths["/"].x-amazon-apigateway-any-method.security == []
    error_message = "Without API keys nobody is asked for one."
  }
  assert {
    condition     = aws_wafv2_web_acl_association.this[0].resource_arn == aws_api_gateway_stage.this[0].arn && aws_api_gateway_method_settings.this[0].settings[0].throttling_rate_limit == 5
    error_message = "The web ACL and the throttle are the stage's."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.gauge["iterator-age"].threshold == 10000 && aws_cloudwatch_metric_alarm.gauge["iterator-age"].treat_missing_data == "ignore"
    error_message = "Behind is 10 s; a reader that stopped is not well."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.gauge["concurrency"].threshold == 40 && aws_cloudwatch_metric_alarm.rate["errors"].threshold == 3 && aws_cloudwatch_metric_alarm.gauge["latency"].threshold == 250
    error_message = "Limits given here win, and reserved concurrency is the most there is."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.rate["5xx"].alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:slipway-alerts"]) && length(aws_sns_topic.alerts) == 0
    error_message = "The alarms tell the topic that was given."
  }
}

run "secrets_by_name_and_by_arn_are_what_its_role_reads" {
  variables {
    secret_arns = ["checkout/database", "/checkout/token", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:pay-AbCdEf"]
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1"
    policies    = ["{\"Version\": \"2012-10-17\", \"Statement\": []}"]
  }
  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if contains(s.Action, "secretsmanager:GetSecretValue")] == [[
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:checkout/database-??????", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:pay-AbCdEf",
    ]]
    error_message = "Names become ARNs."
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if contains(s.Action, "ssm:GetParameter")] == [["arn:aws:ssm:eu-west-1:123456789012:parameter/checkout/token"]]
    error_message = "What begins with / is a parameter."
  }
  assert {
    condition     = aws_sqs_queue.dead[0].kms_master_key_id == var.kms_key_arn && aws_sns_topic.alerts[0].kms_master_key_id == var.kms_key_arn && aws_cloudwatch_log_group.function.kms_key_id == var.kms_key_arn
    error_message = "Everything is encrypted with the given key."
  }
  assert {
    condition     = length(aws_iam_role_policy.more) == 1
    error_message = "What it may do besides is added."
  }
}

run "a_bot_of_this_account_needs_no_permission_on_the_function" {
  assert {
    condition     = length(aws_lambda_permission.last_resort) == 0
    error_message = "Nobody of another account is let in where nobody is named."
  }
}

run "the_last_resort_of_another_account_may_read_and_move_aliases_and_nothing_else" {
  variables { last_resort_role_arn = "arn:aws:iam::111111111111:role/slipway-rollout" }
  assert {
    condition     = toset([for p in aws_lambda_permission.last_resort : p.action]) == toset(["lambda:GetAlias", "lambda:UpdateAlias"])
    error_message = "It reads the alias and puts it back; it needs no more."
  }
  assert {
    condition     = alltrue([for p in aws_lambda_permission.last_resort : p.principal == "arn:aws:iam::111111111111:role/slipway-rollout" && p.qualifier == null && p.function_name == "shop_checkout"])
    error_message = "It is one role that is let in, to the function whose aliases they are."
  }
}
