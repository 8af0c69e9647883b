package simulate

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// row is one figure of every judge. A label that begins with a space belongs to
// the row above.
type row struct {
	label string
	cell  func(Figures) string
}

func rows() []row {
	return slices.Concat(
		rateRows("promoted", func(f Figures) Rate { return f.Promoted }),
		rateRows("rolled back", func(f Figures) Rate { return f.RolledBack }),
		rateRows("asked a person", func(f Figures) Rate { return f.Asked }),
		timeRows("time to promotion", func(f Figures) Spread { return f.ToPromotion }),
		timeRows("time to rollback", func(f Figures) Spread { return f.ToRollback }),
		timeRows("time to restored alias", func(f Figures) Spread { return f.ToRestored }),
		[]row{
			{"failed calls of users, mean", func(f Figures) string { return calls(f.FailedCalls.Mean) }},
			{"  95 of 100 have at most", func(f Figures) string { return calls(f.FailedCalls.P95) }},
			{"canary errors at a verdict, median", func(f Figures) string { return errorsSeen(f.ErrorsSeen) }},
		},
	)
}

func rateRows(label string, of func(Figures) Rate) []row {
	return []row{
		{label, func(f Figures) string { return fmt.Sprintf("%.2f %%", 100*of(f).Share) }},
		{"  95 % interval", func(f Figures) string { return fmt.Sprintf("%.2f–%.2f %%", 100*of(f).Low, 100*of(f).High) }},
	}
}

func timeRows(label string, of func(Figures) Spread) []row {
	return []row{
		{label + ", median", func(f Figures) string { return within(of(f), of(f).Median) }},
		{"  95 of 100 within", func(f Figures) string { return within(of(f), of(f).P95) }},
	}
}

// writeTable is the result for people.
func writeTable(out io.Writer, o Options, r Result) error {
	if _, err := fmt.Fprintf(out, "%s\n\n", o.words()); err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	for _, f := range r.Judges {
		fmt.Fprintf(w, "\t%s", f.Judge)
	}
	fmt.Fprintln(w)
	for _, row := range rows() {
		fmt.Fprint(w, row.label)
		for _, f := range r.Judges {
			fmt.Fprintf(w, "\t%s", row.cell(f))
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return writeNotes(out, o, r)
}

// writeNotes says why our rollouts ended, and what the others do.
func writeNotes(out io.Writer, o Options, r Result) error {
	var why []string
	for _, reason := range r.Judges[0].Reasons {
		if reason.Why != "" {
			why = append(why, fmt.Sprintf("%s (%s) %s", reason.Outcome, reason.Why, judge.Count(int64(reason.Runs))))
		}
	}
	notes := "\nTimes are from the first traffic on the canary, with the lag of the metrics in them.\n"
	if len(why) > 0 {
		notes += "Slipway's runs: " + strings.Join(why, ", ") + ".\n"
	}
	for _, rival := range o.Rivals {
		notes += fmt.Sprintf("%s: %s\n", rival.Name, rival.Rule)
	}
	_, err := io.WriteString(out, notes)
	return err
}

// none stands for what no run has.
const none = "–"

func within(s Spread, seconds float64) string {
	if s.Runs == 0 {
		return none
	}
	return short(time.Duration(seconds * float64(time.Second)))
}

func errorsSeen(s Spread) string {
	if s.Runs == 0 {
		return none
	}
	return judge.Count(int64(s.Median))
}

// calls is a number of calls, of a few with a decimal if it is a mean.
func calls(n float64) string {
	if n >= 100 || n == float64(int64(n)) {
		return judge.Count(int64(n + 0.5))
	}
	return fmt.Sprintf("%.1f", n)
}
