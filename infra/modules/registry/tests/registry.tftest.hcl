mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name = "acme/checkout"
}

run "an_image_is_scanned_encrypted_and_never_replaced" {
  assert {
    condition     = aws_ecr_repository.this.image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.this.image_scanning_configuration[0].scan_on_push && aws_ecr_repository.this.encryption_configuration[0].encryption_type == "AES256"
    error_message = "Images can be replaced, are not scanned, or are encrypted otherwise."
  }
  assert {
    condition     = aws_ecr_repository.this.tags == tomap({ "slipway:component" = "registry" })
    error_message = "The repository is not tagged."
  }
}

run "the_newest_hundred_stay" {
  assert {
    condition     = [for r in jsondecode(aws_ecr_lifecycle_policy.this.policy).rules : "${r.selection.tagStatus} ${r.selection.countNumber}"] == ["untagged 7", "any 100"]
    error_message = "Another life-cycle."
  }
}

run "lambda_pulls_for_this_account_alone" {
  assert {
    condition     = [for s in jsondecode(aws_ecr_repository_policy.this.policy).Statement : s.Condition.ArnLike["aws:SourceArn"]] == [["arn:aws:lambda:eu-west-1:123456789012:function:*"]]
    error_message = "Others may pull."
  }
}

run "other_accounts_pull_when_they_are_named" {
  variables { account_ids = ["222222222222"] }
  assert {
    condition     = jsondecode(aws_ecr_repository_policy.this.policy).Statement[0].Condition.ArnLike["aws:SourceArn"][1] == "arn:aws:lambda:eu-west-1:222222222222:function:*"
    error_message = "Lambda may not pull for the other account."
  }
  assert {
    condition     = jsondecode(aws_ecr_repository_policy.this.policy).Statement[1].Principal.AWS == ["arn:aws:iam::222222222222:root"] && jsondecode(aws_ecr_repository_policy.this.policy).Statement[1].Action == ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    error_message = "The other account may not pull, or may do more."
  }
}

run "a_customer_key_encrypts" {
  variables { kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  assert {
    condition     = aws_ecr_repository.this.encryption_configuration[0].encryption_type == "KMS" && aws_ecr_repository.this.encryption_configuration[0].kms_key == var.kms_key_arn
    error_message = "The key is not used."
  }
}

run "a_name_that_ECR_does_not_take" {
  command = plan
  variables { name = "Acme/Checkout" }
  expect_failures = [var.name]
}

run "an_account_that_is_none" {
  command = plan
  variables { account_ids = ["acme"] }
  expect_failures = [var.account_ids]
}

run "too_few_images_for_the_versions_that_are_kept" {
  command = plan
  variables { keep = 5 }
  expect_failures = [var.keep]
}
