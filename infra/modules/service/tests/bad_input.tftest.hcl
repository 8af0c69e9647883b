# Variables that fail the plan, each with a sentence that says what to do.
mock_provider "aws" {}

variables {
  config        = "tests/fixtures/slipway.yaml"
  service       = "checkout"
  environment   = "linear"
  initial_image = "0123456789abcdef0123456789abcdef01234567"
}

run "a_time_out_longer_than_api_gateways" {
  command = plan
  variables {
    timeout = 30
  }
  expect_failures = [var.timeout]
}

run "a_time_out_longer_than_lambdas" {
  command = plan
  variables {
    timeout = 901
    api     = null
  }
  expect_failures = [var.timeout]
}

run "a_secret_without_a_name" {
  command = plan
  variables {
    secret_arns = [""]
  }
  expect_failures = [var.secret_arns]
}

run "a_pattern_of_secrets" {
  command = plan
  variables {
    secret_arns = ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:*"]
  }
  expect_failures = [var.secret_arns]
}

run "no_first_image" {
  command = plan
  variables {
    initial_image = null
  }
  expect_failures = [var.initial_image]
}

run "an_image_by_its_whole_address" {
  command = plan
  variables {
    initial_image = "example.com/checkout:latest"
  }
  expect_failures = [var.initial_image]
}

run "no_first_archive" {
  command = plan
  variables {
    service = "reports"
    package = "zip"
  }
  expect_failures = [var.initial_object]
}

run "a_package_that_lambda_has_not" {
  command = plan
  variables {
    package = "jar"
  }
  expect_failures = [var.package]
}

run "an_architecture_that_lambda_has_not" {
  command = plan
  variables {
    architecture = "amd64"
  }
  expect_failures = [var.architecture]
}

run "too_little_memory" {
  command = plan
  variables {
    memory = 64
  }
  expect_failures = [var.memory]
}

run "a_policy_that_is_none" {
  command = plan
  variables {
    policies = ["s3:*"]
  }
  expect_failures = [var.policies]
}

run "no_concurrency" {
  command = plan
  variables {
    reserved_concurrency = 0
  }
  expect_failures = [var.reserved_concurrency]
}

run "a_throttle_that_lets_nobody_in" {
  command = plan
  variables {
    api = { rate = 0 }
  }
  expect_failures = [var.api]
}

run "a_quota_by_the_hour" {
  command = plan
  variables {
    api = { quota = { limit = 10, period = "HOUR" } }
  }
  expect_failures = [var.api]
}

run "a_quota_without_keys" {
  command = plan
  variables {
    api = { api_key = false, quota = { limit = 10 } }
  }
  expect_failures = [var.api]
}

run "a_web_acl_that_is_not_there" {
  command = plan
  variables {
    associate_waf = true
  }
  expect_failures = [var.associate_waf]
}

run "logs_for_a_number_of_days_that_cloudwatch_has_not" {
  command = plan
  variables {
    retention_days = 31
  }
  expect_failures = [var.retention_days]
}

run "alarms_that_nobody_hears" {
  command = plan
  variables {
    own_topic = false
  }
  expect_failures = [var.own_topic]
}

run "e_mails_of_no_topic" {
  command = plan
  variables {
    own_topic               = false
    alarm_actions_topic_arn = "arn:aws:sns:eu-west-1:123456789012:a"
    alert_emails            = ["ana@example.com"]
  }
  expect_failures = [var.alert_emails]
}

run "an_alarm_that_is_always_red" {
  command = plan
  variables {
    thresholds = { client_errors = 0 }
  }
  expect_failures = [var.thresholds]
}

run "workflows_at_a_branch" {
  command = plan
  variables {
    workflow = { commit = "main", oidc_provider_arn = "a", table_arn = "a", queue_arn = "a", state_machine_arn = "a" }
  }
  expect_failures = [var.workflow]
}

run "a_whole_account_as_the_last_resort" {
  command = plan
  variables {
    last_resort_role_arn = "arn:aws:iam::111111111111:root"
  }
  expect_failures = [var.last_resort_role_arn]
}
