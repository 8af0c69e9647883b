package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/infra/iam"
	"github.com/slipway-dev/slipway/tests/terraform"
)

// Rights are the rules about what roles may do.
func Rights() []Rule {
	return []Rule{
		{"no role may do all of a service", "what a role may do is written down, action by action", statements(broad)},
		{"* is for actions without resources", "whoever can name a resource does", statements(anywhere)},
		{"nobody makes roles but Terraform's", "who can make or give away a role can do what any role can", statements(roles)},
		{"only managed functions can be changed", "a policy on names would outgrow its limit, and one without a condition reaches the bot itself", statements(unmanaged)},
		{"the front can read a secret and queue", "it is what strangers speak to", front},
		{"the boundary is no grant", "it says what roles can be given at most, and may do all of a service", boundary},
		{"policies belong to one role", "a managed one could be attached to any", each(func(r terraform.Resource) string {
			if !strings.HasSuffix(text(r, "name"), "-boundary") {
				return "is a managed policy: write it into its role"
			}
			return ""
		}, "aws_iam_policy")},
	}
}

// grant is a statement of a role's policy, which allows something.
type grant struct {
	iam.Statement
	role string
}

// terraforms says that a role is Terraform's own: who plans reads every setting, and who
// applies changes them.
func (g grant) terraforms() bool {
	return strings.HasPrefix(g.role, "slipway-plan-") || strings.HasPrefix(g.role, "slipway-apply-")
}

// statements checks each grant of each role.
func statements(check func(grant) string) func(terraform.State) []string {
	return each(func(r terraform.Resource) string {
		p, err := iam.Read(r.Values["policy"])
		if err != nil {
			return err.Error()
		}
		var found []string
		for _, st := range p.Statement {
			if st.Effect == "Allow" {
				if wrong := check(grant{st, text(r, "role")}); wrong != "" {
					found = append(found, wrong)
				}
			}
		}
		return strings.Join(found, "; ")
	}, "aws_iam_role_policy")
}

func broad(g grant) string {
	for _, action := range g.Action {
		_, name, _ := strings.Cut(action, ":")
		if name == "" || name == "*" || strings.Contains(name, "*") && !g.terraforms() {
			return "allows " + action
		}
	}
	if len(g.NotAction) > 0 {
		return "allows everything but something"
	}
	return ""
}

// nowhere are the actions that take no resource.
func nowhere() map[string]string {
	return map[string]string{
		"cloudwatch:GetMetricStatistics": "metrics have no ARNs", "cloudwatch:GetMetricData": "metrics have no ARNs", "cloudwatch:GetMetricWidgetImage": "metrics have no ARNs",
		"logs:GetQueryResults": "queries have no ARNs", "logs:StopQuery": "queries have no ARNs",
		"cloudwatch:DescribeAlarms":      "composite alarms are only described of all",
		"lambda:ListEventSourceMappings": "a list of the account's", "lambda:CreateEventSourceMapping": "it has no ARN before it is made",
		"xray:PutTraceSegments": "traces have no ARNs", "xray:PutTelemetryRecords": "traces have no ARNs",
		"xray:GetSamplingRules": "the account's", "xray:GetSamplingTargets": "the account's",
		"ecr:GetAuthorizationToken":     "a token for the whole registry",
		"sns:SetSubscriptionAttributes": "AWS knows no resource for it", "sns:Unsubscribe": "as above",
		"logs:CreateLogDelivery": "deliveries have no ARNs", "logs:GetLogDelivery": "as above", "logs:UpdateLogDelivery": "as above", "logs:DeleteLogDelivery": "as above",
		"logs:PutResourcePolicy": "the account's", "logs:DeleteResourcePolicy": "the account's",
	}
}

func anywhere(g grant) string {
	if !slices.Contains(g.Resource, "*") {
		return ""
	}
	for _, action := range g.Action {
		_, name, _ := strings.Cut(action, ":")
		reads := g.terraforms() && has(name, "GET", "Get", "List", "Describe", "Validate")
		if nowhere()[action] == "" && !reads {
			return fmt.Sprintf("allows %s on *", action)
		}
	}
	return ""
}

func roles(g grant) string {
	for _, action := range g.Action {
		own := strings.HasPrefix(g.role, "slipway-plan-") && has(action, "iam:Get", "iam:List") || strings.HasPrefix(g.role, "slipway-apply-")
		if strings.HasPrefix(action, "iam:") && !own {
			return "allows " + action
		}
		limited := len(g.Condition["StringEquals"]["iam:PassedToService"]) > 0
		if action == "iam:PassRole" && !limited {
			return "lets a role be given to any service"
		}
		bounded := len(g.Condition["StringEquals"]["iam:PermissionsBoundary"]) > 0
		if has(action, "iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary") && !bounded {
			return "allows " + action + " without a boundary"
		}
	}
	return ""
}

func unmanaged(g grant) string {
	for _, resource := range g.Resource {
		wide := strings.Contains(resource, ":lambda:") && strings.Contains(resource, ":function:*")
		if wide && !slices.Contains(g.Condition["StringEquals"]["aws:ResourceTag/slipway:managed"], "true") && !g.terraforms() {
			return fmt.Sprintf("reaches every function with %s", strings.Join(g.Action, ", "))
		}
	}
	return ""
}
