package judge_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// drawStep are minutes of one weight in which both versions have calls, few enough
// of stable's going wrong that no fault is shared.
func drawStep(t *rapid.T, weight float64) (minutes []judge.Minute) {
	for range rapid.IntRange(1, 8).Draw(t, "minutes") {
		n := rapid.Int64Range(1, 400).Draw(t, "candidate calls")
		m := rapid.Int64Range(400, 2_000).Draw(t, "stable calls")
		minutes = append(minutes, minute(weight,
			calls(n, rapid.Int64Range(0, min(n, 30)).Draw(t, "candidate errors"), rapid.Int64Range(0, min(n, 30)).Draw(t, "candidate slow")),
			calls(m, rapid.Int64Range(0, 8).Draw(t, "stable errors"), rapid.Int64Range(1, 20).Draw(t, "stable slow"))))
	}
	return minutes
}

func drawWeight(t *rapid.T) float64 { return rapid.Float64Range(0.01, 0.99).Draw(t, "weight") }

func near(t *rapid.T, what string, got, want []float64) {
	t.Helper()
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9*max(1, math.Abs(want[i])) {
			t.Fatalf("%s: %v, want %v", what, got, want)
		}
	}
}

func TestEvidenceThatTrustsTheWeightDependsOnTheTotalsOfAStepAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := drawStep(t, drawWeight(t))
		var merged []judge.Minute
		for i, m := range minutes {
			if i == 0 || rapid.Bool().Draw(t, "begins anew") {
				merged = append(merged, m)
				continue
			}
			last := &merged[len(merged)-1]
			c, s := together(*last.Candidate, *m.Candidate), together(*last.Stable, *m.Stable)
			last.Candidate, last.Stable = &c, &s
		}
		apart, _ := run(judge.Default(), judge.State{}, minutes...)
		joined, _ := run(judge.Default(), judge.State{}, merged...)
		near(t, "errors", joined.Errors.Weighted[:], apart.Errors.Weighted[:])
		near(t, "slow calls", joined.Slow.Weighted[:], apart.Slow.Weighted[:])
		near(t, "errors below the limit", joined.Errors.Below[:], apart.Errors.Below[:])
		near(t, "slow calls below the limit", joined.Slow.Below[:], apart.Slow.Below[:])
	})
}

func TestTheOrderOfTheMinutesOfAStepDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := judge.Default()
		p.SlowRateMax = 0 // slow calls are bet on from the first of them on
		minutes := drawStep(t, drawWeight(t))
		was, before := run(p, judge.State{}, minutes...)
		shuffled := rapid.Permutation(slices.Clone(minutes)).Draw(t, "shuffled")
		is, after := run(p, judge.State{}, shuffled...)
		near(t, "weighted", is.Errors.Weighted[:], was.Errors.Weighted[:])
		near(t, "conditional", is.Errors.Conditional[:], was.Errors.Conditional[:])
		near(t, "absolute and pass", []float64{after.Absolute, after.Pass}, []float64{before.Absolute, before.Pass})
		if after.Candidate != before.Candidate || after.Stable != before.Stable || after.Misrouted != before.Misrouted {
			t.Fatalf("%+v, want %+v", after, before)
		}
	})
}

// Both steps alone, and one after the other: evidence for failing multiplies, that
// for passing is the second step's alone.
func TestStepsCompose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := judge.Default()
		p.SlowRateMax = 0
		one, two := drawStep(t, 0.1), drawStep(t, 0.3)
		first, _ := run(p, judge.State{}, one...)
		second, v2 := run(p, judge.State{}, two...)
		all, v := run(p, first.NextStep(), two...)
		whole, again := run(p, judge.State{}, append(one, two...)...)
		if all != whole || v != again {
			t.Fatal("a change of weight is not the same as the next step")
		}
		near(t, "weighted", all.Errors.Weighted[:], summed(first.Errors.Weighted[:], second.Errors.Weighted[:]))
		near(t, "conditional", all.Errors.Conditional[:], summed(first.Errors.Conditional[:], second.Errors.Conditional[:]))
		near(t, "absolute", all.Errors.Absolute[:], summed(first.Errors.Absolute[:], second.Errors.Absolute[:]))
		if v.Pass != v2.Pass || v.Candidate != v2.Candidate || v.Stable != v2.Stable || v.Minutes != v2.Minutes {
			t.Fatalf("%+v, want the second step's %+v", v, v2)
		}
	})
}

func summed(a, b []float64) []float64 {
	total := slices.Clone(a)
	for i := range b {
		total[i] += b[i]
	}
	return total
}
