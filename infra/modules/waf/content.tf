# What looks into what somebody sent. Query, path, cookies and headers are looked at
# everywhere; bodies everywhere but on the signed paths. What is too large to be seen
# whole (8 KB of headers or of cookies, 16 KB of body) is taken for an attack.
locals {
  content    = ["bodies", "sql-injection", "cross-site-scripting"]
  capacity   = 541 # bodies 9, sql-injection 181, cross-site-scripting 351
  injectable = ["query", "path", "cookies", "headers"]

  # In a group of their own, rules see the web ACL's label by its full name.
  signed = "awswaf:${data.aws_caller_identity.this.account_id}:webacl:${var.name}:${local.signed_label}"
}

resource "aws_wafv2_rule_group" "content" {
  name        = "${var.name}-content-${local.capacity}"
  description = "Bodies, SQL injection and cross-site scripting"
  scope       = "REGIONAL"
  capacity    = local.capacity
  tags        = local.tags

  # Its capacity cannot be changed: a new group is made, and the old one let go.
  lifecycle {
    create_before_destroy = true
  }

  # What the managed groups found in a body, and a body that is too large. On the signed
  # paths the front bounds a body itself, to 128 KiB of Slack's and 1 MiB of GitHub's.
  rule {
    name     = "bodies"
    priority = index(local.content, "bodies")

    action {
      block {}
    }

    statement {
      and_statement {
        statement {
          not_statement {
            statement {
              label_match_statement {
                scope = "LABEL"
                key   = local.signed
              }
            }
          }
        }
        statement {
          or_statement {
            dynamic "statement" {
              for_each = local.body_labels
              content {
                label_match_statement {
                  scope = "LABEL"
                  key   = statement.value
                }
              }
            }
            statement {
              size_constraint_statement {
                comparison_operator = "GT"
                size                = var.body_limit
                field_to_match {
                  body {
                    oversize_handling = "MATCH"
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
    }

    visibility_config {
      metric_name                = "bodies"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "sql-injection"
    priority = index(local.content, "sql-injection")

    action {
      block {}
    }

    statement {
      or_statement {
        dynamic "statement" {
          for_each = local.injectable
          content {
            sqli_match_statement {
              sensitivity_level = "LOW"
              field_to_match {
                dynamic "all_query_arguments" {
                  for_each = statement.value == "query" ? [true] : []
                  content {}
                }
                dynamic "uri_path" {
                  for_each = statement.value == "path" ? [true] : []
                  content {}
                }
                dynamic "cookies" {
                  for_each = statement.value == "cookies" ? [true] : []
                  content {
                    match_scope       = "ALL"
                    oversize_handling = "MATCH"
                    match_pattern {
                      all {}
                    }
                  }
                }
                dynamic "headers" {
                  for_each = statement.value == "headers" ? [true] : []
                  content {
                    match_scope       = "VALUE"
                    oversize_handling = "MATCH"
                    match_pattern {
                      all {}
                    }
                  }
                }
              }
              text_transformation {
                priority = 0
                type     = "URL_DECODE"
              }
            }
          }
        }
        statement {
          and_statement {
            statement {
              not_statement {
                statement {
                  label_match_statement {
                    scope = "LABEL"
                    key   = local.signed
                  }
                }
              }
            }
            statement {
              sqli_match_statement {
                sensitivity_level = "LOW"
                field_to_match {
                  json_body {
                    match_scope               = "ALL"
                    invalid_fallback_behavior = "EVALUATE_AS_STRING"
                    oversize_handling         = "MATCH"
                    match_pattern {
                      all {}
                    }
                  }
                }
                text_transformation {
                  priority = 0
                  type     = "URL_DECODE"
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      metric_name                = "sql-injection"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "cross-site-scripting"
    priority = index(local.content, "cross-site-scripting")

    action {
      block {}
    }

    statement {
      or_statement {
        dynamic "statement" {
          for_each = local.injectable
          content {
            xss_match_statement {
              field_to_match {
                dynamic "all_query_arguments" {
                  for_each = statement.value == "query" ? [true] : []
                  content {}
                }
                dynamic "uri_path" {
                  for_each = statement.value == "path" ? [true] : []
                  content {}
                }
                dynamic "cookies" {
                  for_each = statement.value == "cookies" ? [true] : []
                  content {
                    match_scope       = "ALL"
                    oversize_handling = "MATCH"
                    match_pattern {
                      all {}
                    }
                  }
                }
                dynamic "headers" {
                  for_each = statement.value == "headers" ? [true] : []
                  content {
                    match_scope       = "VALUE"
                    oversize_handling = "MATCH"
                    match_pattern {
                      all {}
                    }
                  }
                }
              }
              text_transformation {
                priority = 0
                type     = "URL_DECODE"
              }
              text_transformation {
                priority = 1
                type     = "HTML_ENTITY_DECODE"
              }
            }
          }
        }
        statement {
          and_statement {
            statement {
              not_statement {
                statement {
                  label_match_statement {
                    scope = "LABEL"
                    key   = local.signed
                  }
                }
              }
            }
            statement {
              xss_match_statement {
                field_to_match {
                  json_body {
                    match_scope               = "ALL"
                    invalid_fallback_behavior = "EVALUATE_AS_STRING"
                    oversize_handling         = "MATCH"
                    match_pattern {
                      all {}
                    }
                  }
                }
                text_transformation {
                  priority = 0
                  type     = "URL_DECODE"
                }
                text_transformation {
                  priority = 1
                  type     = "HTML_ENTITY_DECODE"
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      metric_name                = "cross-site-scripting"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    metric_name                = "${var.name}-content"
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
  }
}
