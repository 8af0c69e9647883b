package judge_test

import (
	"math"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestSharesHaveAsManyDigitsAsAPersonWants(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 0.00001: "under 0.01 %", 0.0003267: "0.03 %", 0.00999: "1 %", 0.1: "10 %", 0.201: "20.1 %", 1.0 / 3: "33.3 %", 1: "100 %",
		math.Inf(1): "an unknown share",
	} {
		if got := judge.Percent(share); got != want {
			t.Errorf("percent(%v) = %q, want %q", share, got, want)
		}
	}
}

func TestThousandsAreGrouped(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1870: "1,870", 1234567: "1,234,567", -999: "-999", -1870: "-1,870"} {
		if got := judge.Count(n); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestEvidenceIsToldAsABet(t *testing.T) {
	for evidence, want := range map[float64]string{0: "1 : 1", 0.3: "2 : 1", 2.3: "200 : 1", 3.681: "4,797 : 1", 40: "over 1,000,000 : 1", -0.5: "1 : 3.2", -2: "1 : 100", -300: "below 1 : 1,000,000"} {
		if got := judge.Odds(evidence); got != want {
			t.Errorf("odds(%v) = %q, want %q", evidence, got, want)
		}
	}
}
