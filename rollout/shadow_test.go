package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// newShadow is a target on which a rollout begins whose judge only looks on.
func newShadow(s rollout.Strategy) *world {
	s.Shadow = true
	return newWorld(s)
}

func TestAJudgeThatOnlyLooksOnTakesNothingBackAndKeepsWhatItWouldHave(t *testing.T) {
	for name, s := range map[string]rollout.Strategy{"canary": canary(), "blue-green": blueGreen()} {
		w := newShadow(s)
		w.counts = traffic(200, 0.2, 0.001)
		w.run(func(r rollout.Rollout) bool { return r.Judging.Shadow != nil })
		first := *w.r.Judging.Shadow
		if first.Verdict.Kind != judge.Fail || first.Rollout != w.r.ID || first != w.r.Fresh[len(w.r.Fresh)-1] {
			t.Errorf("%s: %+v", name, first)
		}
		w.run(nil)
		if w.r.Phase != rollout.Succeeded || *w.r.Judging.Shadow != first || w.live() != rollout.All("42") {
			t.Errorf("%s: %s %+v, and kept %+v", name, w.r.Phase, w.r.Cause, w.r.Judging.Shadow)
		}
	}
}

// Steps go on by their hold alone, whatever there is to judge them by.
func TestAJudgeThatOnlyLooksOnHoldsNothingUp(t *testing.T) {
	for name, begin := range map[string]func(*world){
		"no data":         func(w *world) { w.counts = silent },
		"unreadable":      func(w *world) { w.unread = "the metrics could not be read" },
		"undecided":       func(w *world) { w.counts = traffic(3, 0, 0) },
		"misrouted":       func(w *world) { w.counts = constant(judge.Counts{Invocations: 5}, judge.Counts{Invocations: 995}) },
		"metrics late":    func(w *world) { w.late = func(time.Time) time.Duration { return time.Hour } },
		"worse than that": func(w *world) { w.counts = traffic(2000, 1, 0) },
	} {
		s := canary()
		s.Inconclusive, s.Probes = rollout.Probe, 20
		w := newShadow(s)
		begin(w)
		w.run(func(r rollout.Rollout) bool { return r.Pause != nil || !r.Probing.IsZero() })
		if took := w.r.Ended.Sub(w.r.Created); w.r.Phase != rollout.Succeeded || took > 50*time.Minute || took < 40*time.Minute {
			t.Errorf("%s: %s after %s, paused %+v, probing %s", name, w.r.Phase, took, w.r.Pause, w.r.Probing)
		}
	}
}

func TestEverythingButTheJudgeStillActsWhileThatOnlyLooksOn(t *testing.T) {
	for name, c := range map[string]struct {
		begin func(*world)
		cause string
	}{
		"its health check": {func(w *world) { w.sick["42"] = true }, rollout.CauseHealth},
		"a person":         {func(w *world) { w.r, _ = w.first().r.RollBack("UANA", "", w.now) }, rollout.CauseRollback},
		"an alarm":         {func(w *world) { w.r, _ = w.first().r.TakeBack("01I", "v42 is worse", w.now) }, rollout.CauseAlarm},
		"somebody else":    {func(w *world) { w.first().write(rollout.Live, rollout.All("41"), "by hand") }, rollout.CauseForeign},
		"a drill's time":   {func(w *world) { w.r.Drill = &rollout.Drill{Within: 5 * time.Minute} }, rollout.CauseDrill},
	} {
		w := newShadow(canary())
		c.begin(w)
		w.run(nil)
		if w.r.Cause.Code != c.cause || w.live() != rollout.All("41") {
			t.Errorf("%s: %s %+v, live %s", name, w.r.Phase, w.r.Cause, w.live())
		}
	}
}

// A person's pause holds a step and the watch, as ever.
func TestAPauseHoldsWhatTheJudgeDoesNot(t *testing.T) {
	w := newShadow(canary()).first()
	w.r, _ = w.r.PauseBy("UANA", "lunch", w.now)
	w.forMinutes(30)
	if w.r.Step != 0 || w.r.Phase != rollout.Shifting {
		t.Errorf("%s, step %d", w.r.Phase, w.r.Step)
	}
	w = newShadow(blueGreen())
	w.run(until(rollout.Watching))
	w.write(rollout.Live, rollout.Split("41", "42", 0.5), "by hand") // which pauses it
	w.tick()
	w.write(rollout.Live, rollout.All("42"), "by hand")
	w.forMinutes(30)
	if w.r.Phase != rollout.Watching || w.r.Pause == nil {
		t.Errorf("%s, paused %+v", w.r.Phase, w.r.Pause)
	}
}

// The message shows it in the turn in which it would have gone back.
func TestWhatTheJudgeWouldHaveDoneIsShownAtOnce(t *testing.T) {
	w := newShadow(canary()).first()
	w.counts = traffic(200, 0.2, 0.001)
	before := w.r
	w.run(func(r rollout.Rollout) bool {
		if r.Judging.Shadow == nil {
			before = r
		}
		return r.Judging.Shadow != nil
	})
	if got := read(t, rollout.Turn(before, w.r, rollout.Intent{}, w.lock, w.now)); got.notice == nil {
		t.Errorf("%+v", got)
	}
}
