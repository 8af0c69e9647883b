package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Probe calls a version n times, or as often as there is simulated time for, as if
// up to four calls were made at a time. When the account has no more room for calls,
// it leaves that to the real ones.
func (a *Account) Probe(_ context.Context, t rollout.Target, v rollout.Version, n int, slow time.Duration) (judge.Counts, error) {
	checks := a.Checks(t)
	probes := checks.Probes()
	var counts judge.Counts
	callers := make([]time.Duration, rollout.ProbesAtOnce) // when each has ended its last call
	why := context.DeadlineExceeded
	for i := range n {
		began := slices.Min(callers)
		if began >= rollout.ProbingStarts {
			break
		}
		h, took, err := a.ask(t, v, probes[i%len(probes)], checks.Timeout)
		if err != nil {
			why = err
			break
		}
		left := rollout.ProbingEnds - began
		counts = rollout.Probed{OK: h.OK, Took: min(took, left), Cut: took > left}.Count(counts, slow)
		callers[slices.Index(callers, began)] += took
	}
	if n > 0 && counts.Invocations == 0 {
		return counts, fmt.Errorf("probe version %s: %w", v, why)
	}
	return counts, nil
}
