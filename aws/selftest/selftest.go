// Package selftest finds out, in an account that is real, whether AWS does what the rest of
// the project and its simulations take for granted: it makes a small function, runs a
// canary on it, compares what it sees with what was assumed, and deletes the function.
//
// It makes at most about 600 calls of a few milliseconds each, at five a second, and reads
// some metrics: less than a cent.
//
// It needs, on functions named slipway-selftest-*, lambda:CreateFunction, TagResource,
// GetFunction, UpdateFunctionCode, UpdateFunctionConfiguration, PublishVersion, CreateAlias,
// UpdateAlias, InvokeFunction and DeleteFunction; iam:PassRole for the role;
// cloudwatch:GetMetricStatistics; and logs:DeleteLogGroup.
package selftest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// Prefix is what the names of all throw-away functions begin with.
const Prefix = "slipway-selftest-"

// Answer says whether an assumption holds.
type Answer string

// The answers.
const (
	Holds   Answer = "holds"
	Fails   Answer = "fails"
	Unknown Answer = "unknown" // it could not be tried
)

// Assumption is one thing that is taken for granted, and what was seen of it.
type Assumption struct {
	Says   string `json:"assumption"`
	Answer Answer `json:"answer"`
	Seen   string `json:"seen"`
}

// Clients are those of the account and region to try.
type Clients struct {
	Lambda     *lambda.Client
	CloudWatch *cloudwatch.Client
	Logs       *cloudwatchlogs.Client
}

// Options say what to make, and how to wait.
type Options struct {
	Name       string // of the function; it begins with Prefix
	Role       string // ARN of a role that Lambda may assume
	SecondRole string // of another one; empty: what needs it stays unknown
	Keep       bool   // the function is not deleted
	Calls      int    // in the sample that weights are judged by; 0: 200
	Now        func() time.Time
	Sleep      func(context.Context, time.Duration) error
	Tell       func(Assumption) // as each is known
}

// Report is what came of it.
type Report struct {
	Assumptions []Assumption
	Left        []string // what is still in the account, each with how to delete it
	Err         error    // why it could not be finished
}

// Run tries every assumption. Whatever happens on the way, the end of the context too, the
// function is deleted afterwards.
func Run(ctx context.Context, c Clients, o Options) Report {
	if o.Calls == 0 {
		o.Calls = 200
	}
	l := &lab{Clients: c, Options: o}
	err := l.try(ctx)
	if ctx.Err() != nil {
		err = errors.Join(fmt.Errorf("it was stopped: %w", ctx.Err()), err)
	}
	l.report.Err = err
	l.report.Left = l.clean(context.WithoutCancel(ctx))
	return l.report
}

// try does the steps, each with what those before it have made.
func (l *lab) try(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		l.create, l.publishTwice, l.publishOther, l.publishSecond, l.alias,
		l.stale, l.latest, l.whole, l.split, l.keepWeights, l.clearWeights, l.otherRole, l.metrics,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// told notes an assumption, and tells it.
func (l *lab) told(says string, a Answer, seen string, args ...any) {
	one := Assumption{Says: says, Answer: a, Seen: fmt.Sprintf(seen, args...)}
	l.report.Assumptions = append(l.report.Assumptions, one)
	l.Tell(one)
}

// holds is the answer to whether something is so.
func holds(so bool) Answer {
	if so {
		return Holds
	}
	return Fails
}
