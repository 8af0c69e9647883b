package cloud

import (
	"math"
	"math/rand/v2"
)

// Counts are drawn exactly while few are expected. From exactBelow on the normal
// distribution takes over, rounded and cut at the ends: its error there is far
// below what any reader of per-minute counts could tell. A statistics library
// would be exact throughout, but costs more to build than all of this package.
const exactBelow = 30

// poisson draws how many calls arrive when mean of them are expected.
func poisson(r *rand.Rand, mean float64) int64 {
	if mean >= exactBelow {
		return normal(r, mean, math.Sqrt(mean), math.MaxInt64)
	}
	n, none := int64(0), math.Exp(-mean)
	for p := r.Float64(); p > none; p *= r.Float64() {
		n++
	}
	return n
}

// binomial draws how many of n calls have a property that each has with probability p.
func binomial(r *rand.Rand, n int64, p float64) int64 {
	switch mean := float64(n) * p; {
	case n <= 0 || p <= 0:
		return 0
	case p >= 1:
		return n
	case p > 0.5:
		return n - binomial(r, n, 1-p)
	case mean >= exactBelow:
		return normal(r, mean, math.Sqrt(mean*(1-p)), n)
	}
	// Inversion: walk up the distribution until it has passed a uniform number.
	odds, u := p/(1-p), r.Float64()
	chance := math.Pow(1-p, float64(n))
	k := int64(0)
	for ; u > chance && k < n; k++ {
		u -= chance
		chance *= odds * float64(n-k) / float64(k+1)
	}
	return k
}

func normal(r *rand.Rand, mean, deviation float64, most int64) int64 {
	x := math.Round(mean + deviation*r.NormFloat64())
	return int64(max(0, min(x, float64(most))))
}
