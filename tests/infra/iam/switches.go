package iam

import (
	"maps"
	"slices"
)

// Switch is something that Terraform's variables, or slipway.yaml, turn on or off, and with
// it the actions that only that needs.
type Switch string

// The switches.
const (
	SecretsManager Switch = "Secrets Manager"
	ParameterStore Switch = "Parameter Store"
	Images         Switch = "services that are images"
	Archives       Switch = "services that are archives"
	ForeignImages  Switch = "images of another account"
	Accounts       Switch = "environments in other accounts"
	Key            Switch = "a key of the team's own"
	Traces         Switch = "X-Ray"
)

func switches() map[Switch][]string {
	return map[Switch][]string{
		SecretsManager: {"secretsmanager:GetSecretValue"},
		ParameterStore: {"ssm:GetParameter"},
		Images:         {"ecr:DescribeImages"},
		Archives:       {"s3:GetObject", "s3:ListBucket"},
		ForeignImages:  {"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
		Accounts:       {"sts:AssumeRole", "sts:TagSession"},
		Key:            {"kms:Decrypt", "kms:GenerateDataKey"},
		Traces:         {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"},
	}
}

// With are the needs when these switches are on and the others off.
func (n Needs) With(on ...Switch) Needs {
	out := maps.Clone(n)
	for s, actions := range switches() {
		if !slices.Contains(on, s) {
			maps.DeleteFunc(out, func(action, _ string) bool { return slices.Contains(actions, action) })
		}
	}
	return out
}
