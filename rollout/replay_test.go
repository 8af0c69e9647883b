package rollout_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Whatever happened to a rollout, its verdicts follow from what was kept, to the
// last bit.
func TestEveryVerdictOfAnyRolloutReplaysToTheSameBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := underAnySchedule(t)
		replays(t, w.r, w.kept)
		rows := make([]rollout.Judgement, len(w.kept))
		for i, j := range w.kept {
			rows[i] = stored(t, j)
		}
		replays(t, stored(t, w.r), rows)
	})
}

// stored is a record as it comes back from a store.
func stored[T rollout.Record](t fataler, r T) T {
	t.Helper()
	body, err := rollout.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	back, err := rollout.Decode[T](rollout.Stored{Key: r.Key(), Body: body})
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// fataler is a test, or one of rapid's.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func replays(t fataler, r rollout.Rollout, kept []rollout.Judgement) {
	t.Helper()
	again := r.Replay(kept)
	if len(again) != len(kept) {
		t.Fatalf("%d minutes were kept, %d replayed", len(kept), len(again))
	}
	for i, a := range again {
		if !a.Same || a.Again != kept[i].Verdict {
			t.Fatalf("minute %d was\n%+v, and is\n%+v", i, kept[i].Verdict, a.Again)
		}
	}
}

// Somebody else's weight, one that a person set, and a takeover: each begins a step
// of its own for the evidence, and so it does when it is replayed.
func TestChangesOfWeightReplayWhoeverMadeThem(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(500, 0.012, 0.01)
	w.run(func(rollout.Rollout) bool { return len(w.kept) == 4 })
	w.write(rollout.Live, rollout.Split("41", "42", 0.3), "by hand")
	w.run(paused)
	w.forMinutes(4)
	w.r, _ = w.r.Resume(w.now)
	w.forMinutes(4)
	w.r, _ = w.r.SetWeight(0.7, "UANA", w.now)
	w.forMinutes(4)
	w.r, _ = w.r.Resume(w.now)
	w.run(nil)
	weights := map[float64]bool{}
	for _, j := range w.kept {
		weights[j.Minute.Weight] = true
	}
	for _, weight := range []float64{0.1, 0.3, 0.7, 1} {
		if !weights[weight] {
			t.Errorf("nothing was judged at %v: %v", weight, weights)
		}
	}
	replays(t, w.r, w.kept)
}

func TestProbesReplay(t *testing.T) {
	for _, answer := range []func(int) *judge.Counts{well, badly, barely, nil} {
		w := probing(answer)
		w.run(nil)
		replays(t, w.r, w.kept)
	}
}

// An input that was changed afterwards gives other verdicts from there on, and the
// same ones before.
func TestAnInputThatWasChangedIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := probing(barely)
		w.counts = traffic(rapid.Int64Range(20, 2000).Draw(t, "calls"), 0.01, 0.01)
		if rapid.Bool().Draw(t, "silent") {
			w.counts = silent
		}
		w.run(func(r rollout.Rollout) bool { return r.Phase == rollout.Promoting || r.Pause != nil })
		i := rapid.IntRange(0, len(w.kept)-1).Draw(t, "minute")
		tamper(t, &w.kept[i].Minute)
		seen := false
		for k, a := range w.r.Replay(w.kept) {
			if k < i && !a.Same {
				t.Fatalf("minute %d was changed, and %d is no longer the same", i, k)
			}
			seen = seen || !a.Same
		}
		if !seen {
			t.Fatalf("nobody sees that minute %d was changed to %+v", i, w.kept[i].Minute)
		}
	})
}

// tamper changes one number of a minute, or makes up a datapoint.
func tamper(t *rapid.T, m *judge.Minute) {
	side := rapid.SampledFrom([]**judge.Counts{&m.Candidate, &m.Stable, &m.Probes}).Draw(t, "side")
	var c judge.Counts
	if *side != nil {
		c = **side
	}
	c.Invocations += rapid.Int64Range(1, 50).Draw(t, "more calls")
	c.Errors += rapid.Int64Range(0, 1).Draw(t, "more errors")
	*side = &c
}

// One machine rounds otherwise than another; a verdict does not depend on that.
func TestEvidenceThatIsRoundedOtherwiseIsTheSame(t *testing.T) {
	w := newWorld(canary())
	w.run(func(rollout.Rollout) bool { return len(w.kept) == 6 })
	for off, same := range map[float64]bool{1e-10: true, -1e-10: true, 1e-8: false} {
		for name, field := range map[string]func(*judge.Verdict) *float64{
			"relative": func(v *judge.Verdict) *float64 { return &v.Relative },
			"absolute": func(v *judge.Verdict) *float64 { return &v.Absolute },
			"pass":     func(v *judge.Verdict) *float64 { return &v.Pass },
			"tripwire": func(v *judge.Verdict) *float64 { return &v.Tripwire },
		} {
			kept := slices.Clone(w.kept)
			*field(&kept[5].Verdict) += off
			if a := w.r.Replay(kept); a[5].Same != same || !a[4].Same {
				t.Errorf("%s off by %g: same %v", name, off, a[5].Same)
			}
		}
	}
	for name, change := range map[string]func(*judge.Verdict){
		"kind":    func(v *judge.Verdict) { v.Kind = judge.Fail },
		"reason":  func(v *judge.Verdict) { v.Reason = judge.ReasonLiteral },
		"measure": func(v *judge.Verdict) { v.Measure = judge.MeasureSlow },
	} {
		kept := slices.Clone(w.kept)
		if change(&kept[5].Verdict); w.r.Replay(kept)[5].Same {
			t.Errorf("another %s is not seen", name)
		}
	}
}
