package logs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// failing is the filter pattern for lines that speak of a failure.
const failing = `?ERROR ?errorMessage ?"Task timed out" ?"Runtime exited" ?"panic:"`

// Failure is what some lines say in common.
type Failure struct {
	Text  string // without times and request ids; untrusted
	Count int    // how many lines say it
	Last  time.Time
}

// Errors gives the n failures that a version's log of From ≤ t < To speaks of
// most, the most frequent first; of those as frequent, the latest.
func (l *Logs) Errors(ctx context.Context, t rollout.Target, v rollout.Version, from, to time.Time, n int) ([]Failure, error) {
	lines, err := l.scan(ctx, t, search{
		pattern: failing, from: from, to: to, limit: mostLines,
		text: essence, keep: func(line Line) bool { return line.Version() == v },
	})
	if err != nil {
		return nil, err
	}
	failures := map[string]Failure{}
	for _, line := range lines {
		f := failures[line.Text]
		f.Text = line.Text
		f.Count++
		if line.At.After(f.Last) {
			f.Last = line.At
		}
		failures[line.Text] = f
	}
	all := make([]Failure, 0, len(failures))
	for _, f := range failures {
		all = append(all, f)
	}
	slices.SortFunc(all, func(x, y Failure) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), y.Last.Compare(x.Last), cmp.Compare(x.Text, y.Text))
	})
	return all[:min(max(n, 0), len(all))], nil
}
