package world

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// poisson is how many calls come, mean of them on average.
func poisson(random rand.Source, mean float64) int64 {
	return int64(distuv.Poisson{Lambda: mean, Src: random}.Rand())
}

// binomial is how many of n calls are hit, each with chance p.
func binomial(random rand.Source, n int64, p float64) int64 {
	switch {
	case n == 0 || p == 0:
		return 0
	case p == 1:
		return n
	default:
		return int64(distuv.Binomial{N: float64(n), P: p, Src: random}.Rand())
	}
}
