package rivals

import "github.com/slipway-dev/slipway/rollout/judge"

func fisherRival() Rival {
	return Rival{
		Name: "fisher",
		Rule: "Takes the candidate back when, all minutes taken together, chance alone would give it so many of the errors at most once in 100 times; looks every minute.",
		Source: "https://doi.org/10.2307/2342435: R. A. Fisher, The Logic of Inductive Inference, 1935, the exact test of a 2 × 2 table, one-sided. " +
			"Adding up steps of different weight and looking again and again are what the test does not allow and people do " +
			"(https://doi.org/10.2307/2343787: Armitage, McPherson and Rowe, Repeated Significance Tests on Accumulating Data, 1969).",
		New: func() Judge { return new(fisher) },
	}
}

const (
	fisherLevel = 0.01    // the chance, at one look, at which the candidate is taken back
	negligible  = 0x1p-60 // a term this small beside its sum ends it
)

type fisher struct{ seen pool }

// Fails implements Judge.
func (f *fisher) Fails(m judge.Minute) bool {
	f.seen.add(m)
	c, s := f.seen.candidate, f.seen.stable
	return tail(c.Errors, c.Errors+s.Errors, c.Invocations, s.Invocations) <= fisherLevel
}

// tail is P(X ≥ x), X being how many of the errors fall on the candidate if each
// call was as likely to fail: a hypergeometric number, which gonum does not have.
// All terms are summed as multiples of P(x), each made of its neighbour, so that
// there are no factorials and nothing cancels. A chance too small for a float64
// becomes 0.
func tail(x, errors, candidate, stable int64) float64 {
	k, e, c, s := float64(x), float64(errors), float64(candidate), float64(stable)
	low, high := max(0, e-s), min(e, c)
	above, term := 1.0, 1.0
	for j := k; j < high && term > above*negligible; j++ {
		term *= (c - j) * (e - j) / ((j + 1) * (s - e + j + 1))
		above += term
	}
	below, term := 0.0, 1.0
	for j := k; j > low && term > below*negligible; j-- {
		term *= j * (s - e + j) / ((c - j + 1) * (e - j + 1))
		below += term
	}
	return 1 / (1 + below/above)
}
