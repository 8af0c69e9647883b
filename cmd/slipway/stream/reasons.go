package stream

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// The reasons that this package adds to the judge's.
const (
	ReasonHolding judge.Reason = "holding"  // inconclusive: good enough, but the hold is not over
	ReasonMaxHold judge.Reason = "max-hold" // inconclusive: not decided in the time that a step has
	ReasonEnded   judge.Reason = "ended"    // fail: the series had failed before
)

// Reason is why a verdict is what it is, as people are told.
type Reason struct {
	Name     judge.Reason
	Verdict  judge.Kind
	Sentence string
}

// Reasons are all that a line can have.
func Reasons() []Reason {
	return []Reason{
		{judge.ReasonRelative, judge.Fail, "The canary is worse than stable."},
		{judge.ReasonAbsolute, judge.Fail, "The canary is worse than the limit, in minutes in which stable is not."},
		{judge.ReasonTripwire, judge.Fail, "A burst of errors in this minute that chance does not explain."},
		{judge.ReasonLiteral, judge.Fail, "More errors in this minute than --tripwire allows, with --tripwire-literal."},
		{ReasonEnded, judge.Fail, "The series failed before; verdict and evidence are those of that fail."},
		{judge.ReasonBelowLimit, judge.Pass, "The canary is below the limit, and the hold is over."},
		{judge.ReasonNotWorse, judge.Pass, "The canary is not many times worse than stable, and the hold is over."},
		{ReasonHolding, judge.Inconclusive, "Good enough to pass, but the hold is not over."},
		{judge.ReasonTooFewCalls, judge.Inconclusive, "The calls so far show neither."},
		{judge.ReasonNoData, judge.Inconclusive, "The canary has no datapoint in this minute, and no data is not health."},
		{ReasonMaxHold, judge.Inconclusive, "Not decided within --max-hold; what follows is the environment's choice."},
		{judge.ReasonRouting, judge.Inconclusive, "The canary's share of the calls does not fit the weight: one of the two may be throttled, or unable to start."},
	}
}

// reasonsTable is Reasons as the help shows them.
func reasonsTable() string {
	var b strings.Builder
	for _, r := range Reasons() {
		fmt.Fprintf(&b, "  %-13s %-14s %s\n", r.Verdict, r.Name, r.Sentence)
	}
	return b.String()
}
