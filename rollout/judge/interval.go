package judge

import "gonum.org/v1/gonum/mathext"

// Interval is the exact 95 % confidence interval of the rate of a measure
// (Clopper and Pearson, Biometrika 26, 1934): it holds the true rate at least 95
// times in 100. Without calls it is everything, 0 to 1.
func (c Counts) Interval(measure string) (low, high float64) {
	const tail = 0.025
	n, x := float64(c.Invocations), float64(c.events(measure))
	low, high = 0, 1
	if x > 0 {
		low = mathext.InvRegIncBeta(x, n-x+1, tail)
	}
	if x < n {
		high = mathext.InvRegIncBeta(x+1, n-x, 1-tail)
	}
	return low, high
}
