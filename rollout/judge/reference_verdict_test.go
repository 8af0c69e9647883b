package judge_test

import (
	"math"
	"slices"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// firstSlow is the first minute with a slow call, or one past minute t.
func (r *reference) firstSlow(t int) int {
	for i := 0; i <= t; i++ {
		m := r.minutes[i]
		if r.slowKnown(i) && together(counted(m.Candidate), counted(m.Probes), r.stable(i)).Slow > 0 {
			return i
		}
	}
	return t + 1
}

// form is what a form has won by minute t. Slow calls are bet on from minute
// `from` on, with half of what the errors had won before.
func (r *reference) form(t, from int, form func(factors) []num) num {
	errors := won(r.errors, 0, t, form)
	if from > t {
		return errors
	}
	return mean(errors, mul(won(r.errors, 0, from-1, form), r.wonSlow(from, t, form)))
}

// wonSlow skips minutes without data.
func (r *reference) wonSlow(from, to int, form func(factors) []num) num {
	var known []factors
	for t := from; t <= to; t++ {
		if r.slowKnown(t) {
			known = append(known, r.slow[t])
		}
	}
	return won(known, 0, len(known)-1, form)
}

func (r *reference) relative(t int) num {
	first := r.firstSlow(t)
	given := r.form(t, first, func(f factors) []num { return f.conditional })
	if slices.Contains(r.misrouted[:t+1], true) {
		return mul(given, ratio(1, 2))
	}
	return mean(r.form(t, first, func(f factors) []num { return f.weighted }), given)
}

func (r *reference) absolute(t int) num {
	form := func(f factors) []num { return f.absolute }
	first := r.firstSlow(t)
	if first > t {
		return won(r.errors, 0, t, form)
	}
	return mean(won(r.errors, 0, t, form), mul(won(r.errors, 0, first, form), r.wonSlow(first+1, t, form)))
}

// pass is the evidence of this step by both measures, and the way that errors
// alone would take. Slow calls are asked for once there was one.
func (r *reference) pass(t int) (evidence num, way judge.Reason) {
	evidence, way = r.passBy(t, r.byErrors(), func(from int, form func(factors) []num) num { return won(r.errors, from, t, form) })
	if r.firstSlow(t) > t {
		return evidence, way
	}
	for i := r.stepOf(t); i <= t; i++ {
		if m := r.minutes[i]; r.slowKnown(i) && together(counted(m.Candidate), counted(m.Probes)).Invocations > 0 {
			slow, _ := r.passBy(t, r.bySlow(), func(from int, form func(factors) []num) num { return r.wonSlow(from, t, form) })
			return smaller(evidence, slow), way
		}
	}
	return evidence, way
}

// passBy is the better of the two ways, the second one only where there was
// somebody to compare with.
func (r *reference) passBy(t int, by measure, won func(from int, form func(factors) []num) num) (evidence num, way judge.Reason) {
	from := r.stepOf(t)
	limit := won(from, func(f factors) []num { return f.below })
	for i := from; i <= t; i++ {
		m := r.minutes[i]
		if m.Mixed || m.Stable == nil || m.Weight == 1 || !by.known(i) {
			continue
		}
		if peer := won(from, func(f factors) []num { return []num{f.notWorse} }); peer.Cmp(limit) > 0 {
			return peer, judge.ReasonNotWorse
		}
	}
	return limit, judge.ReasonBelowLimit
}

// routedWrong: a step's calls against the weight, by a bet on every share alike,
// ∫ u^a (1−u)^b du = 1 / ((a+b+1)·choose(a+b, a)).
func (r *reference) routedWrong(t int) bool {
	w := r.minutes[t].Weight
	if w == 1 {
		return false
	}
	var a, b int64
	for i := r.stepOf(t); i <= t; i++ {
		if !r.minutes[i].Mixed {
			a, b = a+counted(r.minutes[i].Candidate).Invocations, b+r.stable(i).Invocations
		}
	}
	few := min(a, b)
	bet := quo(exact(1), mul(exact(float64(a+b+1)), chooseUpTo(a+b, few)[few]))
	return quo(bet, mul(raise(exact(w), a), raise(sub(exact(1), exact(w)), b))).Cmp(exact(1000)) >= 0
}

// tripwire is -log10 of the tail, 0 while there are too few errors to look.
func (r *reference) tripwire(t int) float64 {
	m, canary := r.minutes[t], counted(r.minutes[t].Candidate)
	if r.params.Tripwire == 0 || m.Mixed || canary.Invocations == 0 || m.Weight == 1 && r.above(t, r.byErrors()) {
		return 0
	}
	peer := r.stable(t)
	if peer.Invocations == 0 {
		peer = r.totals(r.stepOf(t), t, r.stable)
	}
	if peer.Invocations == 0 {
		peer = r.lastStable(t)
	}
	n, x, rate := canary.Invocations, canary.Errors, r.params.ErrorRateMax
	var chances []num
	if peer.Invocations > 0 {
		rate = float64(peer.Errors) / float64(peer.Invocations)
		chances = ways(n, peer.Invocations, x+peer.Errors)
	} else {
		for j, c := range chooseUpTo(n, n) {
			chances = append(chances, mul(c, mul(raise(exact(rate), int64(j)), raise(sub(exact(1), exact(rate)), n-int64(j)))))
		}
	}
	if float64(x)-float64(n)*rate <= float64(r.params.Tripwire) {
		return 0
	}
	return math.Abs(log10Of(quo(sum(chances[x:]), sum(chances))))
}

// verdict is the table of the judge's paper, from the first line to the last.
func (r *reference) verdict(t int) judge.Verdict {
	pass, way := r.pass(t)
	m := r.minutes[t]
	v := judge.Verdict{
		Kind: judge.Inconclusive, Misrouted: r.misrouted[t],
		Relative: log10Of(r.relative(t)), Absolute: log10Of(r.absolute(t)), Pass: log10Of(pass), Tripwire: r.tripwire(t),
	}
	fail, canary := math.Log10(2/r.params.FalseRollback), counted(m.Candidate)
	switch {
	case v.Relative >= fail:
		v.Kind, v.Reason = judge.Fail, judge.ReasonRelative
	case v.Absolute >= fail:
		v.Kind, v.Reason = judge.Fail, judge.ReasonAbsolute
	case v.Tripwire >= 6:
		v.Kind, v.Reason = judge.Fail, judge.ReasonTripwire
	case r.params.Literal > 0 && canary.Errors > int64(r.params.Literal):
		v.Kind, v.Reason = judge.Fail, judge.ReasonLiteral
	case v.Misrouted:
		v.Reason = judge.ReasonRouting
	case canary.Invocations+counted(m.Probes).Invocations == 0:
		v.Reason = judge.ReasonNoData
	case v.Pass >= -math.Log10(r.params.FalsePromote):
		v.Kind, v.Reason = judge.Pass, way
	case m.Mixed:
		v.Reason = judge.ReasonSettling
	default:
		v.Reason = judge.ReasonTooFewCalls
	}
	return v
}
