mock_provider "aws" {}

# A plan knows the rules only when it knows this.
override_resource {
  target          = aws_wafv2_rule_group.content
  override_during = plan
  values          = { arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/rulegroup/slipway-content/1" }
}

variables {
  name = "slipway"
}

run "the_defaults_enforce" {
  command = plan

  assert {
    condition     = length(aws_wafv2_web_acl.this.rule) == 7 && length(aws_wafv2_rule_group.content.rule) == 3
    error_message = "The web ACL has not the ten rules that its price says."
  }
  assert {
    condition     = alltrue([for rule in aws_wafv2_web_acl.this.rule : length(rule.override_action[0].none) == 1 if length(rule.override_action) > 0])
    error_message = "A rule group counts although the mode is \"block\"."
  }
  assert {
    condition     = toset([for rule in aws_wafv2_web_acl.this.rule : rule.name if try(length(rule.action[0].count), 0) > 0]) == toset(["countries", "signed"])
    error_message = "Another rule than the countries' and the label's counts although the mode is \"block\"."
  }
  assert {
    condition     = one([for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].limit if rule.name == "rate"]) == 2000
    error_message = "The rate is not 2000 requests in five minutes."
  }
}

run "counting_blocks_nothing" {
  command = plan

  variables {
    mode = "count"
  }

  assert {
    condition     = alltrue([for rule in aws_wafv2_web_acl.this.rule : length(rule.override_action[0].count) == 1 if length(rule.override_action) > 0])
    error_message = "A rule group blocks although the mode is \"count\"."
  }
  assert {
    condition     = alltrue([for rule in aws_wafv2_web_acl.this.rule : length(rule.action[0].count) == 1 if length(rule.action) > 0])
    error_message = "A rule blocks although the mode is \"count\"."
  }
}

run "every_request_is_logged_without_what_proves_who_sent_it" {
  command = plan

  variables {
    retention_days = 90
    tags           = { team = "shop" }
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "aws-waf-logs-slipway" && aws_cloudwatch_log_group.this.retention_in_days == 90
    error_message = "The log group's name does not begin as AWS wants it, or its retention is another."
  }
  assert {
    condition = toset([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : field.single_header[0].name]) == toset(
      ["authorization", "cookie", "x-api-key", "x-hub-signature-256", "x-slack-signature"]
    )
    error_message = "A header that proves who somebody is would be logged."
  }
  assert {
    condition     = aws_wafv2_web_acl.this.tags == tomap({ "slipway:component" = "waf", team = "shop" })
    error_message = "The web ACL has not its tags."
  }
}

run "another_limit_stage_and_host_are_said_where_they_count" {
  command = plan

  variables {
    signed_hosts = ["bot.example.com", "abc123.execute-api.eu-west-1.amazonaws.com"]
    signed_paths = ["/slack/events"]
    stage        = "v1"
    body_limit   = 16384
  }

  assert {
    condition     = local.signed_path == "^(/v1)?(/slack/events)$"
    error_message = "The pattern of the signed paths is wrong: ${local.signed_path}"
  }
  assert {
    condition     = one(local.signed_hosts) == "^(bot\\.example\\.com|abc123\\.execute-api\\.eu-west-1\\.amazonaws\\.com)$"
    error_message = "The pattern of the signed hosts is wrong: ${jsonencode(local.signed_hosts)}"
  }
}

run "without_a_bot_nothing_is_excepted" {
  command = plan

  variables {
    signed_paths = []
  }

  assert {
    condition     = [for rule in aws_wafv2_web_acl.this.rule : rule.name if length(rule.rule_label) > 0] == [] && length(aws_wafv2_web_acl.this.rule) == 6
    error_message = "A rule still labels what is to be excepted."
  }
  assert {
    condition     = !contains(output.metric_names, "signed")
    error_message = "A metric is named that nobody counts."
  }
}
