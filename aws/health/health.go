// Package health asks versions of Lambda functions whether they are well.
//
// It calls a version by its number: before any alias routes to it, or beside what an
// alias routes to it, in whose metrics such calls are not. What the version answers,
// or that it does not, is a finding; an error is only that it could not be asked. It
// needs lambda:InvokeFunction.
package health

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/rollout"
)

// Options say what belongs to a target, and the time; all are required.
type Options struct {
	// Function names the Lambda function of a target.
	Function func(rollout.Target) string
	// Checks says what a version of a target has to pass, and what synthetic calls
	// to it are made with.
	Checks func(rollout.Target) rollout.Checks
	// Now is the real time: calls take as long as they do.
	Now func() time.Time
	// Log hears why synthetic calls broke off.
	Log *slog.Logger
}

// Health meets commands.Health.
type Health struct {
	client *lambda.Client
	o      Options
}

// New asks with a client.
func New(c *lambda.Client, o Options) *Health { return &Health{client: c, o: o} }

// Check invokes a version with the health payload, which has to answer 200 with
// nothing in the body that speaks of an error, and then with each smoke test.
func (h *Health) Check(ctx context.Context, t rollout.Target, v rollout.Version) (rollout.Health, error) {
	checks := h.o.Checks(t)
	s := subject{function: h.o.Function(t), version: v, limit: checks.Timeout, attempts: 2}
	var last answer
	for _, c := range checks.Calls() {
		var err error
		if last, err = h.ask(ctx, s, c); err != nil {
			return rollout.Health{}, err
		}
		if !last.OK {
			break
		}
	}
	return last.Health, nil
}
