package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Check invokes a version with the health payload, which has to answer 200 with
// nothing in the body that speaks of an error, and then with each smoke test.
func (a *Account) Check(_ context.Context, t rollout.Target, v rollout.Version) (rollout.Health, error) {
	checks := a.Checks(t)
	h, err := a.invoke(t, v, checks.Payload, http.StatusOK, checks.Timeout)
	for _, s := range checks.Smoke {
		if err != nil || !h.OK {
			break
		}
		payload, encodeErr := json.Marshal(map[string]string{"path": s.Path})
		if encodeErr != nil {
			return h, fmt.Errorf("encode a smoke test: %w", encodeErr)
		}
		h, err = a.invoke(t, v, payload, s.Status, checks.Timeout)
	}
	return h, err
}

func (a *Account) invoke(t rollout.Target, v rollout.Version, payload []byte, want int, limit time.Duration) (rollout.Health, error) {
	out, err := a.Cloud.Invoke(a.Function(t), string(v), payload)
	h := rollout.Health{Version: v}
	if err = wrap("invoke the version", err); rollout.IsKind(err, rollout.NotFound) {
		h.Detail = "there is no such version"
		return h, nil
	}
	if err != nil {
		return rollout.Health{}, err
	}
	if out.FunctionError != "" {
		h.Detail = "it failed: " + rollout.ReadFailure(out.Payload)
		return h, nil
	}
	if limit > 0 && out.Duration > limit {
		h.Detail = fmt.Sprintf("it did not answer within %s", limit)
		return h, nil
	}
	h.Status, h.Detail = rollout.ReadHealth(out.Payload, want)
	h.OK = h.Detail == ""
	return h, nil
}

// Probe calls a version as its users would, n times.
func (a *Account) Probe(_ context.Context, t rollout.Target, v rollout.Version, n int, slow time.Duration) (judge.Counts, error) {
	var counts judge.Counts
	for range n {
		out, err := a.Cloud.Invoke(a.Function(t), string(v), []byte(`{"path":"/"}`))
		if err = wrap("invoke the version", err); err != nil {
			return judge.Counts{}, err
		}
		counts.Invocations++
		if out.FunctionError != "" {
			counts.Errors++
		}
		if slow > 0 && out.Duration > slow {
			counts.Slow++
		}
	}
	return counts, nil
}
