package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/functions"
)

const (
	alarmLimit = 4 * time.Minute        // after which something has gone wrong
	glance     = 5 * time.Millisecond   // how often it is looked what has become of an alarm
	due        = 100 * time.Millisecond // how often it is looked which rollouts are due
	calm       = 250 * time.Millisecond // nothing happens for so long once it is quiet
)

// live lets the place go on while act does something with it.
func (p *place) live(ctx context.Context, act func(context.Context) error) error {
	ctx, stop := context.WithTimeout(ctx, alarmLimit)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.mail.Run(ctx) })
	g.Go(func() error { return p.tickAll(ctx) })
	g.Go(func() error {
		defer stop()
		return act(ctx)
	})
	return g.Wait()
}

// tickAll has every rollout ticked when it is due, or was woken, until ctx is done.
func (p *place) tickAll(ctx context.Context) error {
	wakes, calls := map[rollout.ID]time.Time{}, -1
	for pause(ctx, due) == nil { // else it is over
		if n := p.Counts().Of("Step Functions"); n != calls { // whoever was woken is due anew
			calls = n
			clear(wakes)
		}
		for _, id := range p.rollouts() {
			if wake, ticked := wakes[id]; ticked && time.Now().Before(wake) {
				continue
			}
			r, err := p.tick(ctx, id)
			if err != nil && ctx.Err() == nil {
				return fmt.Errorf("tick %s: %w", id, err)
			}
			wakes[id] = r.Wake
		}
	}
	return nil
}

// tick ticks a rollout, unless that would be too early. One that is over is never due.
func (p *place) tick(ctx context.Context, id rollout.ID) (rollout.Rollout, error) {
	r, err := p.rollout(id)
	if err == nil && !r.Phase.Ended() && !time.Now().Before(r.Wake) {
		var event []byte
		if event, err = json.Marshal(engine.Task{Do: engine.DoTick, Rollout: id}); err == nil {
			_, err = p.engine.Do(ctx, event)
		}
		if err == nil {
			r, err = p.rollout(id)
		}
	}
	if r.Phase.Ended() {
		r.Wake = time.Now().Add(alarmLimit)
	}
	return r, err
}

// rollouts are those that were begun.
func (p *place) rollouts() []rollout.ID {
	all := slices.Clone(p.open)
	for _, input := range p.Executions() {
		var in struct{ Rollout rollout.ID }
		if json.Unmarshal([]byte(input), &in) == nil && !slices.Contains(all, in.Rollout) {
			all = append(all, in.Rollout)
		}
	}
	return all
}

// signal has the worker hear that the alarm of a target came into a state.
func (p *place) signal(ctx context.Context, t *stricken, state string, at time.Time) error {
	event, err := functions.Alarm(t.function(), state, at)
	if err == nil {
		_, err = p.crew.Do(ctx, event)
	}
	return err
}

// quiet waits until nothing is left to do.
func (p *place) quiet(ctx context.Context) error {
	for since := time.Now(); ; {
		switch {
		case !p.mail.Empty() || !p.crew.Idle():
			since = time.Now()
		case time.Since(since) >= calm:
			return nil
		}
		if err := pause(ctx, glance); err != nil {
			return err
		}
	}
}

// until waits until something was seen.
func until(ctx context.Context, seen func() bool) error {
	for !seen() {
		if err := pause(ctx, glance); err != nil {
			return err
		}
	}
	return nil
}
