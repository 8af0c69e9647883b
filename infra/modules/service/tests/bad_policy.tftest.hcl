# Mistakes in slipway.yaml, and what does not fit to it, fail the plan, each with a sentence that says what to do.
mock_provider "aws" {}

variables {
  config        = "tests/fixtures/slipway.yaml"
  service       = "checkout"
  environment   = "linear"
  initial_image = "0123456789abcdef0123456789abcdef01234567"
}

run "an_unknown_environment" {
  command = plan
  variables {
    environment = "production"
  }
  expect_failures = [var.environment]
}

run "an_unknown_service" {
  command = plan
  variables {
    service = "chekout"
  }
  expect_failures = [var.service]
}

run "no_such_file" {
  command = plan
  variables {
    config = "tests/fixtures/nowhere.yaml"
  }
  expect_failures = [var.config]
}

run "weights_that_fall" {
  command = plan
  variables {
    environment = "falling"
  }
  expect_failures = [output.canary_percentages]
}

run "weights_that_stay" {
  command = plan
  variables {
    environment = "equal"
  }
  expect_failures = [output.canary_percentages]
}

run "a_weight_of_100" {
  command = plan
  variables {
    environment = "whole"
  }
  expect_failures = [output.canary_percentages]
}

run "a_weight_above_100" {
  command = plan
  variables {
    environment = "beyond"
  }
  expect_failures = [output.canary_percentages]
}

run "a_weight_of_nothing" {
  command = plan
  variables {
    environment = "nothing"
  }
  expect_failures = [output.canary_percentages]
}

run "an_error_limit_that_is_none" {
  command = plan
  variables {
    environment = "careless"
  }
  expect_failures = [output.rollback_error_threshold]
}

run "a_health_check_that_takes_too_long_a_smoke_test_that_is_no_path_and_no_payload" {
  command = plan
  variables {
    service     = "broken"
    environment = "preset"
  }
  expect_failures = [output.health_timeout, output.smoke_endpoints, aws_cloudwatch_event_rule.warm_up]
}

run "a_functions_name_with_blanks" {
  command = plan
  variables {
    service     = "broken"
    environment = "custom"
    warm_up     = false
  }
  expect_failures = [aws_lambda_function.this, output.smoke_endpoints]
}

run "a_functions_name_that_is_too_long" {
  command = plan
  variables {
    service     = "broken"
    environment = "linear"
    warm_up     = false
  }
  expect_failures = [aws_lambda_function.this, output.smoke_endpoints, output.health_timeout]
}

run "an_image_where_archives_are" {
  command = plan
  variables {
    service = "reports"
  }
  expect_failures = [aws_lambda_function.this]
}

run "a_service_without_an_artifact" {
  command = plan
  variables {
    service = "nowhere"
  }
  expect_failures = [aws_lambda_function.this]
}

run "a_workflows_role_with_too_long_a_name" {
  command = plan
  variables {
    service     = "a-service-with-a-rather-long-name"
    environment = "environment-with-a-long-name"
    workflow    = { commit = "0123456789abcdef0123456789abcdef01234567", oidc_provider_arn = "a", table_arn = "a", queue_arn = "a", state_machine_arn = "a" }
  }
  expect_failures = [aws_iam_role.workflow]
}
