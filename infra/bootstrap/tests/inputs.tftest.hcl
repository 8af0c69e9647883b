mock_provider "aws" {}

variables {
  account_id = "123456789012"
  region     = "eu-west-1"
  config     = "../../docs/examples/slipway.yaml"
  repository = "acme/slipway"
}

run "an_account_is_twelve_digits" {
  command = plan
  variables { account_id = "acme" }
  expect_failures = [var.account_id]
}

run "a_region_is_a_name_of_aws" {
  command = plan
  variables { region = "Ireland" }
  expect_failures = [var.region]
}

run "a_config_has_to_be_there" {
  command = plan
  variables { config = "nowhere.yaml" }
  expect_failures = [var.config]
}

run "a_repository_is_no_pattern" {
  command = plan
  variables { repository = "acme/*" }
  expect_failures = [var.repository]
}

run "there_is_no_fourth_environment" {
  command = plan
  variables { environments = ["qa"] }
  expect_failures = [var.environments]
}

run "a_branch_is_no_commit" {
  command = plan
  variables { workflows = { commits = ["main"] } }
  expect_failures = [var.workflows]
}

run "secrets_are_in_one_of_two_places" {
  command = plan
  variables { secrets = "vault" }
  expect_failures = [var.secrets]
}

run "a_budget_tells_somebody" {
  command = plan
  variables { budget = { monthly_usd = 20, emails = [] } }
  expect_failures = [var.budget]
}

run "the_boundary_lets_nobody_raise_itself" {
  command = plan
  variables { boundary_actions = ["lambda:*", "iam:PassRole"] }
  expect_failures = [var.boundary_actions]
}

run "a_name_too_long_for_a_role_is_told" {
  command = plan
  variables {
    config    = "tests/long.yaml"
    workflows = { commits = ["0123456789abcdef0123456789abcdef01234567"] }
  }
  expect_failures = [aws_iam_role.github]
}

run "a_misspelt_name_of_the_workflows_is_refused" {
  command = plan
  variables { workflows = { commit = "0123456789abcdef0123456789abcdef01234567" } }
  expect_failures = [var.workflows]
}

run "the_boundary_lets_nobody_change_functions" {
  command = plan
  variables { boundary_actions = ["lambda:*"] }
  expect_failures = [var.boundary_actions]
}
