package standin

// recipes say how the computed attributes of a type look at AWS. In braces stands another
// attribute, or account, region, path, random, uuid, host, function and published.
//
//nolint:gochecknoglobals // it is a table
var recipes = map[string]map[string]string{
	"aws_lambda_function": {
		"id": "{function_name}", "version": "{published}",
		"arn":           "arn:aws:lambda:{region}:{account}:function:{function_name}",
		"qualified_arn": "{arn}:{version}", "invoke_arn": invoke("{arn}"), "qualified_invoke_arn": invoke("{qualified_arn}"),
	},
	"aws_lambda_alias": {
		"id": "{arn}", "invoke_arn": invoke("{arn}"),
		"arn": "arn:aws:lambda:{region}:{account}:function:{function}:{name}",
	},
	"aws_lambda_permission": {"id": "{statement_id}", "statement_id": "{random}"},
	"aws_lambda_event_source_mapping": {
		"id": "{uuid}", "uuid": "{uuid}", "arn": "arn:aws:lambda:{region}:{account}:event-source-mapping:{uuid}",
	},
	"aws_api_gateway_rest_api": {
		"id": "{random}", "root_resource_id": "{random}", "arn": "arn:aws:apigateway:{region}::/restapis/{id}",
		"execution_arn": "arn:aws:execute-api:{region}:{account}:{id}",
	},
	"aws_api_gateway_stage": {
		"id": "ags-{rest_api_id}-{stage_name}", "arn": "arn:aws:apigateway:{region}::/restapis/{rest_api_id}/stages/{stage_name}",
		"invoke_url":    "https://{rest_api_id}.execute-api.{region}.amazonaws.com/{stage_name}",
		"execution_arn": "arn:aws:execute-api:{region}:{account}:{rest_api_id}/{stage_name}",
	},
	"aws_api_gateway_api_key": {
		"id": "{random}", "arn": "arn:aws:apigateway:{region}::/apikeys/{id}", "value": "{random}{random}",
	},
	"aws_api_gateway_usage_plan": {"id": "{random}", "arn": "arn:aws:apigateway:{region}::/usageplans/{id}"},
	"aws_api_gateway_account":    {"id": "api-gateway-account"},
	"aws_wafv2_web_acl":          {"id": "{uuid}", "arn": wafARN("webacl")},
	"aws_wafv2_ip_set":           {"id": "{uuid}", "arn": wafARN("ipset")},
	"aws_wafv2_regex_pattern_set": {
		"id": "{uuid}", "arn": wafARN("regexpatternset"),
	},
	"aws_wafv2_rule_group":                    {"id": "{uuid}", "arn": wafARN("rulegroup")},
	"aws_wafv2_web_acl_association":           {"id": "{web_acl_arn},{resource_arn}"},
	"aws_wafv2_web_acl_logging_configuration": {"id": "{resource_arn}"},

	"aws_sqs_queue":        {"id": "{url}", "url": "https://sqs.{region}.amazonaws.com/{account}/{name}", "arn": "arn:aws:sqs:{region}:{account}:{name}"},
	"aws_sqs_queue_policy": {"id": "{queue_url}"},
	"aws_sns_topic":        {"id": "{arn}", "arn": "arn:aws:sns:{region}:{account}:{name}", "owner": "{account}"},
	"aws_sns_topic_subscription": {
		"id": "{arn}", "arn": "{topic_arn}:{uuid}", "owner_id": "{account}",
	},
	"aws_sns_topic_policy":               {"id": "{arn}", "owner": "{account}"},
	"aws_dynamodb_table":                 {"id": "{name}", "arn": "arn:aws:dynamodb:{region}:{account}:table/{name}"},
	"aws_sfn_state_machine":              {"id": "{arn}", "arn": "arn:aws:states:{region}:{account}:stateMachine:{name}"},
	"aws_cloudwatch_event_rule":          {"id": "{name}", "arn": "arn:aws:events:{region}:{account}:rule/{name}"},
	"aws_cloudwatch_event_target":        {"id": "{rule}-{target_id}", "target_id": "{random}"},
	"aws_scheduler_schedule":             {"id": "{group_name}/{name}", "arn": "arn:aws:scheduler:{region}:{account}:schedule/{group_name}/{name}"},
	"aws_scheduler_schedule_group":       {"id": "{name}", "arn": "arn:aws:scheduler:{region}:{account}:schedule-group/{name}"},
	"aws_secretsmanager_secret":          {"id": "{arn}", "arn": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-AbCdEf"},
	"aws_ssm_parameter":                  {"id": "{name}", "arn": "arn:aws:ssm:{region}:{account}:parameter{name}"},
	"aws_kms_key":                        {"id": "{key_id}", "key_id": "{uuid}", "arn": "arn:aws:kms:{region}:{account}:key/{key_id}"},
	"aws_kms_alias":                      {"id": "{name}", "arn": "arn:aws:kms:{region}:{account}:{name}"},
	"aws_cloudwatch_log_group":           {"id": "{name}", "arn": "arn:aws:logs:{region}:{account}:log-group:{name}"},
	"aws_cloudwatch_log_resource_policy": {"id": "{policy_name}"},
	"aws_cloudwatch_metric_alarm":        {"id": "{alarm_name}", "arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{alarm_name}"},
	"aws_cloudwatch_composite_alarm":     {"id": "{alarm_name}", "arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{alarm_name}"},
	"aws_cloudwatch_dashboard":           {"id": "{dashboard_name}", "dashboard_arn": "arn:aws:cloudwatch::{account}:dashboard/{dashboard_name}"},
	"aws_cloudwatch_query_definition": {
		"id": "{uuid}", "query_definition_id": "{uuid}",
	},

	"aws_iam_role":                    {"id": "{name}", "arn": "arn:aws:iam::{account}:role{path}{name}", "unique_id": "AROA{random}"},
	"aws_iam_policy":                  {"id": "{arn}", "arn": "arn:aws:iam::{account}:policy{path}{name}", "policy_id": "ANPA{random}"},
	"aws_iam_role_policy":             {"id": "{role}:{name}", "name": "terraform-{random}"},
	"aws_iam_role_policy_attachment":  {"id": "{role}/{policy_arn}"},
	"aws_iam_openid_connect_provider": {"id": "{arn}", "arn": "arn:aws:iam::{account}:oidc-provider/{host}"},

	"aws_s3_bucket": {
		"id": "{bucket}", "arn": "arn:aws:s3:::{bucket}", "bucket": "{bucket_prefix}{random}",
		"bucket_domain_name":          "{bucket}.s3.amazonaws.com",
		"bucket_regional_domain_name": "{bucket}.s3.{region}.amazonaws.com", "bucket_region": "{region}",
	},
	"aws_s3_object": {"id": "{bucket}/{key}", "arn": "arn:aws:s3:::{bucket}/{key}"},
	"aws_ecr_repository": {
		"id": "{name}", "arn": "arn:aws:ecr:{region}:{account}:repository/{name}", "registry_id": "{account}",
		"repository_url": "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
	},
	"aws_ecr_lifecycle_policy":   {"id": "{repository}", "registry_id": "{account}"},
	"aws_ecr_repository_policy":  {"id": "{repository}", "registry_id": "{account}"},
	"aws_budgets_budget":         {"id": "{account}:{name}", "arn": "arn:aws:budgets::{account}:budget/{name}", "account_id": "{account}"},
	"aws_ce_cost_allocation_tag": {"id": "{tag_key}"},
}

// invoke is how API Gateway names a function.
func invoke(arn string) string {
	return "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/" + arn + "/invocations"
}

func wafARN(kind string) string {
	return "arn:aws:wafv2:{region}:{account}:regional/" + kind + "/{name}/{id}"
}
