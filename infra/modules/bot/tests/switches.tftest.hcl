# Each switch does what it says, and takes back what it costs.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  config    = "../../../docs/examples/slipway.yaml"
  image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}

run "secrets_in_parameter_store_hold_no_value_of_ours" {
  variables { secrets = "ssm" }
  assert {
    condition     = length(aws_secretsmanager_secret.this) == 0 && [for p in aws_ssm_parameter.this : "${p.name} ${p.type}"] == ["/slipway/front SecureString", "/slipway/worker SecureString"]
    error_message = "The secrets are not two SecureStrings."
  }
  assert {
    condition     = local.secret_refs == { front = "ssm:/slipway/front", worker = "ssm:/slipway/worker" } && output.secret_names.front == "/slipway/front"
    error_message = "The functions are not told where the secrets are."
  }
  assert {
    condition     = strcontains(local.front_policy, "ssm:GetParameter") && !strcontains(local.front_policy, "secretsmanager")
    error_message = "The front may not read its parameter."
  }
}

run "another_key_does_not_empty_a_parameter" {
  variables {
    secrets     = "ssm"
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1"
  }
  assert {
    condition     = alltrue([for p in aws_ssm_parameter.this : p.key_id != var.kms_key_arn])
    error_message = "The provider would put the parameter in anew, without the value that it does not know."
  }
}

run "zips_need_no_image" {
  variables {
    package    = "zip"
    image_uri  = null
    zip_folder = "tests/testdata/zips"
  }
  assert {
    condition     = local.code.package == "zip"
    error_message = "The functions are no zips."
  }
}

run "a_web_acl_is_put_before_the_stage" {
  variables {
    associate_waf = true
    web_acl_arn   = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shared/1"
  }
  assert {
    condition     = aws_wafv2_web_acl_association.this[0].resource_arn == aws_api_gateway_stage.this.arn && aws_wafv2_web_acl_association.this[0].web_acl_arn == var.web_acl_arn
    error_message = "The stage is not behind the web ACL."
  }
  assert {
    condition     = strcontains(aws_cloudwatch_dashboard.this["traffic"].dashboard_body, "\"WebACL\",\"shared\"")
    error_message = "The dashboard does not show the web ACL."
  }
}

run "without_a_web_acl_there_is_none" {
  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 0 && !strcontains(aws_cloudwatch_dashboard.this["traffic"].dashboard_body, "AWS/WAFV2")
    error_message = "There is a web ACL that nobody asked for."
  }
}

run "no_warm_up_no_rule" {
  variables { warm_up = false }
  assert {
    condition     = length(aws_cloudwatch_event_rule.warm_up) + length(aws_cloudwatch_event_target.warm_up) + length(aws_lambda_permission.warm_up) == 0
    error_message = "Something is left of the warm-up."
  }
}

run "an_account_that_can_reserve_nothing_reserves_nothing" {
  variables { reserved_concurrency = null }
  assert {
    condition     = local.tickers == 10
    error_message = "The tickers' share of the control plane is not that of ten."
  }
}

run "no_tracing_no_right_to_trace" {
  variables { tracing = "off" }
  assert {
    condition     = !aws_api_gateway_stage.this.xray_tracing_enabled && !aws_sfn_state_machine.this.tracing_configuration[0].enabled && !strcontains(aws_iam_role_policy.state_machine.policy, "xray")
    error_message = "Something is traced, or may be."
  }
  assert {
    condition     = !contains(keys(local.who_knows_rollouts), "SLIPWAY_TRACES")
    error_message = "Worker and ticker are told to trace."
  }
}

run "no_dashboards_none_to_pay" {
  variables { dashboards = false }
  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0
    error_message = "There are dashboards that nobody asked for."
  }
}

run "a_customer_key_encrypts_everything_and_the_roles_may_use_it" {
  variables { kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  assert {
    condition     = alltrue([for k in concat([for q in aws_sqs_queue.this : q.kms_master_key_id], [aws_sqs_queue.dead.kms_master_key_id, aws_sns_topic.alerts.kms_master_key_id, aws_dynamodb_table.this.server_side_encryption[0].kms_key_arn, aws_cloudwatch_log_group.api.kms_key_id, aws_secretsmanager_secret.this["front"].kms_key_id]) : k == var.kms_key_arn])
    error_message = "Something is encrypted by another key."
  }
  assert {
    condition     = alltrue([for p in [local.front_policy, local.worker_policy, local.ticker_policy, aws_iam_role_policy.state_machine.policy] : strcontains(p, "kms:GenerateDataKey") && strcontains(p, var.kms_key_arn)])
    error_message = "A role may not use the key."
  }
}

run "the_worker_knows_which_switches_cost_something" {
  variables {
    tracing = "off"
    secrets = "ssm"
  }
  assert {
    condition     = local.switches == tolist(["warm_up", "dashboards", "image"])
    error_message = "The daily summary would tell of another cost."
  }
}

run "drills_begin_by_the_clock" {
  variables {
    drills   = [{ service = "checkout", environment = "staging", schedule = "cron(0 10 ? * TUE *)" }]
    timezone = "America/New_York"
  }
  assert {
    condition     = jsondecode(aws_scheduler_schedule.this["slipway-drill-staging-checkout"].target[0].input) == { do = "drill", service = "checkout", environment = "staging" }
    error_message = "The drill is not the event that the worker knows."
  }
  assert {
    condition     = aws_scheduler_schedule.this["slipway-drill-staging-checkout"].schedule_expression_timezone == "America/New_York"
    error_message = "The drill begins by another clock."
  }
}

run "archives_and_foreign_images_need_rights_of_their_own" {
  variables { config = "tests/testdata/archives.yaml" }
  assert {
    condition     = strcontains(local.ticker_policy, "arn:${local.partition}:s3:::acme-builds/search/*") && strcontains(local.ticker_policy, "s3:ListBucket")
    error_message = "The ticker may not look at the archives."
  }
  assert {
    condition     = strcontains(local.ticker_policy, "ecr:BatchGetImage") && !strcontains(local.worker_policy, "ecr:BatchGetImage")
    error_message = "The ticker may not have Lambda take an image of another account, or the worker may."
  }
  assert {
    condition     = length(aws_cloudwatch_event_rule.alarms) == 0 && !strcontains(local.worker_policy, "logs:FilterLogEvents")
    error_message = "Without `alarms` in slipway.yaml the worker listens, or reads logs."
  }
}

run "roles_in_other_accounts_may_be_assumed_by_worker_and_ticker_alone" {
  variables { account_role_arns = ["arn:aws:iam::222222222222:role/slipway-account"] }
  assert {
    condition     = alltrue([for p in [local.worker_policy, local.ticker_policy] : strcontains(p, "sts:TagSession")]) && !strcontains(local.front_policy, "sts:")
    error_message = "Worker or ticker may not act elsewhere, or the front may."
  }
  assert {
    condition     = strcontains(aws_iam_role_policy.state_machine.policy, ":222222222222:function:*") && !strcontains(aws_iam_role_policy.state_machine.policy, "sts:")
    error_message = "The last resort may not put back what is in the other account, although its functions let it."
  }
}
