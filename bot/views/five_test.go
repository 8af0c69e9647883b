package views

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout/dora"
)

// shownFive are the five lines without their markup.
func shownFive(now, before dora.Five) string {
	var lines []string
	for _, l := range fiveLines(now, before) {
		lines = append(lines, unmarked(l))
	}
	return strings.Join(lines, "\n")
}

func TestTheFiveMeasuresSayWhetherTheyGotBetter(t *testing.T) {
	slow := dora.Five{
		Frequency: dora.Frequency{Days: 3, Weeks: 13, Deployments: 52}, LeadTime: dora.Median{Value: 26 * time.Hour, N: 5},
		FailRate: dora.Part{N: 2, Of: 10}, Recovery: dora.Median{Value: 12 * time.Minute, N: 5}, Rework: dora.Part{N: 1, Of: 8},
	}
	fast := dora.Five{
		Frequency: dora.Frequency{Days: 3.5, Weeks: 13, Deployments: 60}, LeadTime: dora.Median{Value: 90 * time.Minute, N: 1200},
		FailRate: dora.Part{N: 1, Of: 20}, Recovery: dora.Median{Value: 3 * time.Minute, N: 6}, Rework: dora.Part{N: 0, Of: 20},
	}
	few := dora.Five{
		Frequency: dora.Frequency{Days: 1, Weeks: 13, Deployments: 1}, LeadTime: dora.Median{Value: time.Hour, N: 4},
		FailRate: dora.Part{N: 1, Of: 4}, Recovery: dora.Median{Value: time.Minute, N: 1}, Rework: dora.Part{N: 0, Of: 4},
	}
	for name, c := range map[string]struct {
		now, before dora.Five
		want        string
	}{
		"better": {fast, slow, `
• Deployment frequency: 3.5 days a week (median of 13 weeks, 60 deployments) ↑ better, 3 days a week before
• Change lead time: 1 h 30 min (median of 1,200 commits) ↓ better, 26 h before
• Change fail rate: 5 % (1 of 20 deployments) ↓ better, 20 % before
• Failed deployment recovery time: 3 min (median of 6 releases taken back) ↓ better, 12 min before
• Rework rate: 0 % (0 of 20 deployments) ↓ better, 12.5 % before`},
		"worse": {slow, fast, `
• Deployment frequency: 3 days a week (median of 13 weeks, 52 deployments) ↓ worse, 3.5 days a week before
• Change lead time: 26 h (median of 5 commits) ↑ worse, 1 h 30 min before
• Change fail rate: 20 % (2 of 10 deployments) ↑ worse, 5 % before
• Failed deployment recovery time: 12 min (median of 5 releases taken back) ↑ worse, 3 min before
• Rework rate: 12.5 % (1 of 8 deployments) ↑ worse, 0 % before`},
		"the same": {fast, fast, `
• Deployment frequency: 3.5 days a week (median of 13 weeks, 60 deployments) → same as before
• Change lead time: 1 h 30 min (median of 1,200 commits) → same as before
• Change fail rate: 5 % (1 of 20 deployments) → same as before
• Failed deployment recovery time: 3 min (median of 6 releases taken back) → same as before
• Rework rate: 0 % (0 of 20 deployments) → same as before`},
		"too few to say": {few, slow, `
• Deployment frequency: 1 day a week (median of 13 weeks, 1 deployment) ↓ worse, 3 days a week before
• Change lead time: 1 h (median of 4 commits), 26 h before
• Change fail rate: 1 of 4 (too few for a percentage), 20 % before
• Failed deployment recovery time: 1 min (of 1 release taken back), 12 min before
• Rework rate: 0 of 4 (too few for a percentage), 12.5 % before`},
		"nothing before": {few, dora.Five{}, `
• Deployment frequency: 1 day a week (median of 13 weeks, 1 deployment)
• Change lead time: 1 h (median of 4 commits)
• Change fail rate: 1 of 4 (too few for a percentage)
• Failed deployment recovery time: 1 min (of 1 release taken back)
• Rework rate: 0 of 4 (too few for a percentage)`},
		"nothing now": {dora.Five{}, slow, `
• Deployment frequency: nothing to measure
• Change lead time: nothing to measure
• Change fail rate: nothing to measure
• Failed deployment recovery time: nothing to measure
• Rework rate: nothing to measure`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shownFive(c.now, c.before); got != strings.TrimPrefix(c.want, "\n") {
				t.Errorf("got\n%s\nwant%s", got, c.want)
			}
		})
	}
}

func TestMoneyHasAsManyDigitsAsAPersonWantsToSee(t *testing.T) {
	for v, want := range map[float64]string{
		0: "$0", -1: "$0", 0.0000001: "under $0.000001", 0.00018: "$0.00018", 0.000300: "$0.00030", 0.0144: "$0.014", 0.095: "$0.10",
		1.4: "$1.40", 999.99: "$999.99", 1204.4: "$1,204", 1e13: "an unknown amount",
	} {
		if got := money(v); got != want {
			t.Errorf("money(%v) = %q, want %q", v, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0 B", 940: "940 B", 1250: "1.3 KB", 2097152: "2.1 MB", 3e9: "3 GB", 5e15: "5,000 TB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestAPointOfAChartHasNoDigitsThatSayNothingAndIsANumber(t *testing.T) {
	for v, want := range map[float64]float64{
		0: 0, 1234567.8: 1234568, 182.1: 182, 0.02839: 0.0284, 100: 100, 5e-324: 0, 1.5e300: 1.5e300, math.Inf(1): 0, math.Inf(-1): 0,
	} {
		if got := rounded(v); math.Abs(got-want) > want/1e6 && got != want {
			t.Errorf("rounded(%v) = %v, want %v", v, got, want)
		}
	}
	if got := rounded(math.NaN()); got != 0 {
		t.Errorf("rounded(NaN) = %v", got)
	}
}
