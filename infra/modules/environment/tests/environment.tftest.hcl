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
  environment = "prod"
  config      = "tests/slipway.yaml"
  services    = { checkout = { initial_image = "abc" } }
}

run "an_environment_without_the_bot_has_its_services_behind_one_firewall" {
  command = plan

  assert {
    condition     = output.bot == null && keys(output.services) == ["checkout"] && output.services.checkout.function_name == "checkout-prod"
    error_message = "It is not what was asked for."
  }

  assert {
    condition     = length(module.waf) == 1
    error_message = "prod has no web ACL."
  }

  assert {
    condition     = !contains(module.waf[0].metric_names, "signed")
    error_message = "Without the bot, nobody checks the signatures of what is excepted."
  }
}

run "the_bot_is_where_it_was_asked_for" {
  command = plan

  variables {
    bot = { image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = output.bot.table_name == "slipway" && output.bot.secret_names == { front = "slipway/front", worker = "slipway/worker" }
    error_message = "The bot's parts have other names than those that roles and documents know."
  }

  assert {
    condition     = contains(module.waf[0].metric_names, "signed")
    error_message = "What Slack and GitHub send to the bot would be blocked."
  }
}

run "a_new_account_reserves_nothing" {
  command = plan

  variables {
    bot = {
      image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:0000000000000000000000000000000000000000000000000000000000000000"

      reserved_concurrency = null
    }
  }

  assert {
    condition     = local.bot.reserved_concurrency == null
    error_message = "Something is set aside where nothing can be."
  }
}

run "dev_is_an_environment_like_the_others" {
  command = plan
  variables { environment = "dev" }

  assert {
    condition     = output.services.checkout.function_name == "checkout-dev"
    error_message = "dev is not built from slipway.yaml."
  }
}

run "off_is_off" {
  command = plan
  variables { waf = "off" }

  assert {
    condition     = length(module.waf) == 0 && output.web_acl_arn == null
    error_message = "A web ACL is paid for that nobody wanted."
  }
}

run "one_firewall_is_shared" {
  command = plan
  variables { web_acl_arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/slipway-prod/1" }

  assert {
    condition     = length(module.waf) == 0 && output.web_acl_arn == var.web_acl_arn
    error_message = "There are two web ACLs where one was to be shared."
  }
}

run "roles_are_bounded_and_trust_what_bootstrap_has_made" {
  command = plan

  variables {
    environment = "staging"
    workflows   = { commit = "0123456789abcdef0123456789abcdef01234567" }
  }

  assert {
    condition     = local.boundary == "arn:aws:iam::123456789012:policy/bootstrap/slipway-boundary"
    error_message = "The apply role of bootstrap could not make these roles."
  }

  assert {
    condition = local.workflow == {
      commit            = "0123456789abcdef0123456789abcdef01234567"
      repository        = null # the module has it
      oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
      table_arn         = "arn:aws:dynamodb:eu-west-1:123456789012:table/slipway"
      queue_arn         = "arn:aws:sqs:eu-west-1:123456789012:slipway-jobs.fifo"
      state_machine_arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:slipway-rollout"
    }
    error_message = "The roles of slipway release may use something that is not the bot's."
  }
}

run "without_bootstrap_there_is_no_boundary" {
  command = plan
  variables { permissions_boundary = false }

  assert {
    condition     = local.boundary == null
    error_message = "Roles would name a policy that is not there."
  }
}

run "there_is_no_environment_of_another_name" {
  command = plan
  variables {
    environment = "production"
    services    = {}
  }
  expect_failures = [var.environment]
}

run "an_environment_has_to_be_in_slipway_yaml" {
  command = plan
  variables {
    environment = "dev"
    config      = "../../../docs/examples/slipway.yaml"
    services    = {}
  }
  expect_failures = [var.environment]
}

run "a_service_has_to_be_in_slipway_yaml" {
  command = plan
  variables { services = { chekout = { initial_image = "abc" } } }
  expect_failures = [var.services]
}

run "a_firewall_is_off_counts_or_blocks" {
  command = plan
  variables { waf = "on" }
  expect_failures = [var.waf]
}

run "a_firewall_is_not_off_and_shared" {
  command = plan
  variables {
    waf         = "off"
    web_acl_arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/slipway-prod/1"
  }
  expect_failures = [var.web_acl_arn]
}

run "a_config_has_to_be_there" {
  command = plan
  variables {
    config   = "nowhere.yaml"
    services = {}
  }
  expect_failures = [var.config]
}
