package iam

import (
	"fmt"
	"maps"
	"regexp"

	"github.com/slipway-dev/slipway/infra"
	"github.com/slipway-dev/slipway/tests/infra/calls"
)

// Part is a part of Slipway that has a role of its own.
type Part struct {
	Name    string // as the heading in docs/permissions.md
	Entries []string
	Bounds  []calls.Bound
	Beside  Needs // what AWS asks for beside the calls
}

// Folders are those that the entries of the parts are in.
func Folders() []string {
	return []string{"cmd/front", "cmd/worker", "cmd/wiring", "cmd/slipway/release"}
}

// Parts are all that run our own code.
func Parts() []Part {
	function := join(keyed(), Needs{
		"logs:CreateLogStream": "Lambda writes the log in the function's name", "logs:PutLogEvents": "as above",
		"xray:PutTraceSegments": "Lambda, and we, tell of each call", "xray:PutTelemetryRecords": "as above",
	})
	return []Part{
		{Name: "front", Entries: []string{"cmd/front.open"}, Beside: function},
		{
			Name: "worker", Entries: []string{"cmd/wiring.Read", "cmd/worker.openWorker"}, Bounds: goingBack(),
			Beside: join(function, Needs{
				"sqs:ReceiveMessage":          "Lambda takes messages in the function's name",
				"sqs:DeleteMessage":           "as above, when they are done",
				"sqs:ChangeMessageVisibility": "as above, when they failed",
				"sqs:GetQueueAttributes":      "as above, to see how many there are",
			}),
		},
		{Name: "ticker", Entries: []string{"cmd/wiring.Read", "cmd/worker.openTicker"}, Beside: function},
		{Name: "a workflow's role", Entries: []string{"cmd/slipway/release.Open", "cmd/slipway/release.Command"}, Bounds: shipping(), Beside: keyed()},
	}
}

// keyed is what a key of the team's own asks of whoever reads or writes what it encrypts.
func keyed() Needs {
	return Needs{"kms:Decrypt": "read what a key of the team's own encrypts", "kms:GenerateDataKey": "write it"}
}

// goingBack bounds the one turn of a rollout that the worker takes itself. That such a
// turn looks at and does no more is held by a test of this package.
func goingBack() []calls.Bound {
	return []calls.Bound{{
		From: "(*commands.Commands).goBack", To: "(*commands.Commands).Turn",
		Only: []string{"lambda.ListAliases", "lambda.GetAlias", "lambda.UpdateAlias"},
		Why:  "the first turn of a rollout that goes back reads the aliases and points those that are there already",
	}}
}

// shipping bounds the one door that all commands go through: runs of workflows ship and go
// back, and ask for no dashboard. A test of this package holds that.
func shipping() []calls.Bound {
	return []calls.Bound{{
		From: "(*commands.Commands).run", To: "(*commands.Commands).dashboard",
		Why: "slipway release has no such command",
	}}
}

// Needed are the actions that a part needs with all switches on.
func Needed(p *calls.Program, part Part) (Needs, error) {
	found, err := p.Operations(part.Bounds, part.Entries...)
	if err != nil {
		return nil, fmt.Errorf("follow the calls of %s: %w", part.Name, err)
	}
	needs, err := Of(found)
	if err != nil {
		return nil, err
	}
	needs = join(part.Beside, needs)
	for action, more := range follow() {
		if needs[action] != "" {
			needs = join(more, needs)
		}
	}
	return needs, nil
}

// follow are the actions that AWS asks for beside another one.
func follow() map[string]Needs {
	return map[string]Needs{
		"s3:GetObject": {"s3:ListBucket": "without it S3 answers that what is not there is denied"},
		"lambda:UpdateFunctionCode": {
			"ecr:BatchGetImage":          "of a repository in another account, Lambda wants that the caller may pull, too",
			"ecr:GetDownloadUrlForLayer": "as above",
		},
		"sts:AssumeRole": {"sts:TagSession": "the session is tagged with what it is for"},
	}
}

// resource is how the state machine names what a state calls.
var resource = regexp.MustCompile(`"Resource": "arn:aws:states:::(?:aws-sdk:)?([a-z]+):([a-zA-Z]+)`)

// StateMachine are the actions that the states of infra/rollout.asl.json call.
func StateMachine() (Needs, error) {
	vars := map[string]string{}
	for _, v := range infra.Variables() {
		vars[v] = "x"
	}
	definition, err := infra.Definition(vars)
	if err != nil {
		return nil, err
	}
	found := calls.Found{}
	for _, m := range resource.FindAllStringSubmatch(definition, -1) {
		found[m[1]+"."+string(m[2][0]-'a'+'A')+m[2][1:]] = "a state calls it"
	}
	needs, err := Of(found)
	return join(needs, keyed(), Needs{
		"xray:PutTraceSegments": "Step Functions tells of each execution", "xray:PutTelemetryRecords": "as above",
		"xray:GetSamplingRules": "as above, of some", "xray:GetSamplingTargets": "as above",
	}), err
}

func join(all ...Needs) Needs {
	out := Needs{}
	for _, n := range all {
		maps.Copy(out, n)
	}
	return out
}
