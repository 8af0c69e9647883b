package health

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// errTimeOver is why no further call was begun, or the last were cut off, when the
// calls took their time.
var errTimeOver = fmt.Errorf("the time for synthetic calls is over: %w", context.DeadlineExceeded)

// Probe calls a version n times, or as often as there is time for, up to four calls
// at a time. No call is begun after 5 seconds, or half of what the caller has left;
// one that was begun may take as long as its own limit, but is cut off after 15
// seconds, or three quarters of what the caller had, who has to write down what came
// of it. Each is made once, so that each counts. slow is held against the duration
// that CloudWatch would count: without the cold start.
//
// The first call that cannot be made is the last one begun, and what was answered
// counts: an account that has no more room for calls needs what it has for real
// ones. The log says why there were fewer than n; when there was none, the error
// does.
func (h *Health) Probe(ctx context.Context, t rollout.Target, v rollout.Version, n int, slow time.Duration) (judge.Counts, error) {
	starts, ends := h.budget(ctx)
	ctx, end := context.WithTimeout(ctx, ends)
	defer end()
	begin, stop := context.WithTimeoutCause(ctx, starts, errTimeOver)
	defer stop()
	checks := h.o.Checks(t)
	b := &batch{
		health: h, probes: checks.Probes(), slow: slow,
		subject: subject{function: h.o.Function(t), version: v, limit: checks.Timeout, attempts: 1},
	}
	calls, begin := errgroup.WithContext(begin)
	calls.SetLimit(rollout.ProbesAtOnce)
	for i := range n {
		calls.Go(func() error {
			if begin.Err() != nil {
				return context.Cause(begin)
			}
			return b.call(ctx, i)
		})
	}
	err := calls.Wait()
	switch b.counts.Invocations {
	case int64(n):
		return b.counts, nil
	case 0:
		return judge.Counts{}, err
	}
	h.o.Log.LogAttrs(ctx, level(err), "fewer synthetic calls were made than wanted",
		slog.String("function", b.function), slog.String("version", string(v)),
		slog.Int("wanted", n), slog.Int64("counted", b.counts.Invocations), slog.Any("error", err))
	return b.counts, nil
}

// level is how much it matters why a batch broke off. That time was over is as it
// should be.
func level(why error) slog.Level {
	if errors.Is(why, errTimeOver) {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

// budget is after how long no call is begun any more, and the last is cut off.
func (h *Health) budget(ctx context.Context) (starts, ends time.Duration) {
	starts, ends = rollout.ProbingStarts, rollout.ProbingEnds
	if at, ok := ctx.Deadline(); ok {
		left := at.Sub(h.o.Now())
		starts, ends = min(starts, left/2), min(ends, left*3/4)
	}
	return starts, ends
}

// batch is the synthetic calls of one turn.
type batch struct {
	subject
	health *Health
	probes []rollout.Call
	slow   time.Duration

	mu     sync.Mutex
	counts judge.Counts
}

// call makes the batch's call number i, and counts it. Any of the first may find no
// warm instance, as they are made at the same time; a later one takes the instance
// of one that has ended. Lambda's own word for how long a call took leaves the start
// out, the clock does not.
func (b *batch) call(ctx context.Context, i int) error {
	a, err := b.health.ask(ctx, b.subject, b.probes[i%len(b.probes)])
	cut := ctx.Err() != nil && errors.Is(err, context.DeadlineExceeded) // and not a deadline of the network's
	switch {
	case cut:
		err = errTimeOver
	case err != nil:
		return err
	}
	p := rollout.Probed{OK: a.OK, Took: a.took, Start: !a.reported && i < rollout.ProbesAtOnce, Cut: cut}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts = p.Count(b.counts, b.slow)
	return err
}
