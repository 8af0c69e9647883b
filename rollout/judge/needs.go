package judge

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// power is the chance that the calls asked for bring the decision.
const power = 0.80

// needs is about how many more candidate calls bring a decision, whichever comes
// first at the rates of this step. 0 is unknown.
func needs(p Params, v Verdict) int64 {
	routed := float64(v.Candidate.Invocations)
	tried := routed + float64(v.Probes.Invocations)
	ways, first := waysToDecide(p, v), math.Inf(1)
	for i, have := range [...]float64{routed, tried, routed} {
		if total := ways[i]; total > have {
			first = min(first, total-have)
		}
	}
	if missing := math.Ceil(first); missing < math.MaxInt32 {
		return int64(missing)
	}
	return 0
}

// waysToDecide are the calls that it takes in all to fail as worse than stable,
// to tell the rate from the limit, and to pass as not worse than stable; 0 where
// the rates do not point that way.
func waysToDecide(p Params, v Verdict) (calls [3]float64) {
	candidate, stable := v.Candidate.Rate(v.Measure), v.Stable.Rate(v.Measure)
	tried := v.Candidate.Plus(v.Probes)
	if v.Candidate.Invocations == 0 {
		candidate = stable
	}
	if v.Stable.Invocations > 0 {
		share := v.Weight / (1 - v.Weight)
		excluded := stable * ratios()[excludedRatio(v.Weight)]
		if candidate > stable {
			calls[0] = callsToTell(p.FalseRollback, stable, candidate, share)
		}
		if candidate < excluded && excluded < 1 {
			calls[2] = callsToTell(p.FalsePromote, stable, excluded, share)
		}
	}
	rate := candidate
	if tried.Invocations > 0 {
		rate = tried.Rate(v.Measure)
	}
	if rate > v.Limit {
		calls[1] = callsToTell(p.FalseRollback, v.Limit, rate, 0)
	} else if rate < v.Limit {
		calls[1] = callsToTell(p.FalsePromote, rate, v.Limit, 0)
	}
	return calls
}

// callsToTell is the usual sample size for telling rate p1 from p0, share being
// the candidate's calls for each of stable's; 0 if p0 is known and not measured.
func callsToTell(chance, p0, p1, share float64) float64 {
	z := mathext.NormalQuantile(1-chance) + mathext.NormalQuantile(power)
	return z * z * (p1*(1-p1) + p0*(1-p0)*share) / ((p1 - p0) * (p1 - p0))
}
