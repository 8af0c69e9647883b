# Each mistake is told before anything is made.

mock_provider "aws" {}

variables {
  config    = "../../../docs/examples/slipway.yaml"
  image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}

run "there_is_no_slipway_yaml" {
  command = plan
  variables {
    config = "tests/testdata/nowhere.yaml"
  }
  expect_failures = [var.config]
}

run "a_name_that_AWS_would_cut" {
  command = plan
  variables {
    name = "slipway-of-the-department-of-deploys"
  }
  expect_failures = [var.name]
}

run "an_environment_that_is_none" {
  command = plan
  variables {
    environment = "production"
  }
  expect_failures = [var.environment]
}

run "an_image_by_its_tag" {
  command = plan
  variables {
    image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway:latest"
  }
  expect_failures = [var.image_uri]
}

run "no_image_at_all" {
  command = plan
  variables {
    image_uri = null
  }
  expect_failures = [var.image_uri]
}

run "zips_that_are_not_there" {
  command = plan
  variables {
    package    = "zip"
    zip_folder = "tests/testdata/nowhere"
  }
  expect_failures = [var.zip_folder]
}

run "zips_without_a_folder" {
  command = plan
  variables {
    package = "zip"
  }
  expect_failures = [var.zip_folder]
}

run "a_package_that_is_none" {
  command = plan
  variables {
    package = "tar"
  }
  expect_failures = [var.package]
}

run "an_architecture_that_is_none" {
  command = plan
  variables {
    architecture = "amd64"
  }
  expect_failures = [var.architecture]
}

run "a_log_level_that_is_none" {
  command = plan
  variables {
    log_level = "loud"
  }
  expect_failures = [var.log_level]
}

run "secrets_in_a_place_that_is_none" {
  command = plan
  variables {
    secrets = "vault"
  }
  expect_failures = [var.secrets]
}

run "a_retention_that_CloudWatch_does_not_have" {
  command = plan
  variables {
    retention_days = 42
  }
  expect_failures = [var.retention_days]
}

run "tracing_that_is_none" {
  command = plan
  variables {
    tracing = "jaeger"
  }
  expect_failures = [var.tracing]
}

run "memory_that_Lambda_does_not_have" {
  command = plan
  variables {
    memory = { front = 64 }
  }
  expect_failures = [var.memory]
}

run "a_web_acl_without_its_arn" {
  command = plan
  variables {
    associate_waf = true
  }
  expect_failures = [var.web_acl_arn]
}

run "a_throttle_that_lets_nothing_through" {
  command = plan
  variables {
    throttle = { rate = 0, burst = 0 }
  }
  expect_failures = [var.throttle]
}

run "a_front_that_cannot_answer_two" {
  command = plan
  variables {
    reserved_concurrency = { front = 1 }
  }
  expect_failures = [var.reserved_concurrency]
}

run "a_queue_with_one_worker" {
  command = plan
  variables {
    maximum_concurrency = { dead = 1 }
  }
  expect_failures = [var.maximum_concurrency]
}

run "queues_that_want_more_workers_than_there_are" {
  command = plan
  variables {
    reserved_concurrency = { worker = 14 }
  }
  expect_failures = [var.maximum_concurrency]
}

run "a_topic_that_slipway_yaml_does_not_name" {
  command = plan
  variables {
    alarm_topic_arns = ["arn:aws:sns:eu-west-1:123456789012:others"]
  }
  expect_failures = [var.alarm_topic_arns]
}

run "a_role_that_is_no_role" {
  command = plan
  variables {
    account_role_arns = ["slipway-account"]
  }
  expect_failures = [var.account_role_arns]
}

run "a_drill_of_a_service_without_a_bad_build" {
  command = plan
  variables {
    drills = [{ service = "payments", environment = "staging", schedule = "rate(7 days)" }]
  }
  expect_failures = [var.drills]
}

run "a_drill_where_there_are_none" {
  command = plan
  variables {
    drills = [{ service = "checkout", environment = "prod", schedule = "rate(7 days)" }]
  }
  expect_failures = [var.drills]
}

run "a_drill_whose_schedule_has_too_long_a_name" {
  command = plan
  variables {
    config = "tests/testdata/long.yaml"
    drills = [{ service = "search-of-everything-that-anybody-ever-wrote", environment = "staging", schedule = "rate(7 days)" }]
  }
  expect_failures = [var.drills]
}
