# Nothing here is applied, not even to the mock: what may not be destroyed would stay.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  account_id = "123456789012"
  region     = "eu-west-1"
  config     = "../../docs/examples/slipway.yaml"
  repository = "acme/slipway"
  workflows  = { commits = ["0123456789abcdef0123456789abcdef01234567"] }
}

run "the_state_is_kept_safe" {
  command = plan

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "A state that was overwritten could not be had back."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.state.block_public_acls, aws_s3_bucket_public_access_block.state.block_public_policy,
      aws_s3_bucket_public_access_block.state.ignore_public_acls, aws_s3_bucket_public_access_block.state.restrict_public_buckets,
    ])
    error_message = "The bucket could be made public."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "The state is not encrypted."
  }

  assert {
    condition     = aws_dynamodb_table.locks.hash_key == "LockID" && aws_dynamodb_table.locks.deletion_protection_enabled
    error_message = "Terraform looks for its lock by LockID, in a table that stays."
  }
}

run "nobody_without_tls_gets_the_state" {
  command = plan

  assert {
    condition = anytrue([for s in jsondecode(aws_s3_bucket_policy.state.policy).Statement :
      s.Effect == "Deny" && s.Principal == "*" && s.Action == "s3:*" && length(s.Resource) == 2 && try(s.Condition.Bool["aws:SecureTransport"], "") == "false"
    ])
    error_message = "The bucket's policy lets plain HTTP in."
  }
}

run "every_image_of_this_account_has_a_registry" {
  command = plan

  assert {
    condition     = keys(module.registry) == ["acme/checkout", "acme/payments", "slipway"]
    error_message = "There are registries for ${join(", ", keys(module.registry))}."
  }
}

run "images_of_another_account_are_its_own_business" {
  command = plan

  variables {
    account_id = "210987654321"
  }

  assert {
    condition     = keys(module.registry) == ["slipway"] && length(aws_iam_role_policy.build) == 0
    error_message = "A registry was made for an image that is elsewhere."
  }
}

run "without_a_commit_no_workflow_of_a_service_is_trusted" {
  command = plan

  variables {
    workflows = {}
  }

  assert {
    condition     = output.notice_roles == {} && length(aws_iam_role.github) == 6
    error_message = "Only the roles that plan and apply can do without a commit to trust."
  }
}

run "what_an_account_has_already_is_left_alone" {
  command = plan

  variables {
    oidc_provider_arn   = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    api_gateway_logging = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && length(aws_api_gateway_account.this) == 0 && length(aws_iam_role.api_gateway) == 0
    error_message = "It was made anew."
  }
}

run "a_budget_tells_before_and_after" {
  command = plan

  variables {
    budget               = { monthly_usd = 20, emails = ["ops@example.com"] }
    cost_allocation_tags = true
  }

  assert {
    condition     = length(aws_budgets_budget.this[0].notification) == 2 && contains(one(aws_budgets_budget.this[0].cost_filter).values, "user:slipway:component$bot")
    error_message = "The budget has to tell at 80 % and by forecast, of what has Slipway's tags."
  }
}

run "a_key_of_ones_own_encrypts_the_state_too" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1"
  }

  # Terraform asks S3 for its own key unless the backend names another, whatever the bucket's default is.
  assert {
    condition     = strcontains(output.backend_hcl, "kms_key_id = \"${var.kms_key_arn}\"\n") && strcontains(output.backend, "kms_key_id     = \"${var.kms_key_arn}\"\n")
    error_message = "The state would not be encrypted by the key."
  }
}

run "without_a_key_the_backend_names_none" {
  command = plan

  assert {
    condition     = output.backend_hcl == "bucket = \"state\"\nregion = \"eu-west-1\"\n"
    error_message = "backend.hcl is to name a bucket and a region: ${output.backend_hcl}"
  }
}
