// Package judge decides whether a canary is worse than the version it is to
// replace. It is pure: counts of one minute go in, a verdict comes out.
//
// Every piece of evidence is a non-negative martingale with mean 1 while there
// is no difference (an e-process). By Ville's inequality the chance that it
// ever reaches 1/α is at most α, so it may be looked at every minute.
package judge

// Judge adds one settled minute to the evidence and says what it amounts to.
// Minutes come in order and once each, those without any datapoint included.
// A change of weight begins a new step, as NextStep does: counts of different
// weights are never added up.
//
// Invalid parameters or an invalid minute give the verdict Error and leave the
// state as it was. Judge neither panics nor allocates.
func Judge(p Params, s State, m Minute) (State, Verdict) {
	if p.Validate() != nil || m.Validate() != nil {
		return s, Verdict{Kind: Error, Reason: ReasonInvalid}
	}
	if s.Weight != 0 && s.Weight != m.Weight {
		s = s.NextStep()
	}
	r := read(p, m)
	r.outage = s.outage(p, r, MeasureErrors)
	s.take(p, r)
	return s, decide(p, s, r)
}
