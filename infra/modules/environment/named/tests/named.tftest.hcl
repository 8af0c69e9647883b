variables {
  what  = "bot"
  takes = ["drills", "drills.service", "memory", "memory.worker", "package", "api", "api.quota", "api.quota.limit", "variables"]
  free  = ["variables"]
  none  = { api = {} }
}

run "what_is_left_out_is_null_but_where_null_says_something" {
  command = plan
  variables { given = { package = "zip" } }

  assert {
    condition     = output.all.package == "zip" && output.all.memory == null && output.all.api == {}
    error_message = "Null is to mean the default, and an API that was not spoken of is none that was refused."
  }
}

run "null_itself_can_be_said" {
  command = plan
  variables { given = { api = null } }

  assert {
    condition     = output.all.api == null
    error_message = "Who wants no API gets one."
  }
}

run "known_names_are_taken_however_deep" {
  command = plan
  variables {
    given = { memory = { worker = 1024 }, drills = [{ service = "a" }, { service = "b" }], api = { quota = { limit = 5 } }, variables = { ANY = "thing" } }
  }

  assert {
    condition     = output.all.drills[1].service == "b" && output.all.variables.ANY == "thing"
    error_message = "Something was lost."
  }
}

run "an_unknown_name_is_refused" {
  command = plan
  variables { given = { pakage = "zip" } }
  expect_failures = [output.all]
}

run "an_unknown_name_within_a_name_is_refused" {
  command = plan
  variables { given = { memory = { wroker = 1024 } } }
  expect_failures = [output.all]
}

run "an_unknown_name_within_a_list_is_refused" {
  command = plan
  variables { given = { drills = [{ service = "a" }, { servise = "b" }] } }
  expect_failures = [output.all]
}

run "an_unknown_name_deep_down_is_refused" {
  command = plan
  variables { given = { api = { quota = { limt = 5 } } } }
  expect_failures = [output.all]
}

run "what_is_no_object_is_refused" {
  command = plan
  variables { given = "zip" }
  expect_failures = [var.given]
}
