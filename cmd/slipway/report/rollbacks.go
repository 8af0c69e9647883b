package report

import (
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// rollbackTable is how often each judge takes a version back.
func rollbackTable(s scale, policy rollout.Strategy) part {
	p := part{section: takenBack, what: "taken back"}
	for _, c := range columns() {
		p.cells = append(p.cells, s.cell(c.world, bare(policy), rivals.All()))
	}
	p.tell = func(results []simulate.Result) told {
		var goals []goal
		for i, c := range columns() {
			goals = append(goals, c.goals(ours(results[i]))...)
		}
		return told{text: rollbackRows(results) + rollbackNote(p.cells), goals: goals}
	}
	return p
}

func rollbackRows(results []simulate.Result) string {
	head := []string{"taken back, % of rollouts"}
	own, design := []string{"**Slipway**"}, []string{"_Slipway when it was designed_"}
	for i, c := range columns() {
		head = append(head, c.name)
		own = append(own, "**"+c.own(ours(results[i]))+"**")
		design = append(design, "_"+plain(c.reference, 1)+"_")
	}
	var rows [][]string
	for j, f := range results[0].Judges[1:] {
		row := []string{label(f.Judge)}
		for _, r := range results {
			row = append(row, share(r.Judges[j+1].RolledBack.Share))
		}
		rows = append(rows, row)
	}
	return table(head, append(rows, own, design))
}

func rollbackNote(cells []simulate.Options) string {
	return fmt.Sprintf(`
%s rollouts a cell. Five minutes at each of 10, 25 and 50 %%, whatever is known by then; every minute counts and
is known at once. An outage fails 30 %% of all calls for three minutes, at a random time. Broken: every call
fails, beside 0.1 %% on stable. For Slipway: in brackets the upper end of the 95 %% interval, or after how many
errors, and in which minute, a broken version was found (medians). Of 0.1 → 1 %% fewer than half are
found in fifteen minutes. Who finds more pays for it with good versions, in the first six columns; the rest is what
*inconclusive* is for.

Where a version is no worse, the goal is at most 1 %%, with an interval that ends at 2 %% at most. Where it is worse,
the goal is the design's figure: it is held if the 95 %% intervals of both overlap, the design's taken as that of
%s rollouts. The cell of 1 → 5 %% is

`+"```sh\n%s\n```\n", judge.Count(int64(cells[6].Runs)), judge.Count(designedRollbacks), shell(cells[6]))
}

// label is what a rival is called in a table. Its rule and source are told by
// package rivals.
func label(rival string) string {
	switch rival {
	case "alarm":
		return "alarm on errors > 0, 2 × 1 min (CodeDeploy, the AWS SAM sample)"
	case "threshold":
		return "threshold: success < 99 %, 5 failed checks (like Flagger)"
	case "ratio":
		return "2 × baseline and > 1 %, at least 100 calls"
	case "fisher":
		return "Fisher's test, pooled over steps, looked at each minute"
	case "mann-whitney":
		return "Mann-Whitney test of rates per minute (like Kayenta)"
	default:
		return rival
	}
}
