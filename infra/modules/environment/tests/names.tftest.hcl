# What can be said; ../named has what becomes of other names.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
}

variables {
  environment = "staging"
  config      = "tests/slipway.yaml"
  services    = {}
}

run "every_input_of_the_modules_can_be_said_or_is_the_environments" {
  command = plan

  assert {
    condition = toset(flatten([for path in fileset("../bot", "variables*.tf") : regexall("(?m)^variable \"([a-z_]+)\"", file("../bot/${path}"))])) == toset(concat(
      [for name in local.bot_takes : name if !strcontains(name, ".")],
      ["alert_emails", "associate_waf", "config", "environment", "kms_key_arn", "name", "permissions_boundary_arn", "retention_days", "tags", "web_acl_arn"],
    ))
    error_message = "Module bot takes something else than names.tf says."
  }

  assert {
    condition = toset(flatten([for path in fileset("../service", "variables*.tf") : regexall("(?m)^variable \"([a-z_]+)\"", file("../service/${path}"))])) == toset(concat(
      [for name in local.service_takes : name if !strcontains(name, ".")],
      ["alert_emails", "associate_waf", "config", "environment", "kms_key_arn", "permissions_boundary_arn", "retention_days", "service", "tags", "web_acl_arn", "workflow"],
    ))
    error_message = "Module service takes something else than names.tf says."
  }
}

run "all_that_can_be_said_is_taken" {
  command = plan

  variables {
    environment = "prod"
    bot = {
      image_uri            = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      memory               = { worker = 1024 }
      drills               = [{ service = "checkout", environment = "staging", schedule = "rate(7 days)" }]
      reserved_concurrency = { front = 5, worker = 20 }
      throttle             = { rate = 10, burst = 20 }
      alarm_topic_arns     = ["arn:aws:sns:eu-west-1:123456789012:alarms"]
    }
    services = {
      checkout = { initial_image = "abc", variables = { STOCK_URL = "https://stock.example.com" }, api = { quota = { limit = 5, period = "WEEK" } }, thresholds = { least = 5 } }
      payments = { initial_image = "abc", api = null, timeout = 60 }
    }
  }

  assert {
    condition     = local.services.payments.api == null && local.services.checkout.api.quota.period == "WEEK" && local.bot.memory.worker == 1024
    error_message = "Something that was said was lost."
  }
}

run "a_branch_is_no_commit" {
  command = plan
  variables { workflows = { commit = "main" } }
  expect_failures = [var.workflows]
}

run "workflows_are_refused_where_the_bot_is_in_another_account" {
  command = plan
  variables {
    config    = "tests/accounts.yaml"
    workflows = { commit = "0123456789abcdef0123456789abcdef01234567" }
  }
  expect_failures = [var.workflows]
}

run "the_bot_has_the_firewall_of_its_own_environment" {
  command = plan
  variables {
    bot         = { image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    web_acl_arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/slipway-dev/1"
  }
  expect_failures = [var.web_acl_arn]
}
