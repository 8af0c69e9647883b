package judge_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout/judge"
)

func drawCounts(t *rapid.T, who string) *judge.Counts {
	most := rapid.SampledFrom([]int64{0, 3, 50, 5_000}).Draw(t, who+" volume")
	if most == 0 {
		return nil
	}
	n := rapid.Int64Range(1, most).Draw(t, who+" calls")
	return &judge.Counts{
		Invocations: n,
		Errors:      rapid.Int64Range(0, n).Draw(t, who+" errors"),
		Slow:        rapid.Int64Range(0, n).Draw(t, who+" slow"),
	}
}

func drawMinute(t *rapid.T) judge.Minute {
	return judge.Minute{
		Weight:    rapid.SampledFrom([]float64{0.01, 0.1, 0.25, 0.5, 1}).Draw(t, "weight"),
		Mixed:     rapid.Bool().Draw(t, "mixed"),
		NoSlow:    rapid.Bool().Draw(t, "no slow"),
		Candidate: drawCounts(t, "candidate"),
		Stable:    drawCounts(t, "stable"),
		Probes:    drawCounts(t, "probes"),
	}
}

func drawState(t *rapid.T, p judge.Params) judge.State {
	var s judge.State
	for range rapid.IntRange(0, 6).Draw(t, "minutes before") {
		s, _ = judge.Judge(p, s, drawMinute(t))
	}
	return s
}

func TestAStateThatWasStoredJudgesTheNextMinuteBitByBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := judge.Default()
		s := drawState(t, p)
		stored, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var read judge.State
		if err := json.Unmarshal(stored, &read); err != nil {
			t.Fatal(err)
		}
		m := drawMinute(t)
		s1, v1 := judge.Judge(p, s, m)
		s2, v2 := judge.Judge(p, read, m)
		if read != s || s1 != s2 || v1 != v2 {
			t.Fatalf("stored as %s, differs after being read", stored)
		}
	})
}

func TestMoreErrorsOfTheCandidateAreNeverBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := judge.Default()
		p.Literal = rapid.SampledFrom([]int{0, 20}).Draw(t, "literal")
		s, m := drawState(t, p), drawMinute(t)
		n := rapid.Int64Range(1, 3_000).Draw(t, "calls")
		x := rapid.Int64Range(0, n-1).Draw(t, "errors")
		slow := rapid.Int64Range(0, n).Draw(t, "slow")
		m.Candidate = &judge.Counts{Invocations: n, Errors: x, Slow: slow}
		_, fewer := judge.Judge(p, s, m)
		m.Candidate = &judge.Counts{Invocations: n, Errors: x + 1, Slow: slow}
		_, more := judge.Judge(p, s, m)
		const rounding = 1e-9
		if more.Relative < fewer.Relative-rounding || more.Absolute < fewer.Absolute-rounding ||
			more.Tripwire < fewer.Tripwire-rounding || more.Pass > fewer.Pass+rounding {
			t.Fatalf("one more error helps:\n%+v\n%+v", fewer, more)
		}
		kinds := []judge.Kind{judge.Pass, judge.Inconclusive, judge.Error, judge.Fail} // from best to worst
		if slices.Index(kinds, more.Kind) < slices.Index(kinds, fewer.Kind) {
			t.Fatalf("one more error turns %s into %s", fewer.Kind, more.Kind)
		}
	})
}

func TestAMinuteThatComparesNothingLeavesTheRelativeEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := judge.Default()
		s, m := drawState(t, p), drawMinute(t)
		m.NoSlow = true // slow calls that join late would share what the errors won
		if m.Weight < 1 && !m.Mixed {
			m.Stable = nil
		}
		after, _ := judge.Judge(p, s, m)
		if after.Errors.Weighted != s.Errors.Weighted || after.Errors.Conditional != s.Errors.Conditional {
			t.Fatal("it has changed")
		}
	})
}

func TestAllNumbersAreFinite(t *testing.T) {
	extreme := []*judge.Counts{
		nil, {}, {Invocations: 1}, {Invocations: 1, Errors: 1, Slow: 1}, {Invocations: 100_000, Errors: 50_000, Slow: 99_999},
		{Invocations: most}, {Invocations: most, Errors: most, Slow: most}, {Invocations: most, Errors: 1_000, Slow: 1},
	}
	for _, weight := range []float64{1e-300, 1e-9, 0.5, 1 - 1e-16, 1} {
		var s judge.State
		for _, candidate := range extreme {
			for _, stable := range extreme {
				if all := together(counted(candidate), counted(stable)); min(all.Errors, all.Invocations-all.Errors) > 100_000 {
					continue // takes a second
				}
				var v judge.Verdict
				s, v = judge.Judge(judge.Default(), s, judge.Minute{Weight: weight, Candidate: candidate, Stable: stable, Probes: stable})
				isFinite(t, s, v)
			}
		}
	}
}

func isFinite(t *testing.T, s judge.State, v judge.Verdict) {
	t.Helper()
	if v.Kind == judge.Error {
		t.Fatalf("refused: %+v", v)
	}
	for _, number := range []float64{v.Relative, v.Absolute, v.Pass, v.Tripwire, v.Threshold} {
		if math.IsNaN(number) || math.IsInf(number, 0) {
			t.Fatalf("not finite: %+v", v)
		}
	}
	if v.Needs < 0 || v.Wait() < 0 {
		t.Fatalf("needs %d, waits %v", v.Needs, v.Wait())
	}
	if _, err := json.Marshal(s); err != nil {
		t.Fatal(err)
	}
}
