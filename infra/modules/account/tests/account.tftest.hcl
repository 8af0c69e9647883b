mock_provider "aws" {
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }

  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
}

variables {
  bot_role_arns = ["arn:aws:iam::123456789012:role/slipway-worker", "arn:aws:iam::123456789012:role/slipway-ticker"]
  external_id   = "0a1b2c3d-acme"
}

run "only_the_bot_is_let_in_and_only_with_its_id" {
  command = plan

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role.bot.assume_role_policy).Statement :
      tolist(s.Condition.ArnEquals["aws:PrincipalArn"]) == var.bot_role_arns && s.Principal.AWS == ["arn:aws:iam::123456789012:root"]
    ])
    error_message = "Somebody else of the bot's account is let in."
  }

  assert {
    condition     = jsondecode(aws_iam_role.bot.assume_role_policy).Statement[0].Condition.StringEquals["sts:ExternalId"] == "0a1b2c3d-acme"
    error_message = "It is let in without its id."
  }

  assert {
    condition     = jsondecode(aws_iam_role.bot.assume_role_policy).Statement[1].Condition["ForAllValues:StringEquals"]["aws:TagKeys"] == ["slipway:environment", "slipway:function"]
    error_message = "A session may have other tags than those that are agreed."
  }
}

run "only_functions_with_the_tag_are_changed" {
  command = plan

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.bot.policy).Statement :
      try(s.Condition.StringEquals["aws:ResourceTag/slipway:managed"], "") == "true"
      if anytrue([for action in s.Action : startswith(action, "lambda:")]) && s.Resource != ["*"]
    ])
    error_message = "A function without the tag slipway:managed could be changed."
  }

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.bot.policy).Statement :
      alltrue([for action in s.Action : can(regex(":(Describe|Get|List)|^logs:StopQuery$", action))]) if s.Resource == ["*"]
    ])
    error_message = "Something of everything may be changed."
  }

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.bot.policy).Statement :
      s.Resource == ["arn:aws:lambda:eu-west-1:222222222222:function:*:*"] if length(setintersection(s.Action, ["lambda:DeleteFunction", "lambda:InvokeFunction"])) > 0
    ])
    error_message = "A whole function could be deleted, or called past its versions."
  }
}

run "images_come_from_home" {
  command = plan

  assert {
    condition = anytrue([for s in jsondecode(aws_iam_role_policy.bot.policy).Statement :
      s.Sid == "Images" && s.Resource == ["arn:aws:ecr:*:123456789012:repository/*"]
    ])
    error_message = "It may not read the bot's images, or may read others."
  }
}

run "archives_are_read_where_they_are_named" {
  command = plan
  variables { archive_arns = ["arn:aws:s3:::acme/checkout/*"] }

  assert {
    condition     = anytrue([for s in jsondecode(aws_iam_role_policy.bot.policy).Statement : s.Action == ["s3:GetObject"] && s.Resource == ["arn:aws:s3:::acme/checkout/*"]])
    error_message = "An archive could not be read."
  }
}

run "a_whole_account_is_no_role" {
  command = plan
  variables { bot_role_arns = ["arn:aws:iam::123456789012:root"] }
  expect_failures = [var.bot_role_arns]
}

run "a_pattern_is_no_role" {
  command = plan
  variables { bot_role_arns = ["arn:aws:iam::123456789012:role/slipway-*"] }
  expect_failures = [var.bot_role_arns]
}

run "nobody_is_no_role" {
  command = plan
  variables { bot_role_arns = [] }
  expect_failures = [var.bot_role_arns]
}

run "an_id_is_not_empty" {
  command = plan
  variables { external_id = "acme" }
  expect_failures = [var.external_id]
}

run "the_role_has_a_name_that_the_bot_may_assume" {
  command = plan
  variables { name = "admin" }
  expect_failures = [var.name]
}
