package rollout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// marks are the judged minutes from the first one on, each an x if it compares
// nothing and a dot if it does.
func marks(kept []rollout.Judgement) string {
	var b strings.Builder
	for _, j := range kept {
		if j.Minute.Mixed {
			b.WriteByte('x')
		} else {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// shortSteps is a canary whose two steps take five minutes each.
func shortSteps(drop int) rollout.Strategy {
	s := canary()
	s.Steps = []rollout.Step{{Weight: 0.1, Hold: 5 * time.Minute}, {Weight: 0.5, Hold: 5 * time.Minute}}
	s.Drop = drop
	return s
}

// judge.md: the minute of a weight change and the next one are dropped from the
// relative evidence. Each change is seen a few seconds after noon, or after the
// hold of its step.
func TestTheMinutesAroundAChangeCompareNothing(t *testing.T) {
	for _, c := range []struct {
		drop int
		want string // of the first step's five minutes and the second's
	}{
		{0, "xx... xx..."},
		{1, "x.... x...."},
		{3, "xxx.. xxx.."},
		{rollout.NoDrop, "..... ....."},
	} {
		w := newWorld(shortSteps(c.drop))
		w.counts = traffic(4000, 0, 0)
		w.run(func(rollout.Rollout) bool { return len(w.kept) > 10 })
		if got := marks(w.kept[:5]) + " " + marks(w.kept[5:10]); got != c.want {
			t.Errorf("drop %d: %s, want %s", c.drop, got, c.want)
		}
		if a, b := w.kept[4].Minute.Weight, w.kept[5].Minute.Weight; a != 0.1 || b != 0.5 {
			t.Errorf("drop %d: the weight went from %v to %v around the change", c.drop, a, b)
		}
	}
}

// Nobody looks for four minutes after the change was ordered: any of them may have
// had either weight.
func TestAllMinutesCompareNothingUntilAChangeIsSeen(t *testing.T) {
	for drop, want := range map[int]string{
		0:              "xx... xxxxxx.",
		1:              "x.... xxxxx..",
		rollout.NoDrop: "..... .......",
	} {
		w := newWorld(shortSteps(drop))
		w.counts = traffic(4000, 0, 0)
		w.run(func(r rollout.Rollout) bool { return r.Step == 1 })
		w.tick() // the second weight is ordered
		w.now = w.now.Add(4 * time.Minute)
		w.run(func(rollout.Rollout) bool { return len(w.kept) >= 12 })
		if got := marks(w.kept[:5]) + " " + marks(w.kept[5:12]); got != want {
			t.Errorf("drop %d: %s, want %s", drop, got, want)
		}
		if share := w.r.Shares[1]; share.From.Sub(share.Since) < 4*time.Minute {
			t.Errorf("the change was between %s and %s", share.Since, share.From)
		}
	}
}

func TestAChangeBySomebodyElseIsMixedAndBeginsItsOwnCounts(t *testing.T) {
	w := newWorld(shortSteps(0)).first()
	w.run(func(rollout.Rollout) bool { return len(w.kept) == 4 })
	w.write(rollout.Live, rollout.Split("41", "42", 0.3), "by hand")
	w.run(func(rollout.Rollout) bool { return len(w.kept) >= 9 })
	changed := 0
	for changed < len(w.kept) && w.kept[changed].Minute.Weight == 0.1 {
		changed++
	}
	before, after := w.kept[changed-1], w.kept[changed]
	if after.Minute.Weight != 0.3 || after.Move == before.Move || after.Verdict.Minutes != 1 || after.Verdict.Candidate != *after.Minute.Candidate {
		t.Errorf("the first minute of somebody else's: %+v after %+v", after, before)
	}
	if got := marks(w.kept[changed-1 : changed+3]); got != "xxx." { // it may have been in the minute of the look before
		t.Errorf("around the change: %s", got)
	}
}

// Away and back within a minute: the weight is the same, the step is not.
func TestAWeightThatSomebodySetAndTookBackBeginsItsOwnCounts(t *testing.T) {
	w := newWorld(canary())
	w.run(func(rollout.Rollout) bool { return len(w.kept) == 4 })
	for _, weight := range []float64{0.3, 0.1} {
		w.write(rollout.Live, rollout.Split("41", "42", weight), "by hand")
		w.r.Wake = w.now
		w.tick()
	}
	w.forMinutes(5)
	began := 0
	for i := 1; i < len(w.kept); i++ {
		if a, b := w.kept[i-1], w.kept[i]; a.Move != b.Move {
			began++
			if b.Minute.Weight != 0.1 || b.Verdict.Minutes != 1 {
				t.Errorf("its first minute: %+v", b)
			}
		}
	}
	if began != 1 {
		t.Errorf("%d changes were judged", began)
	}
	replays(t, w.r, w.kept)
}

// A candidate that is broken outright does not wait for the routing to settle.
func TestAbsoluteEvidenceCountsInMixedMinutes(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(200, 1, 0)
	w.run(nil)
	last := w.kept[len(w.kept)-1]
	if !last.Minute.Mixed || last.Verdict.Reason != judge.ReasonAbsolute || last.Verdict.Relative != 0 || len(w.kept) != 1 {
		t.Errorf("after %d minutes: %+v", len(w.kept), last)
	}
	if w.r.Phase != rollout.RolledBack || w.live() != rollout.All("41") {
		t.Errorf("%s, live %s", w.r.Phase, w.live())
	}
}
