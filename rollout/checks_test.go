package rollout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

func TestSyntheticCallsAreTheChecksInTurnUnlessTheyHaveAPayloadOfTheirOwn(t *testing.T) {
	c := rollout.Checks{Payload: []byte(`{"health":true}`), Smoke: []rollout.Smoke{{Path: "/cart", Status: 401}}}
	checks := []rollout.Call{{Payload: []byte(`{"health":true}`), Status: 200}, {Path: "/cart", Status: 401}}
	if diff := cmp.Diff(checks, c.Probes()); diff != "" {
		t.Error(diff)
	}
	c.Probe = []byte(`{"path":"/orders"}`)
	if diff := cmp.Diff([]rollout.Call{{Payload: c.Probe}}, c.Probes()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(checks, c.Calls()); diff != "" {
		t.Errorf("a probe is no check: %s", diff)
	}
}

func TestOfAProbeOfOnesOwnOnlyAServersErrorIsWrong(t *testing.T) {
	for payload, want := range map[string]struct {
		status int
		wrong  string
	}{
		`{"statusCode":200,"body":"{\"error\":\"kept as it is\"}"}`: {200, ""},
		`{"statusCode":404}`: {404, ""},
		`{"statusCode":499}`: {499, ""},
		`{"statusCode":500}`: {500, "it answered 500"},
		`{"statusCode":503}`: {503, "it answered 503"},
		`{"items":[]}`:       {0, ""},
		`"done"`:             {0, ""},
		``:                   {0, ""},
	} {
		if status, wrong := (rollout.Call{}).Read([]byte(payload)); status != want.status || wrong != want.wrong {
			t.Errorf("%s: %d, %q", payload, status, wrong)
		}
	}
}

func TestACheckWantsItsOwnStatus(t *testing.T) {
	smoke := rollout.Call{Path: "/cart", Status: 401}
	for payload, wrong := range map[string]string{
		`{"statusCode":401}`: "",
		`{"statusCode":200}`: "it answered 200, not 401",
		`"done"`:             "its answer is not one of a health check",
	} {
		if _, got := smoke.Read([]byte(payload)); got != wrong {
			t.Errorf("%s: %q", payload, got)
		}
	}
}
