package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// table writes rows under a head.
func table(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(head)
	b.WriteString(strings.Repeat("| --- ", len(head)) + "|\n")
	for _, row := range rows {
		line(row)
	}
	return b.String()
}

// share is a percentage without its sign: nothing and all are told from nearly
// so.
func share(x float64) string {
	p := 100 * x
	digits := 1
	if p < 0.1 || p > 99.9 {
		digits = 2
	}
	return plain(p, digits)
}

// upTo is a percentage with the upper end of its interval.
func upTo(x, high float64) string { return share(x) + " (≤ " + share(high) + ")" }

// plain is a number with at most so many digits after the point.
func plain(x float64, digits int) string {
	s := strconv.FormatFloat(x, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// number groups thousands.
func number(x float64) string { return judge.Count(int64(math.Round(x))) }

// perMinute is how much traffic there is.
func perMinute(calls float64) string { return number(calls) + "/min" }

// change is how the error rate changes: "1 → 5 %".
func change(w world.Scenario) string {
	return plain(100*w.Stable.Errors, 2) + " → " + judge.Percent(w.Candidate.Errors)
}
