package judge_test

import (
	"math"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// reference is the judge once more: the formulas as they are defined, over all
// minutes from the first, with direct sums and 200 bits. It shares nothing with
// the judge but the kinds of its input and output.
type reference struct {
	params       judge.Params
	minutes      []judge.Minute
	errors, slow []factors // by minute
	misrouted    []bool    // by minute
}

// factors are what one minute multiplies the evidence of one measure by.
type factors struct {
	weighted, conditional []num // by ψ
	absolute, below       []num // by θ
	notWorse              num
}

func newReference(s series) *reference {
	r := &reference{params: s.params, minutes: s.minutes}
	for t := range s.minutes {
		r.errors = append(r.errors, r.factors(t, r.byErrors()))
		slow := factors{}
		if r.slowKnown(t) {
			slow = r.factors(t, r.bySlow())
		}
		r.slow = append(r.slow, slow)
		r.misrouted = append(r.misrouted, r.routedWrong(t))
	}
	return r
}

type event func(judge.Counts) int64

// measure is what is counted, in which minutes, and how much of it is promised.
type measure struct {
	of    event
	limit float64
	known func(t int) bool
}

func (r *reference) byErrors() measure {
	return measure{failed, r.params.ErrorRateMax, func(int) bool { return true }}
}

func (r *reference) bySlow() measure { return measure{slowly, r.params.SlowRateMax, r.slowKnown} }

func failed(c judge.Counts) int64 { return c.Errors }
func slowly(c judge.Counts) int64 { return c.Slow }

func counted(c *judge.Counts) judge.Counts {
	if c == nil {
		return judge.Counts{}
	}
	return *c
}

func together(all ...judge.Counts) (total judge.Counts) {
	for _, c := range all {
		total.Invocations += c.Invocations
		total.Errors += c.Errors
		total.Slow += c.Slow
	}
	return total
}

func (r *reference) slowKnown(t int) bool { return r.params.SlowRateMax > 0 && !r.minutes[t].NoSlow }

// stable is seen only while it has a share.
func (r *reference) stable(t int) judge.Counts {
	if t < 0 || r.minutes[t].Weight == 1 {
		return judge.Counts{}
	}
	return counted(r.minutes[t].Stable)
}

// stepOf is the first minute of the step of minute t.
func (r *reference) stepOf(t int) int {
	for t > 0 && r.minutes[t-1].Weight == r.minutes[t].Weight {
		t--
	}
	return t
}

// lastStable are the totals of stable in the last step before minute t's that had
// any of it.
func (r *reference) lastStable(t int) judge.Counts {
	for end := r.stepOf(t) - 1; end >= 0; end = r.stepOf(end) - 1 {
		if total := r.totals(r.stepOf(end), end, r.stable); total.Invocations > 0 {
			return total
		}
	}
	return judge.Counts{}
}

func (r *reference) totals(from, to int, of func(int) judge.Counts) (total judge.Counts) {
	for t := from; t <= to; t++ {
		total = together(total, of(t))
	}
	return total
}

// shared: stable is above the limit, over the last three minutes or, but for the
// watch, usually.
func (r *reference) shared(t int, m measure) bool {
	return r.above(t, m) || r.minutes[t].Weight < 1 && r.usuallyAbove(t, m)
}

// usuallyAbove: in most minutes, of which those before the last thirty count half.
func (r *reference) usuallyAbove(t int, m measure) bool {
	known, above := r.aboveOf(t, m)
	return known >= 10 && 2*above > known
}

func (r *reference) aboveOf(t int, m measure) (known, above int) {
	for i := 0; i <= t; i++ {
		if !m.known(i) || r.stable(i).Invocations == 0 {
			continue
		}
		if known == 30 {
			known, above = known/2, above/2
		}
		known++
		if r.above(i, m) {
			above++
		}
	}
	return known, above
}

// limitAt is the limit of a minute: while watching beside a stable version that
// was above it in the last step, and usually, twice what that did.
func (r *reference) limitAt(t int, m measure) float64 {
	stable := r.lastStable(t)
	if r.minutes[t].Weight < 1 || stable.Invocations == 0 {
		return m.limit
	}
	known, above := r.aboveOf(t, m)
	rate := float64(m.of(stable)) / float64(stable.Invocations)
	if rate <= m.limit || known >= 10 && 2*above <= known {
		return m.limit
	}
	return min(2*rate, (1+rate)/2)
}

func (r *reference) above(t int, m measure) bool {
	var stable judge.Counts
	for i := max(0, t-2); i <= t; i++ {
		if m.known(i) {
			stable = together(stable, r.stable(i))
		}
	}
	return stable.Invocations > 0 && float64(m.of(stable))/float64(stable.Invocations) > m.limit
}

func (r *reference) factors(t int, by measure) factors {
	m, p, of := r.minutes[t], exact(by.limit), by.of
	canary, stable, f := counted(m.Candidate), r.stable(t), factors{}
	all := together(canary, counted(m.Probes))
	likelier := func(rate, other num) num {
		good := quo(sub(exact(1), rate), sub(exact(1), other))
		return mul(raise(quo(rate, other), of(all)), raise(good, all.Invocations-of(all)))
	}
	limit := exact(r.limitAt(t, by))
	for _, theta := range []num{ratio(5, 100), ratio(1, 10), ratio(2, 10), ratio(5, 10), ratio(9, 10)} {
		if theta.Cmp(p) <= 0 {
			continue
		}
		factor := exact(1)
		if theta.Cmp(limit) > 0 && !r.shared(t, by) {
			factor = likelier(theta, limit)
		}
		f.absolute = append(f.absolute, factor)
	}
	for _, part := range []float64{20, 4, 2} {
		f.below = append(f.below, likelier(quo(p, exact(part)), p))
	}
	f.compare(m, of(canary), of(stable), canary.Invocations, stable.Invocations)
	return f
}

// compare: x of the canary's n calls and y of stable's m went wrong.
func (f *factors) compare(minute judge.Minute, x, y, n, m int64) {
	f.notWorse = exact(1)
	excluded := map[bool]float64{true: 10, false: 5}[minute.Weight <= 0.10]
	if minute.Weight > 0.25 {
		excluded = 3
	}
	w, chances := exact(minute.Weight), ways(n, m, x+y)
	for _, psi := range []float64{1.5, 2, 3, 5, 10, 30, 100} {
		if minute.Mixed || minute.Stable == nil || minute.Weight == 1 {
			f.weighted, f.conditional = append(f.weighted, exact(1)), append(f.conditional, exact(1))
			continue
		}
		rest := sub(exact(1), w)
		q := quo(mul(w, exact(psi)), add(mul(w, exact(psi)), rest))
		trusting := mul(raise(quo(q, w), x), raise(quo(sub(exact(1), q), rest), y))
		given := quo(raise(exact(psi), x), moment(chances, exact(psi)))
		f.weighted, f.conditional = append(f.weighted, trusting), append(f.conditional, given)
		if psi == excluded {
			f.notWorse = quo(exact(1), given)
		}
	}
}

// won is the mean over the bets of what one form has won in some minutes.
func won(all []factors, from, to int, form func(factors) []num) num {
	var totals []num
	for t := max(0, from); t <= to; t++ {
		for i, factor := range form(all[t]) {
			if i == len(totals) {
				totals = append(totals, exact(1))
			}
			totals[i] = mul(totals[i], factor)
		}
	}
	if len(totals) == 0 {
		return exact(1)
	}
	return mean(totals...)
}

func TestEvidenceAgreesWithAnIndependentComputationOf200Bits(t *testing.T) {
	for _, s := range readReplays(t) {
		r := newReference(s)
		for i, got := range s.judge() {
			want := r.verdict(i)
			sameWithin(t, s, i, "relative", got.Relative, want.Relative)
			sameWithin(t, s, i, "absolute", got.Absolute, want.Absolute)
			sameWithin(t, s, i, "pass", got.Pass, want.Pass)
			if want.Tripwire != 0 || got.Tripwire != 0 {
				sameWithin(t, s, i, "tripwire", got.Tripwire, math.Min(300, want.Tripwire))
			}
			if got.Kind != want.Kind || got.Reason != want.Reason || got.Misrouted != want.Misrouted {
				t.Errorf("%s, minute %d: %s because %s, want %s because %s", s.name, i+1, got.Kind, got.Reason, want.Kind, want.Reason)
			}
		}
	}
}
