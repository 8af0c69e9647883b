# Each bad input fails with its sentence, before anything is made.
mock_provider "aws" {}

variables {
  name = "slipway"
}

run "a_name_with_a_space_is_refused" {
  command = plan

  variables {
    name = "my waf"
  }

  expect_failures = [var.name]
}

run "an_unknown_mode_is_refused" {
  command = plan

  variables {
    mode = "off"
  }

  expect_failures = [var.mode]
}

run "a_rate_that_AWS_refuses_is_refused" {
  command = plan

  variables {
    rate_limit = 5
  }

  expect_failures = [var.rate_limit]
}

run "no_countries_is_refused" {
  command = plan

  variables {
    counted_countries = []
  }

  expect_failures = [var.counted_countries]
}

run "a_country_by_its_name_is_refused" {
  command = plan

  variables {
    counted_countries = ["Korea"]
  }

  expect_failures = [var.counted_countries]
}

run "a_body_larger_than_can_be_seen_is_refused" {
  command = plan

  variables {
    body_limit = 16385
  }

  expect_failures = [var.body_limit]
}

run "a_retention_that_CloudWatch_has_not_is_refused" {
  command = plan

  variables {
    retention_days = 45
  }

  expect_failures = [var.retention_days]
}

run "a_key_that_is_none_is_refused" {
  command = plan

  variables {
    kms_key_arn = "alias/mine"
  }

  expect_failures = [var.kms_key_arn]
}

run "a_signed_path_that_is_a_pattern_is_refused" {
  command = plan

  variables {
    signed_paths = ["/slack/.*"]
  }

  expect_failures = [var.signed_paths]
}

run "a_host_with_its_scheme_is_refused" {
  command = plan

  variables {
    signed_hosts = ["https://bot.example.com"]
  }

  expect_failures = [var.signed_hosts]
}

run "a_stage_with_a_slash_is_refused" {
  command = plan

  variables {
    stage = "/live"
  }

  expect_failures = [var.stage]
}
