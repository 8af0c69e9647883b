package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/infra/iam"
	"github.com/slipway-dev/slipway/tests/terraform"
)

// front looks at the role whose name ends so: it reads one secret, sends to queues, and
// writes its log and traces.
func front(s terraform.State) []string {
	var found []string
	for _, r := range s.Of("aws_iam_role") {
		name := text(r, "name")
		if !strings.HasSuffix(name, "-front") || tag(r, "slipway:component") != "bot" {
			continue
		}
		granted, err := iam.Granted(s, name)
		if err != nil {
			return []string{err.Error()}
		}
		may := []string{
			"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords",
			"secretsmanager:GetSecretValue", "ssm:GetParameter", "kms:Decrypt", "kms:GenerateDataKey", "sqs:SendMessage",
		}
		for _, action := range granted.Names() {
			if !slices.Contains(may, action) {
				found = append(found, fmt.Sprintf("%s may %s", r.Address, action))
			}
		}
		if granted["sqs:SendMessage"] == "" || granted["secretsmanager:GetSecretValue"]+granted["ssm:GetParameter"] == "" {
			found = append(found, r.Address+" cannot do its work")
		}
	}
	return found
}

func boundary(s terraform.State) []string {
	var found []string
	for _, r := range s.Of("aws_iam_role_policy_attachment") {
		if strings.Contains(text(r, "policy_arn"), "boundary") {
			found = append(found, r.Address+" gives a role all that the boundary allows")
		}
	}
	return found
}
