package judge

import "math"

// mix says how calls end: the chance of each of four ends, so that failing and
// being slow may depend on each other in any way.
type mix struct{ fine, failed, slow, both float64 }

// mixes fail and are slow at the same two rates, once together, once never
// together and once independently.
func mixes(failed, slow float64) map[string]mix {
	both := min(failed, slow)
	return map[string]mix{
		"together":       {1 - max(failed, slow), failed - both, slow - both, both},
		"never together": {1 - failed - slow, failed, slow, 0},
		"independent":    {(1 - failed) * (1 - slow), failed * (1 - slow), (1 - failed) * slow, failed * slow},
	}
}

// ending is what became of the calls of one version, and its chance.
type ending struct {
	counts Counts
	chance float64
}

// endings are all ways in which n calls can end.
func endings(n int64, m mix) (all []ending) {
	for failed := range n + 1 {
		for slow := range n + 1 - failed {
			for both := range n + 1 - failed - slow {
				fine := n - failed - slow - both
				ways := choose(n, failed) * choose(n-failed, slow) * choose(n-failed-slow, both)
				chance := ways * raise(m.failed, failed) * raise(m.slow, slow) * raise(m.both, both) * raise(m.fine, fine)
				if chance > 0 {
					all = append(all, ending{Counts{Invocations: n, Errors: failed + both, Slow: slow + both}, chance})
				}
			}
		}
	}
	return all
}

func raise(x float64, n int64) float64 { return math.Pow(x, float64(n)) }

// outcome is a way a minute of few calls can go, and its chance.
type outcome struct {
	minute Minute
	chance float64
}

// given are all ways in which calls whose numbers are known can end.
func given(candidate, stable int64, c, s mix) (all []outcome) {
	theirs := endings(stable, s)
	for _, mine := range endings(candidate, c) {
		for _, others := range theirs {
			all = append(all, outcome{Minute{Candidate: datapoint(mine.counts), Stable: datapoint(others.counts)}, mine.chance * others.chance})
		}
	}
	return all
}

// routed are all ways in which n calls can be routed by the weight, and end.
func routed(n int64, weight float64, c, s mix) (all []outcome) {
	for candidate := range n + 1 {
		for _, o := range given(candidate, n-candidate, c, s) {
			o.chance *= binomial(n, candidate, weight)
			all = append(all, o)
		}
	}
	return all
}

// datapoint: without a call there is none.
func datapoint(c Counts) *Counts {
	if c.Invocations == 0 {
		return nil
	}
	return &c
}

// with lets every outcome's minute have the weight, and changes it further.
func with(weight float64, all []outcome, change func(*Minute)) []outcome {
	for i := range all {
		all[i].minute.Weight = weight
		if change != nil {
			change(&all[i].minute)
		}
	}
	return all
}

// mean is the mean of what a state says over everything that can happen in the
// minutes.
func mean(p Params, s State, minutes [][]outcome, says func(State, Verdict) float64) (sum float64) {
	for _, o := range minutes[0] {
		after, v := Judge(p, s, o.minute)
		if len(minutes) > 1 {
			sum += o.chance * mean(p, after, minutes[1:], says)
		} else {
			sum += o.chance * says(after, v)
		}
	}
	return sum
}
