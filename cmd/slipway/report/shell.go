package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
)

// shell is the command that simulates one cell by itself. It names what differs
// from cell to cell; the judge's parameters are the defaults.
func shell(o simulate.Options) string {
	w, s := o.World, o.Strategy
	var weights []string
	for _, step := range s.Steps {
		weights = append(weights, plain(100*step.Weight, 2))
	}
	lines := []string{
		fmt.Sprintf("go run ./cmd/slipway simulate --traffic %s/min --stable-errors %s%% --canary-errors %s%%",
			plain(w.Traffic, 2), plain(100*w.Stable.Errors, 3), plain(100*w.Candidate.Errors, 3)),
		fmt.Sprintf("--steps %s --hold %s --max-hold %s --watch %s --inconclusive %s",
			strings.Join(weights, ","), minutes(s.Steps[0].Hold), minutes(s.MaxHold), minutes(s.Watch), s.Inconclusive),
		fmt.Sprintf("--drop %d --lag %s --runs %d --seed %d", s.Dropped(), minutes(s.Settle), o.Runs, o.Seed),
	}
	if w.Outage.Length > 0 {
		lines[0] += fmt.Sprintf(" --outage %s%%,%s", plain(100*w.Outage.Share, 2), minutes(w.Outage.Length))
	}
	if len(o.Rivals) > 0 {
		lines[2] += " --compare"
	}
	return strings.Join(lines, " \\\n  ")
}

func minutes(d time.Duration) string { return plain(d.Minutes(), 2) + "m" }
