package rules

import (
	"strings"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// Guarded are the rules about the web ACL, for environments that have one.
func Guarded() []Rule {
	return []Rule{
		{"a web ACL stands before every stage", "one that is open is the one that is found", associated},
		{"the web ACL blocks", "one that only counts lets everything in", each(blocks, "aws_wafv2_web_acl", "aws_wafv2_rule_group")},
		{"what the web ACL sees is logged, but for signatures and keys", "a log of signatures is a store of them", redacted},
	}
}

func associated(s terraform.State) []string {
	guards := have(s, "aws_wafv2_web_acl_association", "resource_arn")
	var found []string
	for _, r := range s.Of("aws_api_gateway_stage") {
		if _, ok := guards[text(r, "arn")]; !ok {
			found = append(found, r.Address+" has no web ACL before it")
		}
	}
	return found
}

// blocks wants a rule that blocks: the country's alone counts in either mode.
func blocks(r terraform.Resource) string {
	all, _ := r.Values["rule"].([]any)
	for _, rule := range all {
		one := terraform.Resource{Values: map[string]any{"rule": rule}}
		if at(one, "rule", "action", "block") != nil && len(list(at(one, "rule", "action", "block"))) > 0 {
			return ""
		}
	}
	return "has no rule that blocks"
}

func list(v any) []any {
	all, _ := v.([]any)
	return all
}

func redacted(s terraform.State) []string {
	logs := have(s, "aws_wafv2_web_acl_logging_configuration", "resource_arn")
	var found []string
	for _, acl := range s.Of("aws_wafv2_web_acl") {
		r, ok := logs[text(acl, "arn")]
		if !ok {
			found = append(found, acl.Address+" writes no log")
			continue
		}
		for _, header := range []string{"x-slack-signature", "x-hub-signature-256", "authorization", "x-api-key", "cookie"} {
			hidden := false
			for _, f := range list(r.Values["redacted_fields"]) {
				one := terraform.Resource{Values: map[string]any{"field": f}}
				hidden = hidden || strings.EqualFold(text(one, "field", "single_header", "name"), header)
			}
			if !hidden {
				found = append(found, r.Address+" shows "+header)
			}
		}
	}
	return found
}
