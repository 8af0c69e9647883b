package spans_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

// faults.md I1
func TestARequestsNameTellsWhatWasAskedAndOfNobodysSecrets(t *testing.T) {
	for _, c := range []struct {
		name             func(*http.Request) string
		method, url, out string
	}{
		{spans.Slack, "POST", "https://slack.com/api/chat.postMessage", "chat.postMessage"},
		{spans.Slack, "POST", "https://slack.com/api/users.info?user=U1&token=xoxb-nightingale", "users.info"},
		{spans.Slack, "POST", "https://hooks.slack.com/commands/T1/2/nightingale", "response_url"},
		{spans.Slack, "POST", "https://hooks.slack.com/api/T1/2/nightingale", "response_url"},
		{spans.Slack, "POST", "https://slack.com/api/", "response_url"},
		{spans.GitHub, "GET", "https://api.github.com/repos/acme/checkout/commits/main/check-runs?nightingale", "GET /repos/:id/:id/commits/:id/check-runs"},
		{spans.GitHub, "POST", "https://api.github.com/app/installations/7/access_tokens", "POST /app/installations/:id/access_tokens"},
		{spans.GitHub, "GET", "https://git.acme.test/api/v3/repos/actions/runs/actions/runs/42", "GET /api/v3/repos/:id/:id/actions/runs/:id"},
		{spans.GitHub, "GET", "https://api.github.com/repos/repos/repos/branches/nightingale", "GET /repos/:id/:id/branches/:id"},
		{spans.GitHub, "GET", "https://logs.example.com/nightingale/logs/x.zip?sig=nightingale", "GET /:id/logs/:id"},
	} {
		if got := c.name(httptest.NewRequestWithContext(t.Context(), c.method, c.url, nil)); got != c.out {
			t.Errorf("%s: %s, want %s", c.url, got, c.out)
		}
	}
}
