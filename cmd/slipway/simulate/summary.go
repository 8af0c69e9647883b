package simulate

import (
	"cmp"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// own is what our judge is called among the others.
const own = "slipway"

// summarize turns endings, by run and judge, into figures.
func summarize(o Options, runs [][]ending) Result {
	names := []string{own}
	for _, r := range o.Rivals {
		names = append(names, r.Name)
	}
	result := Result{}
	for i, name := range names {
		endings := make([]ending, len(runs))
		for n, run := range runs {
			endings[n] = run[i]
		}
		result.Judges = append(result.Judges, figures(name, endings))
	}
	return result
}

func figures(name string, all []ending) Figures {
	is := func(o Outcome) func(ending) bool { return func(e ending) bool { return e.outcome == o } }
	decided := func(e ending) float64 { return e.decided.Seconds() }
	return Figures{
		Judge:       name,
		Promoted:    rate(all, is(Promoted)),
		RolledBack:  rate(all, is(RolledBack)),
		Asked:       rate(all, is(Asked)),
		Reasons:     reasons(all),
		ToPromotion: spread(all, is(Promoted), decided),
		ToRollback:  spread(all, is(RolledBack), decided),
		ToRestored:  spread(all, is(RolledBack), func(e ending) float64 { return e.restored.Seconds() }),
		FailedCalls: spread(all, func(ending) bool { return true }, func(e ending) float64 { return float64(e.failed) }),
		ErrorsSeen:  spread(all, func(e ending) bool { return e.byVerdict }, func(e ending) float64 { return float64(e.errorsSeen) }),
		Promotions:  times(all, is(Promoted)),
		Rollbacks:   times(all, is(RolledBack)),
	}
}

func rate(all []ending, is func(ending) bool) Rate {
	hits := 0
	for _, e := range all {
		if is(e) {
			hits++
		}
	}
	c := judge.Counts{Invocations: int64(len(all)), Errors: int64(hits)}
	low, high := c.Interval(judge.MeasureErrors)
	return Rate{Runs: hits, Share: c.Rate(judge.MeasureErrors), Low: low, High: high}
}

// reasons counts them, the most frequent first.
func reasons(all []ending) []Reason {
	counts := map[Reason]int{}
	for _, e := range all {
		counts[Reason{Outcome: e.outcome, Why: e.why}]++
	}
	list := make([]Reason, 0, len(counts))
	for r, n := range counts {
		r.Runs = n
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Runs, a.Runs), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Why, b.Why))
	})
	return list
}

// spread is of those endings that have the number.
func spread(all []ending, has func(ending) bool, number func(ending) float64) Spread {
	var numbers []float64
	for _, e := range all {
		if has(e) {
			numbers = append(numbers, number(e))
		}
	}
	if len(numbers) == 0 {
		return Spread{}
	}
	slices.Sort(numbers)
	return Spread{
		Runs:   len(numbers),
		Mean:   stat.Mean(numbers, nil),
		Median: stat.Quantile(0.5, stat.Empirical, numbers, nil),
		P95:    stat.Quantile(0.95, stat.Empirical, numbers, nil),
	}
}

func times(all []ending, has func(ending) bool) (sorted []time.Duration) {
	for _, e := range all {
		if has(e) {
			sorted = append(sorted, e.decided)
		}
	}
	slices.Sort(sorted)
	return sorted
}
