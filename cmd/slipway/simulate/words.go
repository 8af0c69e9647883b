package simulate

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// words say what was simulated, with everything that matters.
func (o Options) words() string {
	return strings.Join([]string{
		fmt.Sprintf("Simulated %s (seed %d): %s.", params.Many(o.Runs, "rollout"), o.Seed, worldWords(o.World)),
		stepWords(o.Strategy) + ".",
		lagWords(o.Strategy) + ".",
		judgeWords(o.Strategy.Judge) + ".",
	}, "\n")
}

func worldWords(w world.Scenario) string {
	s := fmt.Sprintf("%s calls a minute on average, of which stable fails %s and the canary %s",
		number(w.Traffic), judge.Percent(w.Stable.Errors), judge.Percent(w.Candidate.Errors))
	if w.Stable.Slow > 0 || w.Candidate.Slow > 0 {
		s += fmt.Sprintf("; slow are %s and %s", judge.Percent(w.Stable.Slow), judge.Percent(w.Candidate.Slow))
	}
	if w.Outage.Share > 0 {
		s += fmt.Sprintf("; an outage of %s fails %s of both versions' calls", short(w.Outage.Length), judge.Percent(w.Outage.Share))
	}
	return s
}

func stepWords(s rollout.Strategy) string {
	steps := make([]string, len(s.Steps))
	for i, step := range s.Steps {
		steps[i] = fmt.Sprintf("%s for %s", judge.Percent(step.Weight), short(step.Hold))
	}
	text := fmt.Sprintf("Steps: %s; an undecided one up to %s, then ", strings.Join(steps, ", "), short(s.MaxHold))
	switch s.Inconclusive {
	case rollout.Ask:
		text += "a person is asked"
	case rollout.Probe:
		text += fmt.Sprintf("it gets %d synthetic calls a minute", s.Probes)
	case rollout.PromoteAnyway:
		text += "it goes on"
	case rollout.RollBackAnyway:
		text += "it goes back"
	}
	if s.Watch > 0 {
		text += fmt.Sprintf("; at 100 %% it is watched for %s", short(s.Watch))
	}
	return text
}

func lagWords(s rollout.Strategy) string {
	text := "Metrics come at once"
	if s.Settle > 0 {
		text = fmt.Sprintf("Metrics come %s late", short(s.Settle))
	}
	if s.Drop == rollout.NoDrop {
		return text + ", weights change on the minute, and every minute is compared"
	}
	return fmt.Sprintf("%s, and comparing leaves out %s around each change of weight", text, params.Many(s.Dropped(), "minute"))
}

func judgeWords(p judge.Params) string {
	text := "Limits: errors " + judge.Percent(p.ErrorRateMax)
	if p.SlowRateMax > 0 {
		text += ", slow calls " + judge.Percent(p.SlowRateMax)
	} else {
		text += ", slow calls are not judged"
	}
	text += fmt.Sprintf("; false rollbacks %s, false promotions %s", judge.Percent(p.FalseRollback), judge.Percent(p.FalsePromote))
	if p.Tripwire > 0 {
		text += fmt.Sprintf("; tripwire %d", p.Tripwire)
	} else {
		text += "; no tripwire"
	}
	if p.Literal > 0 {
		text += ", literal"
	}
	return text
}

// number is a number with at most one decimal, and thousands grouped.
func number(x float64) string {
	if whole := int64(x); float64(whole) == x {
		return judge.Count(whole)
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// short is a time as people write it, to the second.
func short(d time.Duration) string { return config.Brief(d.Round(time.Second)) }
