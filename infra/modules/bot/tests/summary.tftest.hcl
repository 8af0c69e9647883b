# The daily summary comes when slipway.yaml says so, by the team's clock.

mock_provider "aws" {}

variables {
  config    = "../../../docs/examples/slipway.yaml"
  image_uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}

run "it_comes_at_the_time_in_the_time_zone_of_the_file" {
  variables {
    config   = "tests/testdata/summary.yaml"
    timezone = "America/New_York" # that of drills
  }
  assert {
    condition     = aws_scheduler_schedule.this["slipway-summary"].schedule_expression == "cron(5 8 * * ? *)" && aws_scheduler_schedule.this["slipway-summary"].schedule_expression_timezone == "Europe/Berlin"
    error_message = "The summary does not come at 08:05 in Berlin."
  }
  assert {
    condition     = aws_scheduler_schedule.this["slipway-summary"].flexible_time_window[0].mode == "OFF"
    error_message = "The summary comes some time around."
  }
}

run "its_event_is_the_one_that_the_worker_knows" {
  variables { config = "tests/testdata/summary.yaml" }
  assert {
    condition     = aws_scheduler_schedule.this["slipway-summary"].target[0].input == "{\"at\":\"<aws.scheduler.scheduled-time>\",\"do\":\"summary\"}"
    error_message = "Scheduler would not put the time into the event: its word is not there as it is, in angle brackets."
  }
}

run "when_it_cannot_come_it_comes_later" {
  variables { config = "tests/testdata/summary.yaml" }
  assert {
    condition     = [for p in aws_scheduler_schedule.this["slipway-summary"].target[0].retry_policy : p.maximum_retry_attempts >= 10 && p.maximum_event_age_in_seconds >= 3600 && p.maximum_event_age_in_seconds < 86400] == [true]
    error_message = "A summary that fails once is lost, or comes when it is old."
  }
}

run "an_empty_section_will_do" {
  variables { config = "tests/testdata/summary-empty.yaml" }
  assert {
    condition     = aws_scheduler_schedule.this["slipway-summary"].schedule_expression == "cron(0 9 * * ? *)" && aws_scheduler_schedule.this["slipway-summary"].schedule_expression_timezone == "UTC"
    error_message = "The defaults are not those of docs/configuration.md."
  }
}

run "without_the_section_nothing_is_told_by_itself" {
  variables { config = "tests/testdata/archives.yaml" }
  assert {
    condition     = keys(aws_scheduler_schedule.this) == ["slipway-sweep"]
    error_message = "Something is told that nobody asked for."
  }
}

run "a_time_that_is_none_is_refused" {
  command = plan
  variables { config = "tests/testdata/summary-late.yaml" }
  expect_failures = [var.config]
}
