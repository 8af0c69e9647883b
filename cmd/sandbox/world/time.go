package world

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/sandbox/clock"
)

// clockSaved is how often the clock is saved, in real time. It is saved as it
// will be then, so that after a kill no time comes twice.
const clockSaved = 200 * time.Millisecond

func (w *World) openClock() error {
	start := clock.State{Now: w.o.Real().UTC().Truncate(time.Second), Speed: DefaultSpeed}
	if _, err := w.load("clock", &start); err != nil {
		return err
	}
	if w.o.Speed != 0 {
		start.Speed = w.o.Speed
	}
	var err error
	if w.Clock, err = clock.Restore(start, w.o.Real); err != nil {
		return fmt.Errorf("start the clock: %w", err)
	}
	return w.saveClock()
}

// keepClock saves the clock until ctx is done.
func (w *World) keepClock(ctx context.Context) error {
	if err := host.Every(ctx, clockSaved, w.saveClock); err != nil {
		return err
	}
	return w.saveClock()
}

func (w *World) saveClock() error { return w.save("clock", w.Clock.State(clockSaved)) }
