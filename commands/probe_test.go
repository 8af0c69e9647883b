package commands_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// probing is a world without traffic, whose prod calls an undecided candidate.
func probing(t *testing.T) (*world, rollout.ID) {
	t.Helper()
	w := newWorld(t)
	for i := range w.Policy.Environments {
		w.Policy.Environments[i].Strategy.Inconclusive, w.Policy.Environments[i].Strategy.Probes = rollout.Probe, 50
	}
	w.must(w.cloud.SetTraffic("checkout-prod", 0))
	return w, w.start(prod, goodSHA)
}

// behave makes what is rolled out fail so many of its calls from now on.
func (w *world) behave(id rollout.ID, errorRate float64) {
	w.t.Helper()
	digest := w.rollout(id).Release.Digest
	b := w.cloud.Behaviour(digest)
	b.ErrorRate = errorRate
	w.must(w.cloud.SetBehaviour(digest, b))
}

func isProbed(r rollout.Rollout) bool { return !r.Probing.IsZero() }

func TestACandidateWithoutTrafficIsCalledAndGoesOn(t *testing.T) {
	w, id := probing(t)
	r := w.drive(id, nil)
	if r.Phase != rollout.Succeeded || r.Judging.Calls != 0 || w.live(prod) != rollout.All("42") {
		t.Fatalf("%s %+v, %d calls, live %s", r.Phase, r.Cause, r.Judging.Calls, w.live(prod))
	}
	probed := 0
	for _, m := range w.why(of(id)).Minutes {
		if p := m.Minute.Probes; p != nil {
			if probed++; p.Invocations != 50 || p.Errors != 0 || m.Minute.Candidate != nil || !m.Same {
				t.Errorf("%+v", m.Minute)
			}
		}
	}
	if actions := strings.Join(w.actions(prod), " "); probed < 6 || strings.Count(actions, "probe") != 2 {
		t.Errorf("probed in %d minutes, audit %s", probed, actions)
	}
}

func TestACandidateThatFailsSyntheticCallsIsTakenBack(t *testing.T) {
	w, id := probing(t)
	w.drive(id, isProbed)
	w.behave(id, 0.5)
	r := w.drive(id, nil)
	if r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseVerdict || !strings.Contains(r.Cause.Text, "synthetic") {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// A probe that cannot be made says nothing, neither good nor bad. The log knows.
func TestAProbeThatCannotBeMadeIsNoProbe(t *testing.T) {
	w, id := probing(t)
	var log bytes.Buffer
	w.Log = slog.New(slog.NewTextHandler(&log, nil))
	w.drive(id, isProbed)
	w.fault = failing("Invoke", errDown)
	r := w.drive(id, func(r rollout.Rollout) bool { return r.Pause != nil })
	if r.Phase != rollout.Shifting || r.Pause == nil || r.Pause.Code != rollout.PauseInconclusive || r.Judging.Errors != 0 {
		t.Fatalf("%s, paused %+v, %+v", r.Phase, r.Pause, r.Judging)
	}
	for _, m := range w.why(of(id)).Minutes {
		if m.Minute.Probes != nil || m.Verdict.Kind != judge.Inconclusive {
			t.Errorf("%+v", m.Minute)
		}
	}
	if said := log.String(); !strings.Contains(said, "the candidate cannot be probed") || !strings.Contains(said, string(id)) || !strings.Contains(said, errDown.Error()) {
		t.Errorf("the log says %q", said)
	}
}

// Synthetic calls are for a version that is not known to be well. Where the metrics
// cannot be read nothing is known, and nobody is called.
func TestNoProbeIsSentWhileTheMetricsCannotBeRead(t *testing.T) {
	w, id := probing(t)
	w.drive(id, isProbed)
	w.fault, w.calls = failing("GetMetricData", errDown), nil
	w.drive(id, func(r rollout.Rollout) bool { return r.Pause != nil })
	for _, call := range w.calls {
		if call == "Invoke" {
			t.Errorf("calls %v", w.calls)
			break
		}
	}
}
