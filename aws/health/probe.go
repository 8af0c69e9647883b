package health

import (
	"context"
	"errors"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// longestProbing is how long the synthetic calls of one turn may take together.
const longestProbing = 15 * time.Second

// Probe calls a version n times, or as often as there is time for: 15 seconds, or
// half of what the caller has left. The calls are made one after the other, so that
// there is at most one cold start among them, and each of them once, so that each
// counts. slow is held against the duration that CloudWatch would count: without
// the cold start.
//
// It ends at the first call that could not be made, and what was called before
// counts: an account that has no more room for calls needs what it has for real
// ones. A call that the end of the time cuts off is not counted, unless it was too
// slow by then.
func (h *Health) Probe(ctx context.Context, t rollout.Target, v rollout.Version, n int, slow time.Duration) (judge.Counts, error) {
	ctx, cancel := h.withBudget(ctx)
	defer cancel()
	checks := h.o.Checks(t)
	probes := checks.Probes()
	s := subject{function: h.o.Function(t), version: v, limit: checks.Timeout, attempts: 1}
	var counts judge.Counts
	for i := 0; i < n && ctx.Err() == nil; i++ {
		out, took, err := h.ask(ctx, s, probes[i%len(probes)])
		tooSlow := slow > 0 && took > slow
		if err != nil && (!tooSlow || !errors.Is(err, context.DeadlineExceeded)) {
			if counts.Invocations > 0 {
				break
			}
			return counts, err
		}
		counts.Invocations++
		if tooSlow {
			counts.Slow++
		}
		if err == nil && !out.OK {
			counts.Errors++
		}
	}
	if counts.Invocations == 0 {
		return counts, ctx.Err()
	}
	return counts, nil
}

// withBudget leaves half of the caller's time for what else the turn has to do.
func (h *Health) withBudget(ctx context.Context) (context.Context, context.CancelFunc) {
	budget := longestProbing
	if end, ok := ctx.Deadline(); ok {
		budget = min(budget, end.Sub(h.o.Now())/2)
	}
	return context.WithTimeout(ctx, budget)
}
