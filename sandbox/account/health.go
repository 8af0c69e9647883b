package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Check invokes a version with the health payload, which has to answer 200 with
// nothing in the body that speaks of an error, and then with each smoke test.
func (a *Account) Check(_ context.Context, t rollout.Target, v rollout.Version) (h rollout.Health, err error) {
	checks := a.Checks(t)
	for _, c := range checks.Calls() {
		if h, _, err = a.ask(t, v, c, checks.Timeout); err != nil || !h.OK {
			break
		}
	}
	return h, err
}

// ask makes one call and judges its answer; took is how long it took, or was
// waited for, in simulated time.
func (a *Account) ask(t rollout.Target, v rollout.Version, c rollout.Call, limit time.Duration) (h rollout.Health, took time.Duration, err error) {
	payload := c.Payload
	if c.Path != "" {
		if payload, err = json.Marshal(map[string]string{"path": c.Path}); err != nil {
			return h, 0, fmt.Errorf("encode a smoke test: %w", err)
		}
	}
	h.Version = v
	out, err := a.Cloud.Invoke(a.Function(t), string(v), payload)
	if err = wrap("invoke the version", err); rollout.IsKind(err, rollout.NotFound) {
		h.Detail = "there is no such version"
		return h, 0, nil
	}
	switch {
	case err != nil:
		return rollout.Health{}, 0, err
	case limit > 0 && out.Duration > limit:
		h.Detail = fmt.Sprintf("it did not answer within %s", limit)
		return h, limit, nil
	case out.FunctionError != "":
		h.Detail = "it failed: " + rollout.ReadFailure(out.Payload)
	default:
		h.Status, h.Detail = c.Read(out.Payload)
		h.OK = h.Detail == ""
	}
	return h, out.Duration, nil
}
