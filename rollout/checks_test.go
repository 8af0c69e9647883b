package rollout_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestSyntheticCallsAreTheChecksInTurnUnlessTheyHaveAPayloadOfTheirOwn(t *testing.T) {
	c := rollout.Checks{Payload: []byte(`{"health":true}`), Smoke: []rollout.Smoke{{Path: "/cart", Status: 302}}}
	checks := []rollout.Call{{Payload: []byte(`{"health":true}`), Status: 200}, {Path: "/cart", Status: 302}}
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

// A version that turns everybody away would pass it every time.
func TestASmokeTestThatWantsToBeTurnedAwayIsNoSyntheticCall(t *testing.T) {
	c := rollout.Checks{Smoke: []rollout.Smoke{{Path: "/cart", Status: 401}, {Path: "/", Status: 399}, {Path: "/gone", Status: 400}}}
	if diff := cmp.Diff([]rollout.Call{{Status: 200}, {Path: "/", Status: 399}}, c.Probes()); diff != "" {
		t.Error(diff)
	}
	if len(c.Calls()) != 4 {
		t.Errorf("%+v, want every smoke test to be a check", c.Calls())
	}
}

func TestAProbeOfOnesOwnMustNotBeTurnedAway(t *testing.T) {
	for payload, want := range map[string]struct {
		status int
		wrong  string
	}{
		`{"statusCode":200,"body":"{\"error\":\"kept as it is\"}"}`: {200, ""},
		`{"statusCode":302}`:                           {302, ""},
		`{"statusCode":399}`:                           {399, ""},
		`{"statusCode":400}`:                           {400, "it answered 400"},
		`{"statusCode":401}`:                           {401, "it answered 401"},
		`{"statusCode":404}`:                           {404, "it answered 404"},
		`{"statusCode":"403"}`:                         {403, "it answered 403"},
		`{"statusCode":404.0}`:                         {404, "it answered 404"},
		`{"statusCode":503,"body":{"not":"a string"}}`: {503, "it answered 503"},
		`{"statusCode":1e300}`:                         {999, "it answered 999"},
		`{"statusCode":1e999}`:                         {0, ""},
		`{"statusCode":-404}`:                          {0, ""},
		`{"statusCode":"fine"}`:                        {0, ""},
		`{"statusCode":null}`:                          {0, ""},
		`{"items":[]}`:                                 {0, ""},
		`[404]`:                                        {0, ""},
		`"done"`:                                       {0, ""},
		``:                                             {0, ""},
	} {
		if status, wrong := (rollout.Call{}).Read([]byte(payload)); status != want.status || wrong != want.wrong {
			t.Errorf("%s: %d, %q", payload, status, wrong)
		}
	}
}

func FuzzAnswerToAProbe(f *testing.F) {
	f.Add([]byte(`{"statusCode":404}`))
	f.Add([]byte(`{"statusCode":"200","body":7}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		status, wrong := (rollout.Call{}).Read(answer)
		if (status >= 400) != (wrong != "") || status < 0 || status > 999 || status != 0 && !json.Valid(answer) {
			t.Errorf("%q: %d, %q", answer, status, wrong)
		}
	})
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

func TestWhatASyntheticCallCountsAs(t *testing.T) {
	const slow = 500 * time.Millisecond
	good, failed := judge.Counts{Invocations: 1}, judge.Counts{Invocations: 1, Errors: 1}
	late, both := judge.Counts{Invocations: 1, Slow: 1}, judge.Counts{Invocations: 1, Errors: 1, Slow: 1}
	for _, c := range []struct {
		probed  rollout.Probed
		slow    time.Duration
		want    judge.Counts
		because string
	}{
		{rollout.Probed{OK: true, Took: slow}, slow, good, "it was in time"},
		{rollout.Probed{OK: true, Took: slow + 1}, slow, late, "it was not"},
		{rollout.Probed{OK: true, Took: time.Hour}, 0, good, "nothing is slow without a limit"},
		{rollout.Probed{Took: slow}, slow, failed, "it failed"},
		{rollout.Probed{Took: slow + 1}, slow, both, "it failed, late"},
		{rollout.Probed{OK: true, Took: slow + 10*time.Second, Start: true}, slow, good, "a start may take that long"},
		{rollout.Probed{OK: true, Took: slow + 10*time.Second + 1, Start: true}, slow, late, "no start takes that long"},
		{rollout.Probed{Took: 5 * time.Second, Start: true}, slow, failed, "a start is no excuse for a failure"},
		{rollout.Probed{Took: slow, Cut: true}, slow, judge.Counts{}, "it might have been in time"},
		{rollout.Probed{Took: slow + 1, Cut: true}, slow, late, "it was late already, and how it would have ended nobody knows"},
		{rollout.Probed{Took: 10 * time.Second, Start: true, Cut: true}, slow, judge.Counts{}, "it might still be starting"},
		{rollout.Probed{Took: 15 * time.Second, Start: true, Cut: true}, slow, late, "it cannot be"},
		{rollout.Probed{Took: time.Hour, Cut: true}, 0, judge.Counts{}, "nothing is known"},
	} {
		t.Run(c.because, func(t *testing.T) {
			if got := c.probed.Count(judge.Counts{}, c.slow); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			before := judge.Counts{Invocations: 10, Errors: 2, Slow: 3}
			want := judge.Counts{Invocations: 10 + c.want.Invocations, Errors: 2 + c.want.Errors, Slow: 3 + c.want.Slow}
			if got := c.probed.Count(before, c.slow); got != want {
				t.Errorf("after others: %+v, want %+v", got, want)
			}
		})
	}
}
