package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/rollout"
)

// doSweep is what the schedule asks for; the rest is the state machine's.
const doSweep = "sweep"

// again is how long the state machine waits when AWS wants to be left alone.
const again = 5

// ticker moves rollouts on. Each of its tasks can come twice, late, or at the
// same time as another.
type ticker struct {
	turn     func(context.Context, rollout.ID) (rollout.Rollout, error)
	park     func(ctx context.Context, id rollout.ID, wakes int64, token string) error
	sweep    func(ctx context.Context, now time.Time) error
	function func(rollout.Target) string
	settings settings.Settings
	real     func() time.Time
	log      *slog.Logger
}

// Handle carries out one task.
func (k ticker) Handle(ctx context.Context, raw json.RawMessage) (any, error) {
	var t engine.Task
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return nil, fmt.Errorf("this is no task of the ticker's: %w", err)
	}
	if t.Correlation == "" {
		t.Correlation = string(t.Rollout)
	}
	ctx = logs.With(ctx, t.Correlation)
	switch {
	case t.Do == doSweep:
		return nil, k.sweep(ctx, k.real())
	case t.Rollout == "":
		return nil, fmt.Errorf("the task %q names no rollout", t.Do)
	case t.Do == engine.DoTick:
		return k.tick(ctx, t.Rollout)
	case t.Do == engine.DoPark && t.Token != "":
		return nil, k.park(ctx, t.Rollout, t.Wakes, t.Token)
	}
	return nil, fmt.Errorf("there is no task %q", t.Do)
}

// tick is one turn. That AWS or another process was in the way is no failure: the
// last resort is for when nothing works any more.
func (k ticker) tick(ctx context.Context, id rollout.ID) (engine.Turn, error) {
	r, err := k.turn(ctx, id)
	busy := r.ID != "" && (rollout.IsKind(err, rollout.Throttled) || rollout.IsKind(err, rollout.Stale))
	if err != nil && !busy {
		return engine.Turn{}, err
	}
	out := engine.Turn{
		Done:  r.Phase.Ended(),
		Known: engine.Known{Function: k.function(r.Target), Stable: r.Stable, Fence: r.Fence},
	}
	switch {
	case busy:
		k.log.WarnContext(ctx, "the tick is tried again", "rollout", id, "seconds", again, "error", err)
		out.Done, out.Wait = false, again
	case !out.Done:
		out.Wait = k.wait(r.Wake)
	}
	return out, nil
}

// wait is how many whole seconds there are until the rollouts' clock shows t.
func (k ticker) wait(t time.Time) int64 {
	left := k.settings.Clock.Real(t.Sub(k.settings.Clock.At(k.real())))
	return int64(max(0, math.Ceil(left.Seconds())))
}
