output "arn" {
  description = "The web ACL, for aws_wafv2_web_acl_association and the modules' web_acl_arn."
  value       = aws_wafv2_web_acl.this.arn
}

output "name" {
  description = "The web ACL's name, which is the dimension WebACL of its metrics in AWS/WAFV2."
  value       = aws_wafv2_web_acl.this.name
}

output "log_group_name" {
  description = "Where each request is logged: what was looked at, which rules matched, and what was done."
  value       = aws_cloudwatch_log_group.this.name
}

output "metric_names" {
  description = "The dimension Rule of each rule's metrics, in the order in which the rules are asked; then those of the rules in the group \"content\", whose dimension RuleGroup is its name."
  value       = concat([for rule in local.order : rule if rule != "signed" || length(local.excepts) > 0], local.content)
}
