package rules

import (
	"strings"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// Kept are the rules about what is kept: encrypted, for how long, and never a secret.
func Kept() []Rule {
	return []Rule{
		{"every log ends", "a log without retention is kept, and paid for, for ever", each(retained, "aws_cloudwatch_log_group")},
		{"every function has a log of its own, and is traced", "Lambda makes one itself otherwise, without retention and tags", logged},
		{"queues are encrypted", "jobs name people, commits and reasons", each(need("sqs_managed_sse_enabled", "true", "kms_master_key_id"), "aws_sqs_queue")},
		{"images are scanned, encrypted and stay what they are", "what runs is what was scanned", each(images, "aws_ecr_repository")},
		{"tables can be brought back, and are not deleted by mistake", "the audit is in there. DynamoDB encrypts each", each(tables, "aws_dynamodb_table")},
		{"buckets are encrypted and keep versions", "a state that is lost is a day's work", kept},
		{"no secret is in a state", "whoever reads the state would have it", secrets},
		{"secrets can be brought back", "one that is deleted by mistake stops everything", each(need("recovery_window_in_days", "30", ""), "aws_secretsmanager_secret")},
		{"topics are encrypted where there is a key", "AWS's own key for SNS lets no alarm publish: CloudWatch may not use it, so the default is none", topics},
	}
}

func retained(r terraform.Resource) string {
	if days := text(r, "retention_in_days"); days == "" || days == "0" {
		return "is kept for ever: say retention_in_days"
	}
	return ""
}

// need wants an argument to be so, or another one to be given.
func need(argument, value, or string) func(terraform.Resource) string {
	return func(r terraform.Resource) string {
		if text(r, argument) == value || or != "" && text(r, or) != "" {
			return ""
		}
		return "has not " + argument + " = " + value
	}
}

func logged(s terraform.State) []string {
	groups := have(s, "aws_cloudwatch_log_group", "name")
	var found []string
	for _, r := range s.Of("aws_lambda_function") {
		name := text(r, "logging_config", "log_group")
		if name == "" {
			name = "/aws/lambda/" + text(r, "function_name")
		}
		if _, ok := groups[name]; !ok {
			found = append(found, r.Address+" writes to "+name+", which nobody makes")
		}
		if text(r, "tracing_config", "mode") != "Active" {
			found = append(found, r.Address+" is not traced")
		}
	}
	for _, r := range s.Of("aws_api_gateway_stage") {
		if text(r, "xray_tracing_enabled") != "true" || text(r, "access_log_settings", "destination_arn") == "" {
			found = append(found, r.Address+" is not traced, or writes no log of who calls")
		}
	}
	return found
}

func images(r terraform.Resource) string {
	switch {
	case text(r, "image_tag_mutability") != "IMMUTABLE":
		return "lets a tag move to another image"
	case text(r, "image_scanning_configuration", "scan_on_push") != "true":
		return "is not scanned"
	case !has(text(r, "encryption_configuration", "encryption_type"), "AES256", "KMS"):
		return "is not encrypted"
	}
	return ""
}

func tables(r terraform.Resource) string {
	switch {
	case text(r, "point_in_time_recovery", "enabled") != "true":
		return "cannot be brought back: say point_in_time_recovery"
	case text(r, "deletion_protection_enabled") != "true":
		return "can be deleted by mistake"
	}
	return ""
}

func kept(s terraform.State) []string {
	encrypted, versioned := have(s, "aws_s3_bucket_server_side_encryption_configuration", "bucket"), have(s, "aws_s3_bucket_versioning", "bucket")
	var found []string
	for _, r := range s.Of("aws_s3_bucket") {
		how := text(encrypted[text(r, "id")], "rule", "apply_server_side_encryption_by_default", "sse_algorithm")
		if !has(how, "AES256", "aws:kms") || text(versioned[text(r, "id")], "versioning_configuration", "status") != "Enabled" {
			found = append(found, r.Address+" is not encrypted, or keeps no versions")
		}
	}
	return found
}

// secrets knows where a value of a secret would be, and what ours look like.
func secrets(s terraform.State) []string {
	var found []string
	for _, r := range s.Resources {
		switch {
		case r.Type == "aws_secretsmanager_secret_version" && text(r, "secret_string")+text(r, "secret_binary") != "":
			found = append(found, r.Address+" has a secret's value in the state")
		case r.Type == "aws_ssm_parameter" && strings.EqualFold(text(r, "type"), "SecureString") && text(r, "value") != "":
			found = append(found, r.Address+" has a secret's value in the state: use value_wo")
		}
		if all := text(r, "environment"); has(all, "xoxb-", "xoxp-", "ghp_", "BEGIN RSA", "BEGIN PRIVATE", "AKIA") {
			found = append(found, r.Address+" has a secret in its environment")
		}
	}
	return found
}

// topics are held to the key that the bot's table has.
func topics(s terraform.State) []string {
	var found []string
	for _, table := range s.Of("aws_dynamodb_table") {
		key := text(table, "server_side_encryption", "kms_key_arn")
		for _, r := range s.Of("aws_sns_topic") {
			if key != "" && text(r, "kms_master_key_id") == "" {
				found = append(found, r.Address+" is not encrypted with the key that there is")
			}
		}
	}
	return found
}
