package ingress_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/ingress"
)

// faults.md A15
func TestStrangersAreRefusedAndNoted(t *testing.T) {
	for name, test := range map[string]struct {
		pairs []string
		note  string // of the log line, and its value
		value string
	}{
		"foreign team":  {[]string{"team_id", "T0EVIL"}, "team", "T0EVIL"},
		"no team":       {[]string{"team_id", ""}, "team", "missing"},
		"team in lower": {[]string{"team_id", "t0team"}, "team", "odd"},
		"foreign app":   {[]string{"api_app_id", "A0EVIL"}, "app", "A0EVIL"},
		"no app":        {[]string{"api_app_id", ""}, "app", "missing"},
		"foreign org":   {[]string{"enterprise_id", "E0EVIL"}, "enterprise", "E0EVIL"},
		"long team":     {[]string{"team_id", strings.Repeat("T", 21)}, "team", "odd"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(o *ingress.Options) { o.Enterprise = "E0ACME" })
			text := said(t, w.serve(signed(commands, typed("/deploy staging abc123", test.pairs...))))
			if !strings.Contains(text, "another workspace") || w.queue.calls != 0 {
				t.Errorf("answered %q, %d jobs", text, w.queue.calls)
			}
			if line := w.logged(t); line["outcome"] != "foreign" || line[test.note] != test.value || line["level"] != "WARN" {
				t.Errorf("logged %v", line)
			}
		})
	}
}

// faults.md A15: the organisation may be missing, and is not looked at unless it is named.
func TestTheOrganisationMayBeLeftOut(t *testing.T) {
	for enterprise, ours := range map[string]string{"": "E0ACME", "E0ACME": "E0ACME", "E0ANY": ""} {
		w := newWorld(t, func(o *ingress.Options) { o.Enterprise = ours })
		said(t, w.serve(signed(commands, typed("/deploy staging abc123", "enterprise_id", enterprise))))
		w.queue.only(t)
	}
}

// faults.md B11
func TestAnAnswerMayOnlyGoToTheOneOrigin(t *testing.T) {
	const slack = "https://hooks.slack.com"
	for _, test := range []struct {
		origin, address string
		kept            bool
	}{
		{slack, privateURL, true},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080/response/x", true},
		{slack, "", false},
		{slack, "http://hooks.slack.com/x", false},
		{slack, "https://hooks.slack.com.evil.example/x", false},
		{slack, "https://evil.example/hooks.slack.com", false},
		{slack, "https://hooks.slack.com:443/x", false},
		{slack, "https://hooks.slack.com@evil.example/x", false},
		{slack, "https://u:p@hooks.slack.com/x", false},
		{slack, `https://hooks.slack.com\@evil.example/x`, false},
		{slack, "https://169.254.169.254/latest", false},
		{slack, "https://hooks.ѕlack.com/x", false},
		{slack, "//hooks.slack.com/x", false},
		{slack, "https:hooks.slack.com/x", false},
		{slack, slack + "/" + strings.Repeat("x", 1000), false},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8081/response/x", false},
	} {
		w := newWorld(t, func(o *ingress.Options) { o.ResponseOrigin = test.origin })
		said(t, w.serve(signed(commands, typed("/deploy staging abc123", "response_url", test.address))))
		want := ""
		if test.kept {
			want = test.address
		}
		if got := w.queue.only(t).ResponseURL; got != want {
			t.Errorf("%q: the job has %q", test.address, got)
		}
	}
}
