# Nothing here is applied, not even to the mock: what may not be destroyed would stay.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  account_id        = "123456789012"
  region            = "eu-west-1"
  config            = "../../docs/examples/slipway.yaml"
  repository        = "acme/slipway"
  workflows         = { commits = ["0123456789abcdef0123456789abcdef01234567"] }
  oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
}

run "each_role_trusts_one_repository_and_place" {
  command = plan

  assert {
    condition = alltrue([for role in aws_iam_role.github : alltrue([for s in jsondecode(role.assume_role_policy).Statement :
      s.Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com" &&
      can(regex("^acme/[a-z]+$", s.Condition.StringEquals["token.actions.githubusercontent.com:repository"])) &&
      alltrue([for sub in s.Condition.StringLike["token.actions.githubusercontent.com:sub"] : can(regex("^repo:acme(@\\*)?/[a-z]+(@\\*)?:(environment:[a-z-]+|ref:refs/heads/main)$", sub))])
    ])])
    error_message = "A role trusts a pattern, or nobody in particular."
  }

  assert {
    condition = jsondecode(aws_iam_role.github["apply-prod"].assume_role_policy).Statement[0].Condition == {
      StringEquals = {
        "token.actions.githubusercontent.com:aud"              = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:repository"       = "acme/slipway"
        "token.actions.githubusercontent.com:environment"      = "prod-infra"
        "token.actions.githubusercontent.com:job_workflow_ref" = ["acme/slipway/.github/workflows/terraform.yml@refs/heads/main"]
      }
      StringLike = {
        "token.actions.githubusercontent.com:sub" = ["repo:acme/slipway:environment:prod-infra", "repo:acme@*/slipway@*:environment:prod-infra"]
      }
    }
    error_message = "Who applies to prod is not main's own workflow in prod-infra."
  }

  assert {
    condition     = jsondecode(aws_iam_role.github["build-checkout"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:job_workflow_ref"] == ["slipway-dev/slipway/.github/workflows/build.yml@0123456789abcdef0123456789abcdef01234567"]
    error_message = "Who builds is not build.yml at the commit."
  }
}

run "who_plans_changes_nothing_and_reads_no_secret" {
  command = plan

  assert {
    condition = alltrue([for action in flatten([for s in jsondecode(aws_iam_role_policy.reads["plan-prod"].policy).Statement : s.Action]) :
      can(regex("^[a-z0-9]+:(GET$|Get|List|Describe|Validate)", action)) &&
      !can(regex("GetSecretValue|ssm:GetParameter|dynamodb:(Get|Batch)|logs:Get|sqs:Receive|s3:Get[^O]", action))
    ])
    error_message = "The plan role may do more than look."
  }

  assert {
    condition     = [for name, p in aws_iam_role_policy.reads : name if strcontains(p.policy, "prod/")] == ["apply-prod", "plan-prod"]
    error_message = "Another environment reads the state of prod."
  }
}

run "parameters_are_read_only_where_secrets_are_in_them" {
  command = plan

  variables {
    secrets = "ssm"
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.reads["plan-prod"].policy, "ssm:GetParameter\"")
    error_message = "Terraform could not plan a parameter."
  }
}

run "who_applies_cannot_raise_itself" {
  command = plan

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.apply_roles["prod"].policy).Statement :
      s.Resource == "arn:aws:iam::123456789012:role/slipway-*" || s.Sid == "RolesOfAWS"
    ])
    error_message = "It may touch roles that are not the environments'."
  }

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.apply_roles["prod"].policy).Statement :
      try(s.Condition.StringEquals["iam:PermissionsBoundary"], "") == aws_iam_policy.boundary.arn
      if anytrue([for a in flatten([s.Action]) : can(regex("^iam:(CreateRole|PutRole|AttachRole|DetachRole|DeleteRoleP)", a))])
    ])
    error_message = "It may make a role, or give one rights, without the boundary."
  }

  assert {
    condition = !anytrue([for action in flatten([
      for p in concat(values(aws_iam_role_policy.apply_roles), values(aws_iam_role_policy.apply_changes)) : [for s in jsondecode(p.policy).Statement : s.Action]
    ]) : can(regex("^(\\*|[a-z0-9]+:\\*|iam:.*(Policy|Policies)Version|iam:(Create|Delete)Policy|iam:.*(User|Group|AccessKey|InstanceProfile).*|iam:DeleteRolePermissionsBoundary)$", action))])
    error_message = "It may do anything somewhere, or change the boundary."
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.github : role.path == "/bootstrap/"]) && aws_iam_policy.boundary.path == "/bootstrap/"
    error_message = "Without the path, the names here match those that the apply role may change."
  }

  assert {
    condition     = !anytrue([for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Effect == "Allow" && anytrue([for a in flatten([s.Action]) : can(regex("^(\\*|iam:|organizations:|account:)", a))])])
    error_message = "The boundary bounds nothing."
  }
}

# Of each action, AWS looks at these resources: what is allowed on others is denied.
run "a_firewall_can_be_put_before_a_stage_and_taken_away" {
  command = plan

  assert {
    condition = one([for s in jsondecode(aws_iam_role_policy.apply_changes["prod"].policy).Statement : s.Resource if contains(s.Action, "wafv2:DisassociateWebACL")]) == [
      "arn:aws:apigateway:*::/restapis/*/stages/*", "arn:aws:wafv2:*:123456789012:regional/webacl/*/*",
    ]
    error_message = "DisassociateWebACL is asked of the stage, and AssociateWebACL of the web ACL as well."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.apply_changes["prod"].policy).Statement : s.Resource if contains(s.Action, "sns:Unsubscribe")]) == ["*"]
    error_message = "A subscription has no resource of its own: a destroy would stop at it."
  }
}

run "who_applies_to_one_environment_changes_no_function_of_another" {
  command = plan

  variables {
    config = "tests/functions.yaml"
  }

  assert {
    condition = one([for s in jsondecode(aws_iam_role_policy.apply_changes["staging"].policy).Statement : s.Resource if s.Sid == "ChangeLambda"]) == [
      "arn:aws:lambda:*:123456789012:event-source-mapping:*", "arn:aws:lambda:*:123456789012:function:slipway-*",
      "arn:aws:lambda:*:123456789012:function:*-staging", "arn:aws:lambda:*:123456789012:function:shop-test",
    ]
    error_message = "It has to be the bot's functions, and those that slipway.yaml names or that end as the environment does."
  }
}

run "who_applies_neither_lets_itself_read_secrets_nor_takes_the_locks_away" {
  command = plan

  assert {
    condition     = !strcontains(aws_iam_role_policy.apply_changes["prod"].policy, "secretsmanager:PutResourcePolicy")
    error_message = "A secret's policy could name the role itself."
  }

  assert {
    condition = anytrue([for s in jsondecode(aws_iam_role_policy.apply_changes["prod"].policy).Statement :
      s.Effect == "Deny" && contains(s.Action, "dynamodb:DeleteTable") && s.Resource == [aws_dynamodb_table.locks.arn]
    ])
    error_message = "It could delete the locks of every environment."
  }
}

run "the_boundary_is_wide_enough_for_every_role_of_the_modules" {
  command = plan

  assert {
    condition = [
      for action in distinct(flatten([
        for path in fileset("../modules", "{account,bot,service}/**/*.tf") : regexall("\"([a-z0-9]+:[A-Z][A-Za-z]+)\"", file("../modules/${path}"))
      ])) : action
      if !can(regex("^(aws|sts):", action)) && !anytrue([
        for allowed in flatten([for s in jsondecode(aws_iam_policy.boundary.policy).Statement : s.Action if s.Effect == "Allow"]) :
        can(regex("^${replace(allowed, "*", ".*")}$", action))
      ])
    ] == []
    error_message = "A role of the modules would be denied something by the boundary: add it to boundary_actions, or to what ships."
  }
}

run "functions_of_others_are_beyond_the_boundary" {
  command = plan

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_policy.boundary.policy).Statement :
      try(s.Condition.StringEquals["aws:ResourceTag/slipway:managed"], "") == "true"
      if s.Effect == "Allow" && anytrue([for a in flatten([s.Action]) : can(regex("^lambda:([*]|[^GIL])", a))])
    ])
    error_message = "A role that is made could take over a function with more rights."
  }
}

run "who_applies_may_make_each_kind_of_resource_that_there_is" {
  command = plan

  assert {
    condition = alltrue([
      for kind in distinct(flatten([
        for path in fileset("../modules", "**/*.tf") :
        regexall("(?m)^resource \"aws_(api_gateway|cloudwatch_event|cloudwatch_log|[a-z0-9]+)", file("../modules/${path}"))
        if !startswith(path, "registry/") # that is made here
      ])) :
      contains(keys(local.changes), lookup({ api_gateway = "apigateway", cloudwatch_event = "events", cloudwatch_log = "logs", sfn = "states" }, kind, kind))
      if kind != "iam"
    ])
    error_message = "The modules make something of a service that the apply role may not change: add it to policies-apply.tf and policies-plan.tf."
  }
}

run "what_builds_pushes_to_its_own_place_only" {
  command = plan

  override_resource {
    target          = module.registry["acme/checkout"].aws_ecr_repository.this
    override_during = plan
    values          = { arn = "arn:aws:ecr:eu-west-1:123456789012:repository/acme/checkout" }
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.build["checkout"].policy).Statement[0].Resource == "arn:aws:ecr:eu-west-1:123456789012:repository/acme/checkout"
    error_message = "It pushes elsewhere."
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.build["checkout"].policy, "Delete")
    error_message = "It may take images away."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.notice["checkout"].policy).Statement == [{ Sid = "Publish", Effect = "Allow", Action = "sns:Publish", Resource = "arn:aws:sns:eu-west-1:123456789012:slipway-alerts" }]
    error_message = "Who tells of a rollback may do nothing else."
  }
}
