# Each of the three functions by itself.

mock_provider "aws" {}

variables {
  name                     = "slipway-worker"
  description              = "For a test."
  program                  = "worker"
  policy                   = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/slipway-boundary"
  code                     = { package = "image", image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:aa", architecture = "arm64", runtime = "provided.al2023" }
  environment              = { SLIPWAY_FUNCTION = "worker" }
  timeout                  = 60
  memory                   = 512
  reserved_concurrency     = 20
  traced                   = true
  retention_days           = 30
  kms_key_arn              = null
  tags                     = { "slipway:component" = "bot" }
}

run "an_image_starts_the_program_that_is_named" {
  module { source = "./function" }
  assert {
    condition     = aws_lambda_function.this.package_type == "Image" && aws_lambda_function.this.image_config[0].entry_point == tolist(["/worker"]) && aws_lambda_function.this.runtime == null
    error_message = "The image starts another program."
  }
}

run "live_is_on_what_was_published" {
  module { source = "./function" }
  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_alias.live.name == "live" && aws_lambda_alias.live.function_version == aws_lambda_function.this.version
    error_message = "Callers would get code that was not published."
  }
  assert {
    condition     = output.alias == aws_lambda_alias.live.name
    error_message = "Who names the alias would not wait for it."
  }
}

run "it_may_write_its_own_log_and_trace_and_stays_within_its_boundary" {
  module { source = "./function" }
  assert {
    condition     = { for s in jsondecode(aws_iam_role_policy.own.policy).Statement : s.Sid => s.Resource } == { Log = "${aws_cloudwatch_log_group.this.arn}:*", Traces = "*" }
    error_message = "It may write something else than its log and its traces."
  }
  assert {
    condition     = aws_iam_role.this.permissions_boundary == var.permissions_boundary_arn
    error_message = "The role has no boundary."
  }
  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active" && aws_lambda_function.this.reserved_concurrent_executions == 20 && aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "It is not traced, reserves nothing, or keeps its log for ever."
  }
}

run "without_tracing_it_may_not_trace" {
  module { source = "./function" }
  variables { traced = false }
  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "PassThrough" && !strcontains(aws_iam_role_policy.own.policy, "xray")
    error_message = "It traces, or may."
  }
}

run "a_zip_is_of_the_architecture_and_told_apart_by_its_hash" {
  module { source = "./function" }
  variables {
    reserved_concurrency = null
    code                 = { package = "zip", zip_folder = "tests/testdata/zips", architecture = "x86_64", runtime = "provided.al2023" }
  }
  assert {
    condition     = aws_lambda_function.this.filename == "tests/testdata/zips/worker-amd64.zip" && aws_lambda_function.this.source_code_hash == filebase64sha256("tests/testdata/zips/worker-amd64.zip")
    error_message = "Another zip, or a new one would not be noticed."
  }
  assert {
    condition     = aws_lambda_function.this.runtime == "provided.al2023" && aws_lambda_function.this.handler == "bootstrap" && length(aws_lambda_function.this.image_config) == 0
    error_message = "A zip needs a runtime and no image."
  }
  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "It reserves what the account may not have."
  }
}
