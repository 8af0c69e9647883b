# One web ACL for the stages of a region. Its capacity is 1,477 of the 1,500 units that
# a request's price includes (tests/waf adds them up): the managed groups 25 + 200 + 700,
# signed 8, rate 2, countries 1, content 541.
resource "aws_wafv2_web_acl" "this" {
  name        = var.name
  description = "Slipway: the stages of the bot and its services"
  scope       = "REGIONAL"
  tags        = local.tags

  default_action {
    allow {}
  }

  # How much of a body is looked at. More of it costs more for each request.
  association_config {
    request_body {
      api_gateway {
        default_size_inspection_limit = "KB_16"
      }
    }
  }

  # The only place that says what is excepted; others ask for the label. It blocks
  # nothing, and takes no samples, since those would show people's words.
  dynamic "rule" {
    for_each = local.excepts
    content {
      name     = "signed"
      priority = local.priority["signed"]

      action {
        count {}
      }

      rule_label {
        name = local.signed_label
      }

      statement {
        and_statement {
          statement {
            byte_match_statement {
              search_string         = "POST"
              positional_constraint = "EXACTLY"
              field_to_match {
                method {}
              }
              text_transformation {
                priority = 0
                type     = "NONE"
              }
            }
          }
          statement {
            regex_match_statement {
              regex_string = local.signed_path
              field_to_match {
                uri_path {}
              }
              text_transformation {
                priority = 0
                type     = "NONE"
              }
            }
          }
          dynamic "statement" {
            for_each = local.signed_hosts
            content {
              regex_match_statement {
                regex_string = statement.value
                field_to_match {
                  single_header {
                    name = "host"
                  }
                }
                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }

      visibility_config {
        metric_name                = "signed"
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
      }
    }
  }

  dynamic "rule" {
    for_each = local.managed
    content {
      name     = rule.key
      priority = local.priority[rule.key]

      override_action {
        dynamic "none" {
          for_each = local.block
          content {}
        }
        dynamic "count" {
          for_each = local.count
          content {}
        }
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.value.group

          dynamic "rule_action_override" {
            for_each = rule.value.counted
            content {
              name = rule_action_override.value
              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        metric_name                = rule.key
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = true
      }
    }
  }

  # By address, the signed paths too: a stolen signature does not help a flood.
  rule {
    name     = "rate"
    priority = local.priority["rate"]

    action {
      dynamic "block" {
        for_each = local.block
        content {}
      }
      dynamic "count" {
        for_each = local.count
        content {}
      }
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
        limit                 = var.rate_limit
      }
    }

    visibility_config {
      metric_name                = "rate"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  # Counts in both modes: where somebody is says little about what they are up to.
  rule {
    name     = "countries"
    priority = local.priority["countries"]

    action {
      count {}
    }

    statement {
      geo_match_statement {
        country_codes = var.counted_countries
      }
    }

    visibility_config {
      metric_name                = "countries"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "content"
    priority = local.priority["content"]

    override_action {
      dynamic "none" {
        for_each = local.block
        content {}
      }
      dynamic "count" {
        for_each = local.count
        content {}
      }
    }

    statement {
      rule_group_reference_statement {
        arn = aws_wafv2_rule_group.content.arn
      }
    }

    visibility_config {
      metric_name                = "content"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    metric_name                = var.name
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
  }
}
