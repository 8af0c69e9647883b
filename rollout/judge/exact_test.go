package judge_test

import (
	"math"
	"math/big"
)

// num is a number of 200 bits. Nothing here takes logarithms before the very end.
type num = *big.Float

func exact(x float64) num { return new(big.Float).SetPrec(200).SetFloat64(x) }

func ratio(a, b int64) num { return quo(exact(float64(a)), exact(float64(b))) }

func mul(a, b num) num { return exact(0).Mul(a, b) }
func quo(a, b num) num { return exact(0).Quo(a, b) }
func add(a, b num) num { return exact(0).Add(a, b) }
func sub(a, b num) num { return exact(0).Sub(a, b) }

// raise is a to the n-th power, by squaring.
func raise(a num, n int64) num {
	result := exact(1)
	for ; n > 0; n /= 2 {
		if n%2 == 1 {
			result = mul(result, a)
		}
		a = mul(a, a)
	}
	return result
}

func sum(all []num) num {
	total := exact(0)
	for _, a := range all {
		total = add(total, a)
	}
	return total
}

func mean(all ...num) num { return quo(sum(all), exact(float64(len(all)))) }

func smaller(a, b num) num {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

// log10Of is the logarithm, with the digits of a float64.
func log10Of(a num) float64 {
	if a.Sign() == 0 {
		return math.Inf(-1)
	}
	exponent := a.MantExp(nil)
	mantissa, _ := exact(0).SetMantExp(a, -exponent).Float64()
	return (math.Log(mantissa) + float64(exponent)*math.Ln2) / math.Ln10
}

// chooseUpTo are the binomial coefficients of n over 0 to most.
func chooseUpTo(n, most int64) []num {
	all := []num{exact(1)}
	for k := range most {
		all = append(all, mul(all[k], ratio(n-k, k+1)))
	}
	return all
}

// ways says for every j from 0 to e in how many ways j of e events can fall on
// the n calls of one version and the rest on the m calls of the other.
func ways(n, m, e int64) []num {
	mine, others := chooseUpTo(n, e), chooseUpTo(m, e)
	all := make([]num, e+1)
	for j := range all {
		all[j] = mul(mine[j], others[e-int64(j)])
	}
	return all
}

// moment is Σ ways(j)·ψ^j over Σ ways(j).
func moment(ways []num, psi num) num {
	total, factor := exact(0), exact(1)
	for _, w := range ways {
		total = add(total, mul(w, factor))
		factor = mul(factor, psi)
	}
	return quo(total, sum(ways))
}
