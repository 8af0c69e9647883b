package rules

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/infra/iam"
	"github.com/slipway-dev/slipway/tests/terraform"
)

// Trust are the rules about who may be a role, and who may call or use what there is.
func Trust() []Rule {
	policies := []string{
		"aws_ecr_repository_policy", "aws_s3_bucket_policy", "aws_sns_topic_policy", "aws_sqs_queue_policy", "aws_secretsmanager_secret_policy",
	}
	return []Rule{
		{"a role trusts one that is named, and for a reason", "without conditions, others' services and other branches' workflows can be it", each(trusts, "aws_iam_role")},
		{"nothing is everybody's", "a policy of a resource can open it to the world", each(open, policies...)},
		{"queues, topics and buckets are only spoken to by TLS", "so that nobody reads along", each(encryptedWay, "aws_sqs_queue_policy", "aws_sns_topic_policy", "aws_s3_bucket_policy")},
		{"every queue and topic has a policy", "TLS is asked for by it", policed},
		{"a function is called by one who is named", "a service's name alone lets in everybody's rules, topics and APIs", each(called, "aws_lambda_permission")},
		{"a bucket is nobody else's", "there are secrets in a state", buckets},
	}
}

// homely are services that need no condition, by why.
func homely() map[string]string {
	return map[string]string{
		"lambda.amazonaws.com":     "a function gets a role of its own account only, from one who may pass it",
		"apigateway.amazonaws.com": "the account's own setting",
	}
}

const issuer = "token.actions.githubusercontent.com"

func trusts(r terraform.Resource) string {
	p, err := iam.Read(r.Values["assume_role_policy"])
	if err != nil {
		return err.Error()
	}
	for _, st := range p.Statement {
		equals := st.Condition["StringEquals"]
		for kind, names := range st.Principal {
			switch {
			case kind == "*" || slices.Contains(names, "*"):
				return "trusts everybody"
			case kind == "Federated" && !pins(st.Condition):
				return "trusts tokens of GitHub's without pinning aud, repository and sub, which a new repository's has ids in"
			case kind == "Service" && homely()[names[0]] == "" && len(equals["aws:SourceAccount"]) == 0:
				return "trusts " + names[0] + " for whatever account"
			case kind == "AWS" && len(st.Condition["ArnEquals"]["aws:PrincipalArn"]) == 0 || kind == "AWS" && slices.Contains(st.Action, "sts:AssumeRole") && len(equals["sts:ExternalId"]) == 0:
				return "trusts another account without naming its roles, and an external id"
			}
		}
	}
	return ""
}

// pins is whether the conditions are met by one place in one repository only. GitHub writes ids into
// the subjects of repositories that are made or renamed since July 2026: both ways have to be there.
func pins(c map[string]map[string]iam.Words) bool {
	repository, subjects := c["StringEquals"][issuer+":repository"], c["StringLike"][issuer+":sub"]
	if !slices.Equal(c["StringEquals"][issuer+":aud"], []string{"sts.amazonaws.com"}) || len(repository) != 1 || has(repository[0], "*", "?") {
		return false
	}
	owner, name, _ := strings.Cut(repository[0], "/")
	ways := map[string]int{}
	for _, subject := range subjects {
		way, place, _ := strings.Cut(strings.TrimPrefix(subject, "repo:"), ":")
		if place == "" || has(place, "*", "?") {
			return false
		}
		ways[way]++
	}
	plain, ids := ways[owner+"/"+name], ways[owner+"@*/"+name+"@*"]
	return len(ways) == 2 && plain > 0 && plain == ids
}

func open(r terraform.Resource) string {
	p, err := iam.Read(r.Values["policy"])
	if err != nil {
		return err.Error()
	}
	for _, st := range p.Statement {
		if st.Effect != "Allow" {
			continue
		}
		for kind, names := range st.Principal {
			narrow := len(st.Condition["ArnLike"]["aws:SourceArn"])+len(st.Condition["ArnEquals"]["aws:SourceArn"])+len(st.Condition["StringEquals"]["aws:SourceAccount"]) > 0
			if kind == "*" || slices.Contains(names, "*") || kind == "Service" && !narrow {
				return "lets in " + kind + " " + strings.Join(names, ", ") + " without a source"
			}
		}
	}
	return ""
}

func encryptedWay(r terraform.Resource) string {
	p, err := iam.Read(r.Values["policy"])
	if err != nil {
		return err.Error()
	}
	for _, st := range p.Statement {
		if st.Effect == "Deny" && slices.Contains(st.Principal["*"], "*") && slices.Contains(st.Condition["Bool"]["aws:SecureTransport"], "false") {
			return ""
		}
	}
	return "does not refuse what comes without TLS"
}

func policed(s terraform.State) []string {
	var found []string
	for kind, by := range map[string][2]string{"aws_sqs_queue": {"aws_sqs_queue_policy", "queue_url"}, "aws_sns_topic": {"aws_sns_topic_policy", "arn"}} {
		policies := have(s, by[0], by[1])
		for _, r := range s.Of(kind) {
			if _, ok := policies[text(r, map[string]string{"aws_sqs_queue": "url", "aws_sns_topic": "arn"}[kind])]; !ok {
				found = append(found, r.Address+" has no policy")
			}
		}
	}
	return found
}

func called(r terraform.Resource) string {
	switch {
	case !strings.HasPrefix(text(r, "source_arn"), "arn:") && len(text(r, "principal")) != 12:
		return "lets " + text(r, "principal") + " call for anybody: say source_arn"
	case text(r, "qualifier") == "":
		return "lets the function be called past its alias"
	}
	return ""
}

func buckets(s terraform.State) []string {
	var found []string
	blocks := have(s, "aws_s3_bucket_public_access_block", "bucket")
	for _, r := range s.Of("aws_s3_bucket") {
		block := blocks[text(r, "id")]
		for _, way := range []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"} {
			if text(block, way) != "true" {
				found = append(found, r.Address+" could be made public: "+way)
			}
		}
	}
	return found
}
