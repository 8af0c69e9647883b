package report

import (
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// callersTable is what users get of a bad version until it is taken back.
func callersTable(s scale, policy rollout.Strategy) part {
	p := part{section: callers, what: "what callers feel"}
	head := []string{""}
	for _, c := range []column{
		{name: "1 → 5 %, 200/min", world: scenario(200, 0.01, 0.05)},
		{name: "0.1 → 20 %, 20/min", world: scenario(20, 0.001, 0.2)},
		{name: "broken, 20/min", world: scenario(20, 0.001, 1)},
		{name: "broken, 200/min", world: scenario(200, 0.001, 1)},
	} {
		head = append(head, c.name)
		p.cells = append(p.cells, s.cell(c.world, policy, rivals.All()))
	}
	p.tell = func(results []simulate.Result) told {
		head[0] = "failed calls that users got from the canary"
		text := table(head, callerRows(results, failedCalls)) + "\n"
		head[0] = "seconds from the weight change to the restored alias"
		text += table(head, callerRows(results, secondsBack))
		return told{text: text + callersNote(p.cells)}
	}
	return p
}

// callerRows have the other judges first, as in the first table.
func callerRows(results []simulate.Result, figure func(simulate.Figures) string) (rows [][]string) {
	for j, f := range results[0].Judges {
		row := []string{label(f.Judge)}
		for _, r := range results {
			row = append(row, figure(r.Judges[j]))
		}
		rows = append(rows, row)
	}
	own := rows[0]
	own[0] = "Slipway"
	for i := range own {
		own[i] = "**" + own[i] + "**"
	}
	return append(rows[1:], own)
}

func failedCalls(f simulate.Figures) string {
	digits := 0
	if f.FailedCalls.Mean < 10 {
		digits = 1
	}
	return fmt.Sprintf("%s (%s)", plain(f.FailedCalls.Mean, digits), number(f.FailedCalls.P95))
}

// secondsBack says how many were taken back at all, where not all were.
func secondsBack(f simulate.Figures) string {
	if f.ToRestored.Runs == 0 {
		return "never"
	}
	s := fmt.Sprintf("%s (%s)", number(f.ToRestored.Median), number(f.ToRestored.P95))
	if f.RolledBack.Share < 1 {
		s += fmt.Sprintf(", %s %% of them", share(f.RolledBack.Share))
	}
	return s
}

func callersNote(cells []simulate.Options) string {
	return fmt.Sprintf(`
%s rollouts a cell, the same calls for every judge, with the default policy of the second table and metrics that
are a minute late for all. Failed calls: the mean, in brackets what 95 of 100 rollouts stay within; they are
counted until the version is back, or has all of the traffic: what it does after that is not in the table.
Seconds: the median, in brackets what 95 of 100 stay within; where not all are taken back, of how many that is.
Those that are faster than Slipway pay for it in the first table, with good versions.
`, judge.Count(int64(cells[0].Runs)))
}
