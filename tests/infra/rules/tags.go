package rules

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// Tags are the rules about what everything is called by.
func Tags() []Rule {
	return []Rule{
		{"everything says what it belongs to", "costs are told apart by tags, and people find whose it is", tagged},
		{"only services' functions are the bot's to change", "the bot may touch what is managed, and must not touch itself", managed},
	}
}

// untagged are types that AWS takes no tags on, by what they are a part of.
func untagged() map[string][]string {
	return map[string][]string{
		"an API": {
			"aws_api_gateway_account", "aws_api_gateway_deployment", "aws_api_gateway_gateway_response", "aws_api_gateway_integration",
			"aws_api_gateway_method", "aws_api_gateway_method_settings", "aws_api_gateway_request_validator",
			"aws_api_gateway_resource", "aws_api_gateway_usage_plan_key",
		},
		"a function": {
			"aws_lambda_alias", "aws_lambda_function_event_invoke_config", "aws_lambda_permission",
		},
		"a bucket": {
			"aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_policy",
			"aws_s3_bucket_public_access_block", "aws_s3_bucket_server_side_encryption_configuration", "aws_s3_bucket_versioning",
		},
		"a repository": {"aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"},
		"a role":       {"aws_iam_role_policy", "aws_iam_role_policy_attachment"},
		"a log":        {"aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_resource_policy"},
		"a queue":      {"aws_sqs_queue_policy", "aws_sqs_queue_redrive_allow_policy"},
		"a topic":      {"aws_sns_topic_policy", "aws_sns_topic_subscription"},
		"a rule":       {"aws_cloudwatch_event_target"},
		"its group":    {"aws_scheduler_schedule"},
		"a web ACL":    {"aws_wafv2_web_acl_association", "aws_wafv2_web_acl_logging_configuration"},
		"a secret":     {"aws_secretsmanager_secret_policy"},
		"the account":  {"aws_cloudwatch_dashboard", "aws_ce_cost_allocation_tag"},
	}
}

func tagged(s terraform.State) []string {
	components := []string{"bot", "service", "waf", "registry", "bootstrap", "account"}
	var found []string
	for _, r := range s.Resources {
		if partOf(r.Type) {
			continue
		}
		component := tag(r, "slipway:component")
		switch {
		case !slices.Contains(components, component):
			found = append(found, r.Address+" has no tag slipway:component, or one that nobody knows. If AWS takes no tags on "+r.Type+", say so in tests/infra/rules/tags.go")
		case component == "service" && (tag(r, "slipway:service") == "" || tag(r, "slipway:environment") == ""):
			found = append(found, r.Address+" is a service's, and has not both slipway:service and slipway:environment")
		}
	}
	return found
}

func partOf(kind string) bool {
	for _, kinds := range untagged() {
		if slices.Contains(kinds, kind) {
			return true
		}
	}
	return false
}

func managed(s terraform.State) []string {
	var found []string
	for _, r := range s.Resources {
		theirs := r.Type == "aws_lambda_function" && tag(r, "slipway:component") == "service"
		if is := tag(r, "slipway:managed") == "true"; is != theirs {
			found = append(found, r.Address+map[bool]string{true: " has the tag slipway:managed, and is no service's function", false: " is a service's function without the tag slipway:managed"}[is])
		}
	}
	return found
}

func has(all string, part ...string) bool {
	return slices.ContainsFunc(part, func(p string) bool { return strings.Contains(all, p) })
}
