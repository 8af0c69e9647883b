package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/rollout"
)

// ears is the worker's side of alarms and of the schedule. What they send comes again
// when it fails, twice as Lambda does it, so all of it may be done again.
type ears struct {
	from  alarms.Sources
	hear  func(context.Context, rollout.Signal) error
	drill func(context.Context, rollout.Target) error
	sum   func(ctx context.Context, at time.Time) error // tells what was shipped until then
}

// take does what an event says that is not of a queue. One that is of no known kind is
// errForeign.
func (i inbox) take(ctx context.Context, raw json.RawMessage) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	batch, err := alarms.Read(raw)
	if !errors.Is(err, alarms.ErrForeign) {
		if err != nil {
			return err
		}
		return i.listen(ctx, batch)
	}
	if at, ok := asksForSummary(raw); ok {
		if err := i.sum(ctx, at); err != nil {
			return fmt.Errorf("sum up what was shipped: %w", err)
		}
		return nil
	}
	target, ok := asksForDrill(raw)
	if !ok {
		return fmt.Errorf("%w: it was sent %s", errForeign, kindOf(raw))
	}
	if err := i.drill(ctx, target); err != nil {
		return fmt.Errorf("drill %s: %w", target, err)
	}
	return nil
}

// listen hears each signal of a batch, whatever became of the others. Those of a stranger
// are dropped, not failed: they would come again. The log says so with the fields that
// commands use for theirs, so that one metric counts both.
func (i inbox) listen(ctx context.Context, b alarms.Batch) error {
	var stranger *alarms.Unwelcome
	if errors.As(alarms.Allowed(b, i.from), &stranger) {
		for _, s := range b.Signals {
			i.log.WarnContext(ctx, "a signal of an alarm is dropped", "dropped", stranger.What, "alarm", s.ID, "account", s.Account, "region", s.Region, "topic", b.Topic)
		}
		return nil
	}
	var failed []error
	for _, s := range b.Signals {
		if err := i.hear(ctx, s); err != nil {
			failed = append(failed, fmt.Errorf("hear of %s: %w", s.ID, err))
		}
	}
	return errors.Join(failed...)
}

// asksForDrill reads what the schedule of drills sends.
func asksForDrill(raw []byte) (rollout.Target, bool) {
	var e struct {
		Do          string `json:"do"`
		Service     string `json:"service"`
		Environment string `json:"environment"`
	}
	if !exactly(raw, &e) || e.Do != "drill" || e.Service == "" || e.Environment == "" {
		return rollout.Target{}, false
	}
	return rollout.Target{Service: e.Service, Environment: e.Environment}, true
}

// asksForSummary reads what the schedule of summaries sends: the time for which it was
// set, which the schedule fills in, and not the one at which it got through.
func asksForSummary(raw []byte) (at time.Time, ok bool) {
	var e struct {
		Do string    `json:"do"`
		At time.Time `json:"at"`
	}
	if !exactly(raw, &e) || e.Do != "summary" || e.At.IsZero() {
		return time.Time{}, false
	}
	return e.At, true
}

// exactly reads one JSON object with no field that is not known.
func exactly(raw []byte, into any) bool {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return json.Valid(raw) && d.Decode(into) == nil
}
