// Package iam holds three things equal: the actions of AWS that the code calls, those that
// docs/permissions.md gives reasons for, and those that the roles of Terraform allow.
package iam

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/infra/calls"
)

// Needs are actions, "lambda:InvokeFunction", each with why it is needed.
type Needs map[string]string

// Names are the actions, in order.
func (n Needs) Names() []string { return slices.Sorted(maps.Keys(n)) }

// services are those that IAM calls otherwise than the SDK does.
func services() map[string]string {
	return map[string]string{"cloudwatchlogs": "logs", "sfn": "states"}
}

// operations are those that ask for an action of another name. An empty one asks for none.
func operations() map[string]string {
	return map[string]string{
		"lambda.Invoke":                             "lambda:InvokeFunction",
		"s3.HeadObject":                             "s3:GetObject",
		"s3.ListObjectsV2":                          "s3:ListBucket",
		"dynamodb.TransactWriteItems":               "", // IAM looks at what is done to each item
		"dynamodb.TransactWriteItem.Put":            "dynamodb:PutItem",
		"dynamodb.TransactWriteItem.Update":         "dynamodb:UpdateItem",
		"dynamodb.TransactWriteItem.Delete":         "dynamodb:DeleteItem",
		"dynamodb.TransactWriteItem.ConditionCheck": "dynamodb:ConditionCheckItem",
		"call.SendMessage":                          "sqs:SendMessage",
		"call.GetSecretValue":                       "secretsmanager:GetSecretValue",
		"call.GetParameter":                         "ssm:GetParameter",
	}
}

// Of are the actions that these operations ask for. An operation of package aws/call that
// is not known here is an error, since its service cannot be told.
func Of(found calls.Found) (Needs, error) {
	needs := Needs{}
	for operation, way := range found {
		action, special := operations()[operation]
		service, name, _ := strings.Cut(operation, ".")
		switch {
		case special && action == "":
			continue
		case special:
		case service == "call" || strings.Contains(name, "."):
			return nil, fmt.Errorf("which action does %s ask for? Say it in tests/infra/iam/names.go", operation)
		default:
			if other, ok := services()[service]; ok {
				service = other
			}
			action = service + ":" + name
		}
		needs[action] = way
	}
	return needs, nil
}
