package views_test

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// run is minutes at one weight, each with the same calls; no calls are no data. One
// that goes on is of the same move as the run before.
type run struct {
	weight                    float64
	minutes                   int
	candidate, stable, probes judge.Counts
	goesOn                    bool
}

// kept has the real judge look at runs, until it has had enough. Each is a move of
// its own, with its first two minutes mixed. The rollout notes what came of it.
func kept(r *rollout.Rollout, runs ...run) (out []rollout.Judgement) {
	at, move := begin(), 0
	for i, one := range runs {
		if !one.goesOn {
			move++
		}
		for n := range one.minutes {
			m := judge.Minute{
				At: at, Weight: one.weight, Mixed: n < 2 && !one.goesOn,
				Candidate: some(one.candidate), Stable: some(one.stable), Probes: some(one.probes),
			}
			s := r.Judging.State
			if n == 0 && i > 0 && !one.goesOn {
				s = s.NextStep()
			}
			r.Judging.State, r.Judging.Verdict = judge.Judge(r.Strategy.Judge, s, m)
			r.Judging.Calls += one.candidate.Invocations
			r.Judging.Move = move
			at = at.Add(time.Minute)
			r.Judging.To = at
			out = append(out, rollout.Judgement{Rollout: r.ID, Step: move - 1, Move: move, Minute: m, Verdict: r.Judging.Verdict})
			if r.Judging.Verdict.Kind == judge.Fail {
				return out
			}
		}
	}
	return out
}

func some(c judge.Counts) *judge.Counts {
	if c == (judge.Counts{}) {
		return nil
	}
	return &c
}

// busy is a good version at a weight, for some minutes of two thousand calls.
func busy(weight float64, minutes int) run {
	calls := int64(weight * 2000)
	one := run{weight: weight, minutes: minutes, candidate: judge.Counts{Invocations: calls, Errors: calls / 400}}
	if weight < 1 {
		one.stable = judge.Counts{Invocations: 2000 - calls, Errors: 4}
	}
	return one
}

// quiet is a version with one call a minute, of ten.
func quiet(minutes int) run {
	return run{weight: 0.1, minutes: minutes, candidate: judge.Counts{Invocations: 1}, stable: judge.Counts{Invocations: 9}}
}

// failing is a version of which every fifth call or so fails, of forty a minute.
func failing(weight float64) run {
	calls := int64(weight * 40)
	return run{
		weight: weight, minutes: 30,
		candidate: judge.Counts{Invocations: calls, Errors: max(1, calls/5)}, stable: judge.Counts{Invocations: 40 - calls},
	}
}
