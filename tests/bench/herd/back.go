package herd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// back is a rollback under way.
type back struct {
	to      rollout.Version
	decided time.Time
	calls   int
	done    chan struct{}
}

// patience is how long to wait for a rollback.
const patience = 10 * time.Minute

// rollBackSome types a few rollbacks, one after the other, when all rollouts have
// begun.
func (h *herd) rollBackSome(ctx context.Context) error {
	for range h.Rollbacks {
		time.Sleep(time.Minute)
		if err := h.rollBack(ctx); err != nil {
			return err
		}
	}
	return nil
}

// rollBack types one rollback, of some rollout that has a part of the traffic.
func (h *herd) rollBack(ctx context.Context) error {
	r, found := h.shifting()
	for range h.Rollouts {
		if found {
			break
		}
		time.Sleep(time.Minute)
		r, found = h.shifting()
	}
	if !found {
		return errors.New("no rollout has traffic that could be taken back")
	}
	b := &back{to: r.Stable, done: make(chan struct{})}
	h.mu.Lock()
	h.backs[function(r.Target)] = b
	h.mu.Unlock()
	out, err := h.worker.Run(ctx, commands.Request{
		Received: time.Now(), Actor: person, Command: grammar.Rollback{Target: grammar.Target{Service: r.Target.Service, Environment: r.Target.Environment}},
	})
	if err != nil {
		return fmt.Errorf("roll back %s: %v, %w", r.Target, out, err)
	}
	select {
	case <-b.done:
		return nil
	case <-time.After(patience):
		return fmt.Errorf("%s was not taken back", r.Target)
	}
}

// decided notes that a rollback is written, and counts from there.
func (h *herd) decided(r rollout.Rollout) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if b := h.backs[function(r.Target)]; b != nil && b.decided.IsZero() && r.Phase == rollout.RollingBack {
		b.decided, b.calls = time.Now(), 0
	}
}

// shifting is the rollout with the least id that has a part of the traffic.
func (h *herd) shifting() (found rollout.Rollout, ok bool) {
	for _, r := range h.store.rollouts() {
		if r.Phase == rollout.Shifting && r.Move != nil && !r.Move.Seen.IsZero() && (!ok || r.ID < found.ID) {
			found, ok = r, true
		}
	}
	return found, ok
}
