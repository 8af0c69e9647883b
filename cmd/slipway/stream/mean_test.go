package stream_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// chance is that of k among n, each with the probability p.
func chance(n, k int, p float64) float64 {
	return distuv.Binomial{N: float64(n), P: p}.Prob(float64(k))
}

// mean is that of 10^evidence over everything that can happen, each case a series
// of its own.
func mean(t *testing.T, lines []string, chances []float64, evidence string, flags ...string) (sum float64) {
	t.Helper()
	for i := range lines {
		lines[i] = strings.Replace(lines[i], `"s1"`, `"s`+itoa(i)+`"`, 1)
	}
	whole := 0.0
	for i, v := range judged(t, standard(t, flags...), lines...) {
		sum += chances[i] * math.Pow(10, v.Evidence[evidence])
		whole += chances[i]
	}
	if math.Abs(whole-1) > 1e-9 {
		t.Errorf("the chances add up to %v", whole)
	}
	return sum
}

// Each of three calls goes to the canary with its weight, and fails with the same
// chance wherever it goes. None at all is a datapoint here, and says zero.
func TestEvidenceOfTheComparisonIsWorthOneOnAverageWhenNoCallsAreADatapoint(t *testing.T) {
	const calls, weight, rate = 3, 0.3, 0.02
	var lines []string
	var chances []float64
	for canary := range calls + 1 {
		for x := range canary + 1 {
			for y := range calls - canary + 1 {
				lines = append(lines, say(1, 1, weight, []int{canary, x, 0}, []int{calls - canary, y, 0}))
				chances = append(chances, chance(calls, canary, weight)*chance(canary, x, rate)*chance(calls-canary, y, rate))
			}
		}
	}
	if !strings.Contains(strings.Join(lines, ""), `"stable":{"invocations":0,"errors":0,"slow":0}`) {
		t.Error("stable has calls in every case")
	}
	if got := mean(t, lines, chances, "relative"); math.Abs(got-1) > 1e-9 {
		t.Errorf("the mean is %v", got)
	}
}

// With nothing to compare with only the limit is bet on: another bet that has won
// nothing yet must not stand in for one that has lost.
func TestEvidenceForPassingIsWorthOneOnAverageAtTheLimitWithoutStable(t *testing.T) {
	const calls, limit = 6, 0.02
	for _, slow := range []string{"", `,"slow":0`} {
		var lines []string
		var chances []float64
		for x := range calls + 1 {
			lines = append(lines, fmt.Sprintf(`{"series":"s1","step":1,"minute":1,"weight":0.3,"canary":{"invocations":%d,"errors":%d%s}}`, calls, x, slow))
			chances = append(chances, chance(calls, x, limit))
		}
		if got := mean(t, lines, chances, "pass"); math.Abs(got-1) > 1e-9 {
			t.Errorf("the mean is %v with %q", got, slow)
		}
	}
}
