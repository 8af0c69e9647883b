package judge

import (
	"math"
	"strconv"
	"strings"
)

// Percent is a share with as many digits as a person wants to see: "0.03 %",
// "20.1 %".
func Percent(share float64) string {
	p := 100 * share
	switch {
	case math.IsNaN(p) || math.IsInf(p, 0):
		return "an unknown share"
	case p > 0 && p < 0.01:
		return "under 0.01 %"
	}
	digits := 1
	if p < 1 {
		digits = 2
	}
	return trim(strconv.FormatFloat(p, 'f', digits, 64)) + " %"
}

// Odds is evidence given as its log10, in the words of a bet: how many times
// likelier the counts are if it is so than if it is not: "4,800 : 1", "1 : 3".
func Odds(log10 float64) string {
	switch {
	case log10 <= -6:
		return "below 1 : 1,000,000"
	case log10 < 0:
		return "1 : " + power10(-log10)
	}
	return power10(log10) + " : 1"
}

func power10(exponent float64) string {
	switch {
	case exponent >= 6:
		return "over 1,000,000"
	case exponent >= 1:
		return Count(int64(math.Round(math.Pow(10, exponent))))
	default:
		return trim(strconv.FormatFloat(math.Pow(10, exponent), 'f', 1, 64))
	}
}

// Count groups thousands: "1,870".
func Count(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func trim(decimal string) string {
	return strings.TrimRight(strings.TrimRight(decimal, "0"), ".")
}
