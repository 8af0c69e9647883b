// Package checkup looks at what Slipway relies on in an AWS account, and changes nothing:
// how a function's aliases are set up and who calls them, whether the calls are counted by
// version, which alarms watch it, whether a topic is there, and what time it is.
//
// Of Lambda's control plane, whose 15 calls a second everybody shares, a function costs
// three calls; what else is read of it has limits of its own.
//
// It needs lambda:ListAliases, GetFunction, GetPolicy and ListEventSourceMappings,
// cloudwatch:GetMetricStatistics and DescribeAlarms, and sns:GetTopicAttributes.
package checkup

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// Clients are those of one account and region.
type Clients struct {
	Lambda     *lambda.Client
	CloudWatch *cloudwatch.Client
	SNS        *sns.Client
}

// Options are what else there has to be.
type Options struct {
	Function func(rollout.Target) string // names the function of a target
	Now      func() time.Time            // real time
	Log      *slog.Logger                // gets why something could not be read
}

// Checkup looks at one account and region. It holds no state.
type Checkup struct {
	Clients
	Options
}

// New looks with the clients.
func New(c Clients, o Options) *Checkup { return &Checkup{c, o} }

// unread is what is found where AWS did not let itself be looked at. The activity
// completes "AWS did not …".
func (c *Checkup) unread(ctx context.Context, check, activity string, err error) rollout.Diagnosis {
	c.Log.WarnContext(ctx, "a checkup cannot read something of AWS", "check", check, "error", err)
	told := explain(activity, err)
	return rollout.Diagnosis{Check: check, Grade: rollout.GradeUnknown, Found: told.Message, Remedy: told.Hint}
}

// explain makes an error of a call one that people can read.
func explain(activity string, err error) *rollout.Error {
	var told *rollout.Error
	errors.As(failure.Call{
		Message: "AWS did not " + activity + ".", Hint: "Try again in a minute.", Busy: "AWS was asked too much at once.",
		Denied: "Allow `" + service(err) + ":" + failure.Operation(err) + "` to the role that looks.",
	}.Of(err), &told)
	return told
}

// service is the word that permissions for a service begin with, by the call that failed.
func service(err error) string {
	var call *smithy.OperationError
	if !errors.As(err, &call) {
		return ""
	}
	return strings.ToLower(strings.ReplaceAll(call.Service(), " ", ""))
}

func finding(check string, g rollout.Grade, found, remedy string) rollout.Diagnosis {
	return rollout.Diagnosis{Check: check, Grade: g, Found: found, Remedy: remedy}
}

func sound(check, found string) rollout.Diagnosis {
	return finding(check, rollout.GradeSound, found, "")
}

func ailing(check, found, remedy string) rollout.Diagnosis {
	return finding(check, rollout.GradeAiling, found, remedy)
}

// plain are the words that mean nothing else to a shell.
var plain = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.:/@+-]*$`)

// word is a name that somebody else chose, as it may stand in a command that is to be
// typed; what a shell would read otherwise is left to whoever types it.
func word(name, instead string) string {
	if plain.MatchString(name) {
		return name
	}
	return instead
}
