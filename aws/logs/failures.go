package logs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// failures is the filter pattern for lines that speak of a failure.
const failures = `?ERROR ?errorMessage ?"Task timed out" ?"Runtime exited" ?"panic:"`

// Failing gives the n failures that a version's log of From ≤ t < To speaks of
// most, the most frequent first; of those as frequent, the latest. Their texts are
// without times and request ids, and untrusted.
func (l *Logs) Failing(ctx context.Context, t rollout.Target, v rollout.Version, from, to time.Time, n int) ([]rollout.Failing, error) {
	lines, err := l.lines(ctx, t, v, failures, from, to)
	if err != nil {
		return nil, err
	}
	counted := map[string]rollout.Failing{}
	for _, line := range lines {
		f := counted[line.text]
		f.Text = line.text
		f.Count++
		if line.at.After(f.Last) {
			f.Last = line.at
		}
		counted[line.text] = f
	}
	all := make([]rollout.Failing, 0, len(counted))
	for _, f := range counted {
		all = append(all, f)
	}
	slices.SortFunc(all, func(x, y rollout.Failing) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), y.Last.Compare(x.Last), cmp.Compare(x.Text, y.Text))
	})
	return all[:min(max(n, 0), len(all))], nil
}
