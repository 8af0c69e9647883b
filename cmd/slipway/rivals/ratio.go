package rivals

import "github.com/slipway-dev/slipway/rollout/judge"

func ratioRival() Rival {
	return Rival{
		Name: "ratio",
		Rule: "Takes the candidate back when, all minutes taken together, it has had at least 100 calls, more than 1 % of them failed, and that is more than twice the share on stable.",
		Source: "https://argo-rollouts.readthedocs.io/en/stable/features/analysis/: " +
			"a failureCondition over a query, which is where people write such a rule by hand. " +
			"No tool has these numbers as its default; they are those of docs/judge.md.",
		New: func() Judge { return new(ratio) },
	}
}

const (
	callsNeeded = 100
	timesWorse  = 2
	worthACare  = 0.01 // share of failed calls up to which nobody minds
)

type ratio struct{ seen pool }

// Fails implements Judge. Without a call on stable there is no baseline.
func (r *ratio) Fails(m judge.Minute) bool {
	r.seen.add(m)
	mine, _ := rate(&r.seen.candidate)
	baseline, known := rate(&r.seen.stable)
	return known && r.seen.candidate.Invocations >= callsNeeded &&
		mine > worthACare && mine > timesWorse*baseline
}
