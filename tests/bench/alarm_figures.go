package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/line"
)

// Goals of alarms.
const (
	mostToThread = 2 * time.Second
	mostToAlias  = 5 * time.Second
	mostCallsTo  = 3 // of Lambda, from the committed decision to the restored alias
)

func threadFigures(all []answered) []figure {
	legs := make([]leg, len(all))
	for i, a := range all {
		legs[i] = a.thread
	}
	return legFigures("alarm: to its thread", legs, mostToThread)
}

func aliasFigures(what string, all []answered) []figure {
	return legFigures(what, aliases(all), mostToAlias)
}

func aliases(all []answered) []leg {
	legs := make([]leg, len(all))
	for i, a := range all {
		legs[i] = a.alias
	}
	return legs
}

// legFigures are how long a way is, beside the calls that it waits for, and how many of
// them go to AWS.
func legFigures(what string, all []leg, goal time.Duration) []figure {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b leg) int { return int(a.took() - b.took()) })
	middle, worst := sorted[len(sorted)/2], sorted[len(sorted)-1]
	const beside = "its calls alone"
	return []figure{
		{what: fmt.Sprintf("%s, at the median of %d (%s)", what, len(all), middle.spent()), unit: "s", value: middle.took().Seconds(), limit: goal.Seconds(), beside: beside, base: middle.waits().Seconds()},
		{what: what + ", the slowest", unit: "s", value: worst.took().Seconds(), limit: goal.Seconds(), beside: beside, base: worst.waits().Seconds()},
		{what: fmt.Sprintf("%s, calls to AWS (%s)", what, middle.counts()), value: float64(middle.counts().AWS())},
	}
}

func decisionFigures(all []answered) []figure {
	most := 0
	for _, l := range aliases(all) {
		most = max(most, l.after())
	}
	return []figure{{
		what:  fmt.Sprintf("alarm: calls to Lambda from the committed decision to the restored alias, the most of %d", len(all)),
		value: float64(most), limit: mostCallsTo, exact: true,
	}}
}

func (l leg) took() time.Duration { return l.end.Sub(l.began) }

// after is how many calls to Lambda came after the decision.
func (l leg) after() int {
	n := 0
	for _, c := range l.calls {
		if c.Service == "Lambda" && !c.Began.Before(l.decided) {
			n++
		}
	}
	return n
}

func (l leg) counts() account.Counts {
	out := account.Counts{}
	for _, c := range l.calls {
		out[c.Call]++
	}
	return out
}

// byService is how long each service was waited for. What is waited for at the same time
// counts for the call that ends last.
func (l leg) byService() map[string]time.Duration {
	calls := slices.SortedFunc(slices.Values(l.calls), func(a, b line.Call) int { return a.Began.Compare(b.Began) })
	out, until := map[string]time.Duration{}, l.began
	for _, c := range calls {
		from := c.Began
		if from.Before(until) {
			from = until
		}
		if c.End.After(from) {
			out[c.Service] += c.End.Sub(from)
			until = c.End
		}
	}
	return out
}

// waits is how long anything was waited for.
func (l leg) waits() (all time.Duration) {
	for _, d := range l.byService() {
		all += d
	}
	return all
}

// spent says what was waited for.
func (l leg) spent() string {
	waited := l.byService()
	var parts []string
	for _, service := range []string{"Lambda", "CloudWatch", "DynamoDB", "SQS", "Slack"} {
		if d := waited[service]; d > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", service, short(d.Seconds())))
		}
	}
	return strings.Join(parts, ", ")
}
