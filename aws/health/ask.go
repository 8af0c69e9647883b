package health

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// subject is who is asked, and how patiently.
type subject struct {
	function string
	version  rollout.Version
	limit    time.Duration // for the answer; 0: however long it takes
	// attempts are how often a call is made at most when there is no answer. There
	// are few: a function that is in trouble is not called over and over.
	attempts int
}

// answer is what came of one call.
type answer struct {
	rollout.Health
	took     time.Duration // known with an error as well
	reported bool          // took is Lambda's own word, without a cold start; else the clock's
}

// ask makes one call and judges its answer.
func (h *Health) ask(ctx context.Context, s subject, c rollout.Call) (a answer, err error) {
	payload := c.Payload
	if c.Path != "" {
		if payload, err = request(c.Path); err != nil {
			return a, fmt.Errorf("encode a smoke test: %w", err)
		}
	}
	within, cancel := ctx, context.CancelFunc(func() {})
	if s.limit > 0 {
		within, cancel = context.WithTimeout(ctx, s.limit)
	}
	defer cancel()
	began := h.o.Now()
	out, err := h.client.Invoke(within, &lambda.InvokeInput{
		FunctionName: &s.function, Qualifier: aws.String(string(s.version)), Payload: payload, LogType: types.LogTypeTail,
	}, func(o *lambda.Options) { o.RetryMaxAttempts = s.attempts })
	a.took = h.o.Now().Sub(began)
	var ours *rollout.Error // the version was not asked: the role of its account could not be taken on
	switch {
	case errors.As(err, &ours):
		return a, domain(err)
	case err != nil && within.Err() != nil && ctx.Err() == nil:
		a.Health = rollout.Health{Version: s.version, Detail: fmt.Sprintf("it did not answer within %s", s.limit)}
		return a, nil
	case failure.Code(err) == "ResourceNotFoundException":
		a.Health = rollout.Health{Version: s.version, Detail: "there is no such version"}
		return a, nil
	case err != nil:
		return a, domain(err)
	}
	if took, ok := duration(aws.ToString(out.LogResult)); ok {
		a.took, a.reported = took, true
	}
	status, wrong := read(out, s.version, c)
	a.Health = rollout.Health{Version: s.version, OK: wrong == "", Status: status, Detail: wrong}
	return a, nil
}

// read says what is wrong with an answer.
func read(answer *lambda.InvokeOutput, v rollout.Version, c rollout.Call) (status int, wrong string) {
	switch who := aws.ToString(answer.ExecutedVersion); {
	case who != string(v):
		return 0, fmt.Sprintf("version %q answered in its place", who)
	case aws.ToString(answer.FunctionError) != "":
		return 0, "it failed: " + short(rollout.ReadFailure(answer.Payload))
	default:
		return c.Read(answer.Payload)
	}
}

// short keeps what a function says of its failure from filling a message and a row.
func short(text string) string {
	const limit = 300
	if r := []rune(text); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return text
}
