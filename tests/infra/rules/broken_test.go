package rules_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/infra/rules"
	"github.com/slipway-dev/slipway/tests/infra/source"
	"github.com/slipway-dev/slipway/tests/terraform"
)

// state reads resources, each a line of a type and its values as JSON.
func state(t *testing.T, lines string) terraform.State {
	t.Helper()
	var s terraform.State
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		kind, values, _ := strings.Cut(strings.TrimSpace(line), " ")
		r := terraform.Resource{Address: kind + ".x", Type: kind, Name: "x"}
		if err := json.Unmarshal([]byte(values), &r.Values); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		s.Resources = append(s.Resources, r)
	}
	return s
}

// policy writes a policy's text into values.
func policy(argument, statement, more string) string {
	text, _ := json.Marshal(`{"Statement":[` + statement + `]}`) // a string can always be encoded
	return `{"` + argument + `":` + string(text) + more + `}`
}

func right(statement string) string {
	return "aws_iam_role_policy " + policy("policy", statement, `,"role":"slipway-worker"`)
}

// github is a role that trusts tokens of GitHub's.
func github(aud, repository string, subjects ...string) string {
	const issuer = "token.actions.githubusercontent.com"
	sub, _ := json.Marshal(subjects)
	return trust(fmt.Sprintf(`{"Effect":"Allow","Principal":{"Federated":"x"},"Action":"y","Condition":{"StringEquals":{"%[1]s:aud":%[2]q,"%[1]s:repository":%[3]q},"StringLike":{"%[1]s:sub":%[4]s}}}`,
		issuer, aud, repository, sub))
}

func trust(statement string) string {
	return "aws_iam_role " + policy("assume_role_policy", statement, "")
}

// breaches are states that break one rule each, several in as many ways.
func breaches() map[string][]string {
	return map[string][]string{
		"everything says what it belongs to": {
			`aws_sqs_queue {"tags":{}}`, `aws_sqs_queue {"tags":{"slipway:component":"misc"}}`,
			`aws_sqs_queue {"tags":{"slipway:component":"service","slipway:service":"a"}}`,
		},
		"only services' functions are the bot's to change": {
			`aws_lambda_function {"tags":{"slipway:component":"bot","slipway:managed":"true"}}`, `aws_lambda_function {"tags":{"slipway:component":"service"}}`,
		},
		"no role may do all of a service": {
			right(`{"Effect":"Allow","Action":"s3:*","Resource":"a"}`), right(`{"Effect":"Allow","Action":["*"],"Resource":"a"}`),
			right(`{"Effect":"Allow","Action":"s3:Get*","Resource":"a"}`), right(`{"Effect":"Allow","NotAction":"iam:*","Resource":"a"}`),
		},
		"* is for actions without resources": {right(`{"Effect":"Allow","Action":["xray:PutTraceSegments","sqs:SendMessage"],"Resource":"*"}`)},
		"nobody makes roles but Terraform's": {
			right(`{"Effect":"Allow","Action":"iam:GetRole","Resource":"a"}`),
			strings.Replace(right(`{"Effect":"Allow","Action":"iam:PassRole","Resource":"a"}`), "slipway-worker", "slipway-apply-prod", 1),
			strings.Replace(right(`{"Effect":"Allow","Action":"iam:CreateRole","Resource":"a"}`), "slipway-worker", "slipway-apply-prod", 1),
		},
		"only managed functions can be changed": {right(`{"Effect":"Allow","Action":"lambda:UpdateAlias","Resource":["arn:aws:lambda:eu-west-1:1:function:*"]}`)},
		"the front can read a secret and queue": {
			"aws_iam_role {\"name\":\"slipway-front\",\"tags\":{\"slipway:component\":\"bot\"}}\n" +
				strings.Replace(right(`{"Effect":"Allow","Action":["sqs:SendMessage","ssm:GetParameter","dynamodb:GetItem"],"Resource":"a"}`), "slipway-worker", "slipway-front", 1),
			`aws_iam_role {"name":"slipway-front","tags":{"slipway:component":"bot"}}`,
		},
		"the boundary is no grant":    {`aws_iam_role_policy_attachment {"policy_arn":"arn:aws:iam::1:policy/slipway-boundary"}`},
		"policies belong to one role": {`aws_iam_policy {"name":"slipway-more"}`},
		"a role trusts one that is named, and for a reason": {
			trust(`{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}`),
			trust(`{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}`),
			trust(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}}`),
			trust(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"sts:AssumeRole","Condition":{"ArnEquals":{"aws:PrincipalArn":"x"}}}`),
			github("", "a/b", "repo:a/b:environment:c", "repo:a@*/b@*:environment:c"),
			github("sts.amazonaws.com", "a/*", "repo:a/*:environment:c", "repo:a@*/*@*:environment:c"),
			github("sts.amazonaws.com", "a/b", "repo:a/b:*", "repo:a@*/b@*:*"),
			github("sts.amazonaws.com", "a/b", "repo:a/b:environment:c"),
			github("sts.amazonaws.com", "a/b", "repo:a/b:environment:c", "repo:a@*/x@*:environment:c"),
		},
		"nothing is everybody's": {
			"aws_sqs_queue_policy " + policy("policy", `{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage"}`, ""),
			"aws_ecr_repository_policy " + policy("policy", `{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"ecr:BatchGetImage"}`, ""),
		},
		"queues, topics and buckets are only spoken to by TLS": {"aws_sns_topic_policy " + policy("policy", `{"Effect":"Deny","Principal":"*","Action":"sns:Publish"}`, "")},
		"every queue and topic has a policy":                   {`aws_sqs_queue {"url":"https://a"}`, `aws_sns_topic {"arn":"arn:a"}`},
		"a function is called by one who is named": {
			`aws_lambda_permission {"principal":"events.amazonaws.com","qualifier":"live"}`, `aws_lambda_permission {"principal":"events.amazonaws.com","source_arn":"arn:a"}`,
		},
		"a bucket is nobody else's": {`aws_s3_bucket {"id":"a"}`},
		"every log ends":            {`aws_cloudwatch_log_group {"name":"a"}`, `aws_cloudwatch_log_group {"name":"a","retention_in_days":0}`},
		"every function has a log of its own, and is traced": {
			`aws_lambda_function {"function_name":"a","tracing_config":[{"mode":"Active"}]}`, `aws_api_gateway_stage {"xray_tracing_enabled":true}`,
			"aws_lambda_function {\"function_name\":\"a\",\"tracing_config\":[]}\naws_cloudwatch_log_group {\"name\":\"/aws/lambda/a\"}",
		},
		"queues are encrypted": {`aws_sqs_queue {"sqs_managed_sse_enabled":false}`},
		"images are scanned, encrypted and stay what they are": {
			`aws_ecr_repository {"image_tag_mutability":"MUTABLE"}`, `aws_ecr_repository {"image_tag_mutability":"IMMUTABLE"}`,
			`aws_ecr_repository {"image_tag_mutability":"IMMUTABLE","image_scanning_configuration":[{"scan_on_push":true}]}`,
		},
		"tables can be brought back, and are not deleted by mistake": {
			`aws_dynamodb_table {"deletion_protection_enabled":true}`, `aws_dynamodb_table {"point_in_time_recovery":[{"enabled":true}]}`,
		},
		"buckets are encrypted and keep versions": {`aws_s3_bucket {"id":"a"}`},
		"no secret is in a state": {
			`aws_secretsmanager_secret_version {"secret_string":"x"}`, `aws_ssm_parameter {"type":"SecureString","value":"x"}`,
			`aws_lambda_function {"environment":[{"variables":{"TOKEN":"xoxb-1"}}]}`,
		},
		"secrets can be brought back":               {`aws_secretsmanager_secret {"recovery_window_in_days":0}`},
		"topics are encrypted where there is a key": {"aws_dynamodb_table {\"server_side_encryption\":[{\"kms_key_arn\":\"arn:a\"}]}\naws_sns_topic {\"arn\":\"b\"}"},
		"every alarm tells somebody, and says what to do": {
			`aws_cloudwatch_metric_alarm {"ok_actions":["a"]}`, `aws_cloudwatch_metric_alarm {"alarm_actions":["a"],"ok_actions":["a"],"alarm_description":"It is red."}`,
		},
		"every service has eight alarms": {`aws_lambda_function {"tags":{"slipway:service":"a"}}`},
		"alarms and dashboards watch what there is": {
			`aws_cloudwatch_metric_alarm {"namespace":"Slipway","metric_name":"Hartbeat"}`,
			`aws_cloudwatch_metric_alarm {"metric_query":[{"metric":[{"namespace":"AWS/Lamda","metric_name":"Errors"}]}]}`,
			`aws_cloudwatch_dashboard {"dashboard_body":"{\"widgets\":[{\"properties\":{\"metrics\":[[\"AWS/Lamda\",\"Errors\"]]}}]}"}`,
			`aws_cloudwatch_dashboard {"dashboard_body":"{\"widgets\":[{\"properties\":{\"metrics\":[[{\"expression\":\"SEARCH('{AWS/Lamda,A} MetricName=\\\"Errors\\\"', 'Sum')\"}]]}}]}"}`,
		},
		"what the bot counts is looked at":    {`aws_sfn_state_machine {}`},
		"dashboards can be read":              {`aws_cloudwatch_dashboard {"dashboard_body":"{"}`, `aws_cloudwatch_dashboard {"dashboard_body":"{}"}`},
		"a web ACL stands before every stage": {`aws_api_gateway_stage {"arn":"a"}`},
		"the web ACL blocks":                  {`aws_wafv2_web_acl {"rule":[{"action":[{"block":[],"count":[{}]}]}]}`},
		"what the web ACL sees is logged, but for signatures and keys": {
			`aws_wafv2_web_acl {"arn":"a"}`,
			"aws_wafv2_web_acl {\"arn\":\"a\"}\naws_wafv2_web_acl_logging_configuration {\"resource_arn\":\"a\",\"redacted_fields\":[{\"single_header\":[{\"name\":\"cookie\"}]}]}",
		},
	}
}

func TestEveryRuleSeesItsBreach(t *testing.T) {
	for _, r := range slices.Concat(all(), rules.Guarded()) {
		for _, lines := range breaches()[r.Name] {
			if len(r.Check(state(t, lines))) == 0 {
				t.Errorf("%s: it does not see\n%s", r.Name, lines)
			}
		}
		if len(breaches()[r.Name]) == 0 {
			t.Errorf("%s: there is no breach that it is seen to see", r.Name)
		}
	}
}

// files are modules that break one rule each.
func files() map[string][]string {
	return map[string][]string{
		"variables and outputs are described, and variables typed": {
			`variable "a" { type = string }`, `variable "a" { description = "What it is." }`, `output "a" { value = 1 }`,
			"variable \"a\" {\n type = string\n description = \"What it is.\"\n validation {\n condition = true\n error_message = \"invalid\"\n }\n}",
		},
		"modules have no provider, and none asks what an apply would not know": {`provider "aws" {}`, `data "aws_vpc" "a" {}`},
		"modules come from this repository":                                    {"module \"a\" {\n source = \"terraform-aws-modules/lambda/aws\"\n}"},
		"what moves traffic is left to the bot": {
			`resource "aws_lambda_alias" "a" {}`, "resource \"aws_lambda_alias\" \"a\" {\n lifecycle {\n ignore_changes = [function_version, routing_config]\n }\n}",
			"resource \"aws_lambda_function\" \"a\" {\n lifecycle {\n ignore_changes = [image_uri]\n }\n}",
		},
		"schedules are in files of their own":    {`resource "aws_scheduler_schedule" "a" {}`},
		"policies and definitions are no text":   {"resource \"aws_iam_role_policy\" \"a\" {\n policy = \"{}\"\n}"},
		"every folder pins what it is made with": {"terraform {\n required_version = \">= 1.11\"\n required_providers {\n aws = { version = \">= 5\" }\n }\n}"},
	}
}

func TestEveryRuleOverFilesSeesItsBreach(t *testing.T) {
	for _, r := range rules.Files() {
		for _, text := range files()[r.Name] {
			root := t.TempDir()
			if err := os.MkdirAll(filepath.Join(root, "modules", "a"), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, "modules", "a", "main.tf"), []byte(text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			modules, err := source.Read(root)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Check(modules)) == 0 {
				t.Errorf("%s: it does not see\n%s", r.Name, text)
			}
		}
		if len(files()[r.Name]) == 0 {
			t.Errorf("%s: there is no breach that it is seen to see", r.Name)
		}
	}
}
