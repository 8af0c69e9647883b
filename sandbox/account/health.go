package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// Check invokes a version with the health payload, which has to answer 200 with
// nothing in the body that speaks of an error, and then with each smoke test.
func (a *Account) Check(_ context.Context, t rollout.Target, v rollout.Version) (rollout.Health, error) {
	checks := a.Checks(t)
	h, err := a.invoke(t, v, checks.Payload, http.StatusOK)
	for _, s := range checks.Smoke {
		if err != nil || !h.OK {
			break
		}
		payload, encodeErr := json.Marshal(map[string]string{"path": s.Path})
		if encodeErr != nil {
			return h, fmt.Errorf("encode a smoke test: %w", encodeErr)
		}
		h, err = a.invoke(t, v, payload, s.Status)
	}
	return h, err
}

func (a *Account) invoke(t rollout.Target, v rollout.Version, payload []byte, want int) (rollout.Health, error) {
	out, err := a.Cloud.Invoke(a.Function(t), string(v), payload)
	if err != nil {
		return rollout.Health{}, domain("invoke the version", err)
	}
	h := rollout.Health{Version: v}
	if out.FunctionError != "" {
		h.Detail = "it failed: " + string(out.Payload)
		return h, nil
	}
	var answer struct {
		StatusCode int    `json:"statusCode"`
		Body       string `json:"body"`
	}
	if err := json.Unmarshal(out.Payload, &answer); err != nil {
		h.Detail = "its answer is not what a health check answers"
		return h, nil
	}
	h.Status = answer.StatusCode
	switch {
	case answer.StatusCode != want:
		h.Detail = fmt.Sprintf("it answered %d, not %d", answer.StatusCode, want)
	case strings.Contains(strings.ToLower(answer.Body), `"error"`):
		h.Detail = fmt.Sprintf("it answered %d, with an error in the body", want)
	default:
		h.OK = true
	}
	return h, nil
}
