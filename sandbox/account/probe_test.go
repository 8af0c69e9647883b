package account_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// behave makes version 2 behave so.
func (w *world) behave(b cloud.Behaviour) {
	w.t.Helper()
	all, err := w.List(w.t.Context(), target)
	w.must(err)
	w.must(w.Cloud.SetBehaviour(all[0].Release.Digest, b))
}

func (w *world) probe(n int, slow time.Duration) judge.Counts {
	w.t.Helper()
	counts, err := w.Probe(w.t.Context(), target, "2", n, slow)
	w.must(err)
	return counts
}

func TestSyntheticCallsFailAsOftenAsTheVersionDoes(t *testing.T) {
	w := open(t)
	w.checks.Probe = []byte(`{"path":"/cart"}`)
	w.behave(cloud.Behaviour{ErrorRate: 0.2, LatencyMS: 1})
	if got := w.probe(600, 0); got.Invocations != 600 || got.Errors < 70 || got.Errors > 170 || got.Slow != 0 {
		t.Errorf("%+v, want about 120 errors", got)
	}
}

// Whoever gives no probe of their own gets this.
func TestAHealthCheckThatTouchesNothingProvesNothing(t *testing.T) {
	w := open(t)
	w.behave(cloud.Presets()["bad"])
	if got := w.probe(60, 0); got != (judge.Counts{Invocations: 60}) {
		t.Errorf("%+v", got)
	}
}

func TestWithoutAProbeOfTheirOwnTheChecksAreMadeInTurn(t *testing.T) {
	w := open(t)
	w.checks.Smoke = []rollout.Smoke{{Path: "/health", Status: http.StatusOK}, {Path: "/health", Status: http.StatusNoContent}}
	if got := w.probe(10, 0); got != (judge.Counts{Invocations: 10, Errors: 3}) {
		t.Errorf("%+v, want the third of every three to fail", got)
	}
}

// Four at a time, each as often as five seconds have room for.
func TestSyntheticCallsThatTakeTooLongAreFewAndSlow(t *testing.T) {
	w := open(t)
	w.behave(cloud.Behaviour{LatencyMS: 1500})
	few := w.probe(60, 200*time.Millisecond)
	if few.Invocations < 8 || few.Invocations > 30 || few.Slow != few.Invocations || few.Errors != 0 {
		t.Errorf("%+v, want as many as 5 seconds have room for, all of them slow", few)
	}
	w.checks.Timeout = 100 * time.Millisecond
	if got := w.probe(60, 200*time.Millisecond); got != (judge.Counts{Invocations: 60, Errors: 60}) {
		t.Errorf("%+v, want calls that were not waited for", got)
	}
	w.checks.Timeout = 4 * time.Second
	w.behave(cloud.Behaviour{LatencyMS: 1_000_000})
	if got := w.probe(60, 0); got != (judge.Counts{Invocations: 8, Errors: 8}) {
		t.Errorf("%+v, want two calls by each of the four", got)
	}
}

func TestASyntheticCallThatIsCutOffCountsOnlyIfItWasTooSlowByThen(t *testing.T) {
	w := open(t)
	w.behave(cloud.Behaviour{LatencyMS: 1_000_000})
	if got := w.probe(60, 14*time.Second); got != (judge.Counts{Invocations: 4, Slow: 4}) {
		t.Errorf("%+v", got)
	}
	for _, slow := range []time.Duration{0, 15 * time.Second} {
		if got, err := w.Probe(t.Context(), target, "2", 60, slow); !errors.Is(err, context.DeadlineExceeded) || got != (judge.Counts{}) {
			t.Errorf("%s: %+v, %v", slow, got, err)
		}
	}
}

func TestSyntheticCallsAreInNoSeriesOfTheAlias(t *testing.T) {
	w := open(t)
	w.must(w.Cloud.SetTraffic("checkout-prod", 0))
	w.must(w.point(rollout.Split("1", "2", 0.5), "mine"))
	w.now = w.now.Add(time.Minute).Truncate(time.Minute)
	since := w.now
	w.probe(60, 0)
	w.now = w.now.Add(5 * time.Minute)
	q := rollout.MinutesQuery{Target: target, Stable: "1", Candidate: "2", From: since, To: w.now}
	perVersion, err := w.Minutes(t.Context(), q)
	w.must(err)
	q.Whole = since
	ofAlias, err := w.Minutes(t.Context(), q)
	w.must(err)
	if len(perVersion) != 0 || len(ofAlias) != 0 {
		t.Errorf("%+v, %+v", perVersion, ofAlias)
	}
}

func TestSyntheticCallsStopWhereThereIsNoRoomForThem(t *testing.T) {
	w := open(t)
	name, asked := w.Function, 0
	w.Function = func(target rollout.Target) string {
		if asked++; asked == 4 {
			w.Cloud.Throttle("Invoke", 1)
		}
		return name(target)
	}
	if got := w.probe(10, 0); got != (judge.Counts{Invocations: 3}) {
		t.Errorf("%+v, want the calls before the refusal", got)
	}
	w.Cloud.Throttle("Invoke", 1)
	if got, err := w.Probe(t.Context(), target, "2", 10, 0); !rollout.IsKind(err, rollout.Throttled) || got != (judge.Counts{}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSyntheticCallsToAVersionThatIsGoneFail(t *testing.T) {
	w := open(t)
	if got, err := w.Probe(t.Context(), target, "99", 5, 0); err != nil || got != (judge.Counts{Invocations: 5, Errors: 5}) {
		t.Errorf("%+v, %v", got, err)
	}
	w.fault["Invoke"] = errLost
	if _, err := w.Probe(t.Context(), target, "2", 5, 0); !errors.Is(err, errLost) {
		t.Error(err)
	}
}
