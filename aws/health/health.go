// Package health asks versions of Lambda functions whether they are well.
//
// It calls a version by its number, before any alias routes to it. What the version
// answers, or that it does not, is a finding; an error is only that it could not
// be asked. It needs lambda:InvokeFunction.
package health

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Options say what belongs to a target; both are required.
type Options struct {
	// Function names the Lambda function of a target.
	Function func(rollout.Target) string
	// Checks says what a version of a target has to pass.
	Checks func(rollout.Target) Checks
}

// Checks are the health payload of a target and its smoke tests.
type Checks struct {
	Payload []byte        // JSON
	Timeout time.Duration // for each answer; 0: however long it takes
	Smoke   []Smoke
}

// Smoke is a path that has to answer with a status.
type Smoke struct {
	Path   string
	Status int
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
	name, checks := h.o.Function(t), h.o.Checks(t)
	out, err := h.ask(ctx, name, v, checks.Payload, http.StatusOK, checks.Timeout)
	for _, s := range checks.Smoke {
		if err != nil || !out.OK {
			break
		}
		var payload []byte
		if payload, err = request(s.Path); err != nil {
			return rollout.Health{}, fmt.Errorf("encode a smoke test: %w", err)
		}
		out, err = h.ask(ctx, name, v, payload, s.Status, checks.Timeout)
	}
	return out, err
}

// ask makes one call and judges its answer.
func (h *Health) ask(ctx context.Context, name string, v rollout.Version, payload []byte, want int, limit time.Duration) (rollout.Health, error) {
	within, cancel := ctx, context.CancelFunc(func() {})
	if limit > 0 {
		within, cancel = context.WithTimeout(ctx, limit)
	}
	defer cancel()
	answer, err := h.client.Invoke(within, &lambda.InvokeInput{
		FunctionName: &name, Qualifier: aws.String(string(v)), Payload: payload,
	}, atMostTwice)
	out := rollout.Health{Version: v}
	switch {
	case err != nil && within.Err() != nil && ctx.Err() == nil:
		out.Detail = fmt.Sprintf("it did not answer within %s", limit)
	case failure.Code(err) == "ResourceNotFoundException":
		out.Detail = "there is no such version"
	case err != nil:
		return rollout.Health{}, domain(err)
	case aws.ToString(answer.ExecutedVersion) != string(v):
		out.Detail = fmt.Sprintf("version %q answered in its place", aws.ToString(answer.ExecutedVersion))
	case aws.ToString(answer.FunctionError) != "":
		out.Detail = "it failed: " + short(rollout.ReadFailure(answer.Payload))
	default:
		out.Status, out.Detail = rollout.ReadHealth(answer.Payload, want)
		out.OK = out.Detail == ""
	}
	return out, nil
}

// atMostTwice keeps a function that is in trouble from being called over and over.
func atMostTwice(o *lambda.Options) { o.RetryMaxAttempts = 2 }

// short keeps what a function says of its failure from filling a message and a row.
func short(text string) string {
	const limit = 300
	if r := []rune(text); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return text
}

// Probe calls a version n times, one after the other.
func (h *Health) Probe(ctx context.Context, t rollout.Target, v rollout.Version, n int, _ time.Duration) (judge.Counts, error) {
	var counts judge.Counts
	for range n {
		out, err := h.ask(ctx, h.o.Function(t), v, h.o.Checks(t).Payload, http.StatusOK, 0)
		if err != nil {
			return judge.Counts{}, err
		}
		counts.Invocations++
		if !out.OK {
			counts.Errors++
		}
	}
	return counts, nil
}
