package rollout_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func refusedWith(t *testing.T, err error, code string) {
	t.Helper()
	var refusal *rollout.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Error() == "" {
		t.Errorf("%v, want a refusal %q", err, code)
	}
}

// wishes are all that people may ask for.
func wishes() map[string]func(rollout.Rollout) (rollout.Rollout, error) {
	return map[string]func(rollout.Rollout) (rollout.Rollout, error){
		"pause":    func(r rollout.Rollout) (rollout.Rollout, error) { return r.PauseBy("UANA", "", noon) },
		"resume":   func(r rollout.Rollout) (rollout.Rollout, error) { return r.Resume(noon) },
		"promote":  func(r rollout.Rollout) (rollout.Rollout, error) { return r.Promote(noon) },
		"weight":   func(r rollout.Rollout) (rollout.Rollout, error) { return r.SetWeight(0.2, "UANA", noon) },
		"abort":    func(r rollout.Rollout) (rollout.Rollout, error) { return r.Abort("UANA", "", noon) },
		"rollback": func(r rollout.Rollout) (rollout.Rollout, error) { return r.RollBack("UANA", "", noon) },
	}
}

// There is no way back from a first version: it can be stopped until its alias is
// ordered, and not any more from then on.
func TestAFirstVersionCanBeStoppedUntilItGoesLive(t *testing.T) {
	r := rollout.Rollout{ID: "01J", Phase: rollout.Promoting, Strategy: canary(), Candidate: "1", Target: checkout}
	for _, stop := range []string{"abort", "rollback"} {
		if after, err := wishes()[stop](r); err != nil || after.Phase != rollout.Cancelled {
			t.Errorf("%s: %s, %v", stop, after.Phase, err)
		}
		ordered := r
		ordered.Move = &rollout.Move{To: rollout.All("1")}
		after, err := wishes()[stop](ordered)
		refusedWith(t, err, "no_way_back")
		if after.Phase != rollout.Promoting {
			t.Errorf("%s was refused, and it is %s", stop, after.Phase)
		}
	}
}

// Every wish in every phase, against a table; "" is granted.
func TestWhatMayBeAskedForInEachPhase(t *testing.T) {
	early := map[string]string{"resume": "not_paused", "promote": "too_early", "weight": "not_shifting"}
	full := map[string]string{"pause": "nothing_to_pause", "resume": "not_paused", "promote": "promoted", "weight": "not_shifting"}
	over := map[string]string{"pause": "ended", "resume": "ended", "promote": "ended", "weight": "ended", "abort": "ended", "rollback": "ended"}
	for phase, codes := range map[rollout.Phase]map[string]string{
		rollout.Pending: early, rollout.Building: early, rollout.Deploying: early, rollout.Checking: early, rollout.AwaitingApproval: early,
		rollout.Shifting:  {"resume": "not_paused"},
		rollout.Promoting: full, rollout.Watching: full,
		rollout.RollingBack: {"pause": "rolling_back", "resume": "not_paused", "promote": "rolling_back", "weight": "not_shifting", "abort": "rolling_back", "rollback": "rolling_back"},
		rollout.Succeeded:   over, rollout.RolledBack: over, rollout.Failed: over, rollout.Cancelled: over,
	} {
		for name, wish := range wishes() {
			r := rollout.Rollout{ID: "01J", Phase: phase, Strategy: canary(), Stable: "41", Candidate: "42", Target: checkout, Revision: 3}
			if codes["promote"] != "too_early" { // traffic has moved
				r.Moves, r.Move = 1, &rollout.Move{From: rollout.All("41"), To: rollout.Split("41", "42", 0.1)}
			}
			after, err := wish(r)
			switch code := codes[name]; {
			case code != "":
				refusedWith(t, err, code)
				if after.Revision != r.Revision {
					t.Errorf("%s of %s was refused and changed it", name, phase)
				}
			case err != nil:
				t.Errorf("%s of %s: %v", name, phase, err)
			case after.Revision != 4 || after.Phase.Ended() != after.Wake.IsZero():
				t.Errorf("%s of %s: revision %d, wake %s", name, phase, after.Revision, after.Wake)
			}
		}
	}
}

// Stopping is always possible, and cancels only what has moved no traffic.
func TestStoppingTakesBackWhatMovedAndCancelsWhatDidNot(t *testing.T) {
	for _, phase := range []rollout.Phase{rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking} {
		w := newWorld(canary())
		w.run(until(phase))
		after, err := w.r.Abort("UANA", "", w.now)
		if err != nil || after.Phase != rollout.Cancelled {
			t.Errorf("%s: %s, %v", phase, after.Phase, err)
		}
	}
	for _, phase := range []rollout.Phase{rollout.Promoting, rollout.Watching} {
		w := newWorld(canary())
		w.run(until(phase))
		after, err := w.r.RollBack("UANA", "", w.now)
		if err != nil || after.Phase != rollout.RollingBack || !after.LockAfter {
			t.Errorf("%s: %s, %v", phase, after.Phase, err)
		}
	}
}

// A pause before any traffic outlasts the phases that it lets through. Nothing is
// looked at meanwhile.
func TestAPauseBeforeTheTrafficLastsAsLongAsItMay(t *testing.T) {
	w := newWorld(canary())
	var err error
	if w.r, err = w.r.PauseBy("UANA", "lunch", w.now); err != nil {
		t.Fatal(err)
	}
	w.run(quiet)
	if w.r.Phase != rollout.Checking || w.r.Pause == nil || w.live() != rollout.All("41") || w.now.Sub(noon) > time.Minute || w.r.Wake.Sub(noon) < 4*time.Hour {
		t.Fatalf("%s, cause %+v, live %s; the next tick is at %s", w.r.Phase, w.r.Cause, w.live(), w.r.Wake)
	}
	w.now = noon.Add(3 * time.Hour)
	if w.r, err = w.r.Resume(w.now); err != nil {
		t.Fatal(err)
	}
	if w.run(nil); w.r.Phase != rollout.Succeeded {
		t.Errorf("%s, cause %+v", w.r.Phase, w.r.Cause)
	}

	w = newWorld(canary())
	w.r, _ = w.r.PauseBy("UANA", "lunch", w.now)
	if w.run(nil); w.r.Phase != rollout.Failed || w.r.Cause.Code != rollout.CauseDeadline || w.now.Sub(noon) < 4*time.Hour {
		t.Errorf("after %s: %s, cause %+v", w.now.Sub(noon), w.r.Phase, w.r.Cause)
	}
}

// Taking a foreign change over forgets the move, not that traffic was moved.
func TestWhatWasTakenOverCanStillBeTakenBack(t *testing.T) {
	for name, stop := range map[string]func(w *world) error{
		"an abort":   func(w *world) (err error) { w.r, err = w.r.Abort("UANA", "", w.now); return err },
		"a deadline": func(w *world) error { w.now = w.now.Add(24 * time.Hour); return nil },
	} {
		w := newWorld(canary())
		w.run(func(rollout.Rollout) bool { return w.live().Share("42") == 0.1 })
		w.tick()
		w.write(rollout.Live, rollout.Split("41", "42", 0.33), "by hand")
		w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
		var err error
		if w.r, err = w.r.Resume(w.now); err != nil {
			t.Fatal(err)
		}
		if err := stop(w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if w.run(nil); w.r.Phase != rollout.RolledBack || w.live() != rollout.All("41") {
			t.Errorf("%s: %s, live %s", name, w.r.Phase, w.live())
		}
	}
}

func TestAWeightByHandIsHeldAndGoesOnFromThere(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Shifting))
	for _, share := range []float64{0, 1, -0.1, 1.5} {
		_, err := w.r.SetWeight(share, "UANA", w.now)
		refusedWith(t, err, "weight")
	}
	var err error
	if w.r, err = w.r.SetWeight(0.3, "UANA", w.now); err != nil || w.r.Weight() != 0.3 || w.r.Pause.By != "UANA" {
		t.Fatalf("%+v, %v", w.r.Pause, err)
	}
	w.run(func(rollout.Rollout) bool { return w.now.Sub(noon) > time.Hour })
	if w.live() != rollout.Split("41", "42", 0.3) {
		t.Errorf("live %s", w.live())
	}
	if w.r, err = w.r.Resume(w.now); err != nil || w.r.Weight() != 0.5 {
		t.Errorf("goes on with %g, %v", w.r.Weight(), err)
	}
	w.run(func(rollout.Rollout) bool { return w.live().Share("42") == 0.5 })
	w.r, _ = w.r.SetWeight(0.9, "UANA", w.now)
	if w.r, _ = w.r.Resume(w.now); w.r.Phase != rollout.Promoting || w.r.Weight() != 1 {
		t.Errorf("after the last step it goes on %s with %g", w.r.Phase, w.r.Weight())
	}
}

func TestAPersonMayTakeOverARolloutThatPausedItself(t *testing.T) {
	r := rollout.Rollout{Phase: rollout.Shifting, Strategy: canary(), Pause: &rollout.Pause{Code: rollout.PauseInconclusive}}
	after, err := r.PauseBy("UANA", "let me look", noon)
	if err != nil || after.Pause.Code != rollout.PauseAsked {
		t.Errorf("%+v, %v", after.Pause, err)
	}
	_, err = after.PauseBy("UBEN", "", noon)
	refusedWith(t, err, "paused")
}

func TestARolloutThatIsMisroutedGoesOnWhenToldTo(t *testing.T) {
	r := rollout.Rollout{Phase: rollout.Shifting, Moves: 2, Strategy: canary(), Pause: &rollout.Pause{Code: rollout.PauseMisrouted}}
	after, err := r.Resume(noon)
	if err != nil || after.Pause != nil || after.Rerouted != 2 {
		t.Errorf("%+v, %v", after, err)
	}
}

func TestLosingATargetSaysToWhom(t *testing.T) {
	r := rollout.Rollout{ID: "01J", Target: checkout, Phase: rollout.Shifting, Revision: 2}
	for to, want := range map[rollout.ID]string{"01K": "another rollout owns checkout/prod now: 01K", "": "checkout/prod was taken away from it"} {
		lost := r.Lose(to, noon)
		if lost.Phase != rollout.Cancelled || lost.Cause.Code != rollout.CauseLost || lost.Cause.Text != want || lost.Revision != 3 {
			t.Errorf("%+v", lost.Cause)
		}
	}
}
