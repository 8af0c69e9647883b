package workflows_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/github/workflows"
	"github.com/slipway-dev/slipway/rollout"
)

func FuzzAnyAnswerToADispatchIsARunOrAnOrderForOne(f *testing.F) {
	for _, seed := range []string{"", named, "{}", "[]", "null", `{"workflow_run_id":1,"html_url":"javascript:alert(1)"}`, `{"workflow_run_id":1e400}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		got := workflows.Started(answer)
		switch {
		case got.ID == 0 && (got.State != rollout.RunAsked || got.URL != ""):
			t.Errorf("of an unknown run more is said than that it was asked for: %+v", got)
		case got.ID < 0, got.ID > 0 && got.State != rollout.RunQueued:
			t.Errorf("got %+v", got)
		case got.URL != "" && !strings.HasPrefix(strings.ToLower(got.URL), "http"):
			t.Errorf("people would be led to %q", got.URL)
		}
	})
}

func TestPeopleAreLedToPagesOnly(t *testing.T) {
	for address, safe := range map[string]bool{
		"https://github.com/acme/checkout/actions/runs/77": true,
		"http://127.0.0.1:8080/github/acme":                true,
		"javascript:alert(1)":                              false,
		"ftp://github.com/acme":                            false,
		"https:///nowhere":                                 false,
		"https://a b":                                      false,
		"https://x/" + strings.Repeat("y", 3000):           false,
	} {
		got := workflows.Started([]byte(`{"workflow_run_id":1,"html_url":"` + address + `"}`))
		if (got.URL == address) != safe || !safe && got.URL != "" {
			t.Errorf("%.60s: led to %.60q", address, got.URL)
		}
	}
}
