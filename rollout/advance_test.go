package rollout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestAGoodVersionIsPromotedStepByStep(t *testing.T) {
	w := newWorld(canary())
	var weights []float64
	w.run(func(rollout.Rollout) bool {
		if share := w.live().Share("42"); len(weights) == 0 || weights[len(weights)-1] != share {
			weights = append(weights, share)
		}
		return false
	})
	if w.r.Phase != rollout.Succeeded {
		t.Fatalf("phase %s, cause %+v", w.r.Phase, w.r.Cause)
	}
	if want := []float64{0, 0.1, 0.25, 0.5, 1}; len(weights) != len(want) {
		t.Errorf("weights %v, want %v", weights, want)
	}
	if w.live() != rollout.All("42") || w.aliases[rollout.Blue].Routing != rollout.All("41") || w.aliases[rollout.Green].Routing != rollout.All("42") {
		t.Errorf("aliases at the end: %+v", w.aliases)
	}
	if took := w.now.Sub(noon); took < 40*time.Minute || took > 50*time.Minute {
		t.Errorf("three holds of 10 min and a watch of 10 took %s", took)
	}
}

func TestBlueGreenSwitchesAfterTheHealthCheckAndWatches(t *testing.T) {
	w := newWorld(blueGreen())
	w.run(until(rollout.Watching))
	if w.live() != rollout.All("42") || w.aliases[rollout.Blue].Routing != rollout.All("41") {
		t.Fatalf("aliases while watching: %+v", w.aliases)
	}
	w.run(nil)
	if w.r.Phase != rollout.Succeeded {
		t.Errorf("phase %s", w.r.Phase)
	}
}

func TestABadVersionIsTakenBackAndTheTargetLocked(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(200, 0.2, 0.001)
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseVerdict || !w.r.LockAfter {
		t.Fatalf("phase %s, cause %+v, lock %v", w.r.Phase, w.r.Cause, w.r.LockAfter)
	}
	if w.live() != rollout.All("41") {
		t.Errorf("live is %s", w.live())
	}
	if w.r.Health == nil || w.r.Health.Version != "41" || !w.r.Health.OK {
		t.Errorf("health after the rollback: %+v", w.r.Health)
	}
	if !strings.Contains(w.r.Cause.Text, "v42 is worse than its limit: v42 errors") {
		t.Errorf("cause %q", w.r.Cause.Text)
	}
}

func TestAVersionThatTurnsBadLateIsCaughtInTheWatch(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Watching))
	late := w.now.Add(5 * time.Minute)
	w.counts = func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
		if at.Before(late) {
			return traffic(200, 0, 0)(at, share)
		}
		return traffic(200, 0.2, 0)(at, share)
	}
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.live() != rollout.All("41") {
		t.Errorf("phase %s, live %s", w.r.Phase, w.live())
	}
}

func TestWithoutTrafficAPersonIsAskedAndTheTrafficGoesBackInTheEnd(t *testing.T) {
	w := newWorld(canary())
	w.counts = func(time.Time, float64) (*judge.Counts, *judge.Counts) { return nil, nil }
	w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
	if w.r.Pause == nil || w.r.Pause.Code != rollout.PauseInconclusive || w.live().Share("42") != 0.1 {
		t.Fatalf("pause %+v at %s", w.r.Pause, w.live())
	}
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseDeadline || w.r.LockAfter {
		t.Errorf("phase %s, cause %+v", w.r.Phase, w.r.Cause)
	}
}

func TestAnUndecidedStepDoesWhatThePolicySays(t *testing.T) {
	for choice, want := range map[rollout.Choice]rollout.Phase{
		rollout.PromoteAnyway:  rollout.Succeeded,
		rollout.RollBackAnyway: rollout.RolledBack,
	} {
		s := canary()
		s.Inconclusive = choice
		w := newWorld(s)
		w.counts = func(time.Time, float64) (*judge.Counts, *judge.Counts) { return nil, nil }
		w.run(nil)
		if w.r.Phase != want {
			t.Errorf("%s: phase %s, want %s", choice, w.r.Phase, want)
		}
	}
}

func TestASickVersionNeverGetsTraffic(t *testing.T) {
	w := newWorld(canary())
	w.sick["42"] = true
	w.run(nil)
	if w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseHealth || w.live() != rollout.All("41") {
		t.Errorf("phase %s, cause %+v, live %s", w.r.Phase, w.r.Cause, w.live())
	}
	if w.aliases[rollout.Blue].Routing != rollout.All("40") {
		t.Error("blue was moved, though no traffic was")
	}
}

func TestABadHealthAfterARollbackIsToldButDoesNotUndoIt(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(200, 0.2, 0.001)
	w.sick["41"] = true
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Health == nil || w.r.Health.OK || w.live() != rollout.All("41") {
		t.Errorf("phase %s, health %+v, live %s", w.r.Phase, w.r.Health, w.live())
	}
}

func TestWhatCannotBeBuiltOrPublishedFailsBeforeAnyTraffic(t *testing.T) {
	for name, broken := range map[string]func(*world){
		"the build fails":        func(w *world) { w.build = rollout.Build{State: rollout.BuildFailed, Reason: "tests are red"} },
		"the build never ends":   func(w *world) { w.build.State = rollout.BuildRunning },
		"the version fails":      func(w *world) { w.version = &rollout.Published{Version: "42", Failed: "no memory"} },
		"it is what is live":     func(w *world) { w.version = &rollout.Published{Version: "41", Ready: true} },
		"live was changed":       func(w *world) { w.write(rollout.Live, rollout.All("39"), "") },
		"live is split already":  func(w *world) { w.write(rollout.Live, rollout.Split("41", "39", 0.3), "") },
		"there is no live alias": func(w *world) { delete(w.aliases, rollout.Live) },
	} {
		w := newWorld(canary())
		broken(w)
		before := w.live()
		w.run(nil)
		if w.r.Phase != rollout.Failed || w.r.Cause.Text == "" || w.live() != before {
			t.Errorf("%s: phase %s, cause %+v, live %s", name, w.r.Phase, w.r.Cause, w.live())
		}
	}
}

// A build has a run; where nobody builds there is none, and nothing "failed".
func TestThatABuildFailedIsSaidOnlyOfOneThatWasRun(t *testing.T) {
	for _, c := range []struct{ url, reason, want string }{
		{"https://git.example/runs/7", "tests are red", "the build failed: tests are red"},
		{"", "there is no image tagged abc123", "there is no image tagged abc123"},
		{"", "", "the build failed"},
	} {
		w := newWorld(canary())
		w.build = rollout.Build{State: rollout.BuildFailed, URL: c.url, Reason: c.reason}
		w.run(nil)
		if w.r.Cause.Text != c.want {
			t.Errorf("%q, want %q", w.r.Cause.Text, c.want)
		}
	}
}

func TestABuildIsAskedForWhenThereIsNone(t *testing.T) {
	w := newWorld(canary())
	w.r.Builds, w.build = true, rollout.Build{State: rollout.BuildAbsent}
	w.run(func(rollout.Rollout) bool { return w.build.State == rollout.BuildRunning })
	w.build = rollout.Build{State: rollout.BuildReady, Digest: "sha256:new"}
	w.run(nil)
	if w.r.Phase != rollout.Succeeded || w.r.Release.Digest != "sha256:new" {
		t.Errorf("phase %s, digest %q", w.r.Phase, w.r.Release.Digest)
	}
}

func TestUnreadableMetricsHoldTheRolloutAndAsk(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Shifting))
	w.unread = "the metrics could not be read"
	w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
	if w.r.Pause.Code != rollout.PauseMetrics || w.r.Judging.Errors < w.r.Strategy.MetricErrors {
		t.Fatalf("pause %+v after %d errors", w.r.Pause, w.r.Judging.Errors)
	}
	w.unread = ""
	var err error
	if w.r, err = w.r.Resume(w.now); err != nil {
		t.Fatal(err)
	}
	w.run(nil)
	if w.r.Phase != rollout.Succeeded {
		t.Errorf("phase %s, cause %+v", w.r.Phase, w.r.Cause)
	}
}

func TestAForeignChangeIsNotFought(t *testing.T) {
	t.Run("without our candidate it is left alone", func(t *testing.T) {
		w := newWorld(canary())
		w.run(func(rollout.Rollout) bool { return w.live().Share("42") == 0.1 })
		w.tick()
		w.write(rollout.Live, rollout.All("39"), "by hand")
		w.run(nil)
		if w.live() != rollout.All("39") || w.r.Cause.Code != rollout.CauseForeign || !strings.Contains(w.r.Cause.Text, "found v39") {
			t.Errorf("live %s, cause %+v", w.live(), w.r.Cause)
		}
	})
	t.Run("with our candidate it waits for a person, and takes it over when told to", func(t *testing.T) {
		w := newWorld(canary())
		w.run(func(rollout.Rollout) bool { return w.live().Share("42") == 0.1 })
		w.tick()
		w.write(rollout.Live, rollout.Split("41", "42", 0.33), "by hand")
		w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
		if w.r.Pause.Code != rollout.PauseForeign || w.live().Weight != 0.33 {
			t.Fatalf("pause %+v, live %s", w.r.Pause, w.live())
		}
		w.r, _ = w.r.Resume(w.now)
		w.run(nil)
		if w.r.Phase != rollout.Succeeded || w.live() != rollout.All("42") {
			t.Errorf("phase %s, live %s", w.r.Phase, w.live())
		}
	})
	t.Run("with our candidate and nobody there it goes back at the deadline", func(t *testing.T) {
		w := newWorld(canary())
		w.run(func(rollout.Rollout) bool { return w.live().Share("42") == 0.1 })
		w.tick()
		w.write(rollout.Live, rollout.Split("41", "42", 0.33), "by hand")
		w.run(nil)
		if w.r.Phase != rollout.RolledBack || w.live() != rollout.All("41") {
			t.Errorf("phase %s, live %s", w.r.Phase, w.live())
		}
	})
}

func TestALostReplyOrALostWriteIsSeenByTheNextTurn(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Shifting))
	w.now = w.r.Wake
	lost := w.advance() // decided and saved, never carried out
	if lost.Kind != rollout.Point || w.live() != rollout.All("41") {
		t.Fatalf("intent %+v, live %s", lost, w.live())
	}
	w.tick()
	if w.live().Share("42") != 0.1 {
		t.Fatalf("the next turn did not mend it: %s", w.live())
	}
	w.carryOut(lost) // and the first one arrives late: its revision is stale
	if w.run(nil); w.r.Phase != rollout.Succeeded {
		t.Errorf("phase %s", w.r.Phase)
	}
}
