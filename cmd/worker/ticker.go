package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
	"github.com/slipway-dev/slipway/rollout"
)

// doSweep is what the schedule asks for; the rest is the state machine's.
const doSweep = "sweep"

// How many seconds the state machine waits after a turn that has failed, but that is
// no failure of the rollout's.
const (
	again    = 5  // AWS wants to be left alone, or somebody else was faster
	mending  = 20 // until somebody has put right what is wrong, or the rollout's deadline passes
	upgraded = 60 // until this function is as new as the one that wrote the row
)

// ticker moves rollouts on. Each of its tasks can come twice, late, or at the
// same time as another.
type ticker struct {
	turn     func(context.Context, rollout.ID) (rollout.Rollout, error)
	park     func(context.Context, engine.Task) error
	sweep    func(ctx context.Context, now time.Time) error
	known    func(rollout.Rollout) engine.Known
	settings settings.Settings
	real     func() time.Time
	log      *slog.Logger
}

// Handle carries out one task. An execution keeps the definition that it began with,
// so a task may have fields that this version knows nothing of.
func (k ticker) Handle(ctx context.Context, raw json.RawMessage) (any, error) {
	var t engine.Task
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, fmt.Errorf("this is no task of the ticker's: %w", err)
	}
	if t.Do == "" {
		return nil, fmt.Errorf("this is no task of the ticker's: it was sent %s", kindOf(raw))
	}
	if t.Correlation == "" {
		t.Correlation = string(t.Rollout)
	}
	ctx = spans.About(logs.With(ctx, t.Correlation), string(t.Rollout))
	switch {
	case t.Do == doSweep:
		return nil, k.sweep(ctx, k.real())
	case t.Rollout == "":
		return nil, fmt.Errorf("the task %q names no rollout", t.Do)
	case t.Do == engine.DoTick:
		return k.tick(ctx, t.Rollout)
	case t.Do == engine.DoPark && t.Token != "":
		return nil, k.park(ctx, t)
	}
	return nil, fmt.Errorf("there is no task %q", t.Do)
}

// tick is one turn. What it failed with may be no failure: the last resort is for
// when nothing works any more.
func (k ticker) tick(ctx context.Context, id rollout.ID) (engine.Turn, error) {
	r, err := k.turn(ctx, id)
	var out engine.Turn
	if r.ID != "" { // else nothing is known but what the state machine knows already
		out.Known = k.known(r)
	}
	if err != nil {
		out.Wait = k.patience(r, err)
		return k.later(ctx, id, out, err)
	}
	if out.Done = r.Phase.Ended(); !out.Done {
		out.Wait = k.wait(r.Wake)
	}
	return out, nil
}

// patience is after how many seconds a turn that failed is tried again as if it had
// not; 0 leaves that to the state machine, which counts failures. Before any traffic
// a rollout's own deadline ends it, and tells people why.
func (k ticker) patience(r rollout.Rollout, err error) int64 {
	_, lasting := rollout.Lasting(err)
	switch {
	case rollout.IsKind(err, rollout.Throttled), rollout.IsKind(err, rollout.Stale):
		return again
	case rollout.IsKind(err, rollout.Upgrading):
		return upgraded
	case lasting && r.Phase.Preparing() && k.settings.Clock.At(k.real()).Before(r.Deadline):
		return mending
	}
	return 0
}

// later answers a turn that failed.
func (k ticker) later(ctx context.Context, id rollout.ID, out engine.Turn, err error) (engine.Turn, error) {
	if out.Wait == 0 {
		return engine.Turn{}, err
	}
	level := slog.LevelWarn
	if out.Wait != again {
		level = slog.LevelError // somebody has to do something
	}
	k.log.Log(ctx, level, "the tick is tried again", "rollout", id, "seconds", out.Wait, "error", err)
	return out, nil
}

// wait is how many whole seconds there are until the rollouts' clock shows t.
func (k ticker) wait(t time.Time) int64 {
	left := k.settings.Clock.Real(t.Sub(k.settings.Clock.At(k.real())))
	return int64(max(0, math.Ceil(left.Seconds())))
}
