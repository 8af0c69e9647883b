package counted_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
	"github.com/slipway-dev/slipway/rollout"
)

var errBroken = errors.New("broken")

func TestOnlyASweepThatCameToAGoodEndIsAHeartbeat(t *testing.T) {
	for _, err := range []error{nil, errBroken} {
		b := newBook()
		got := counted.Sweep(b.Meter, func(context.Context, time.Time) error { return err })(t.Context(), noon)
		if !errors.Is(got, err) {
			t.Errorf("it ended with %v", got)
		}
		lines := b.lines(t)
		if beats := len(lines) == 1 && lines[0]["Heartbeat"] == 1.0; beats != (err == nil) {
			t.Errorf("after %v: %v", err, lines)
		}
	}
}

type engine struct{ err error }

func (e engine) Start(context.Context, rollout.ID) error { return e.err }
func (e engine) Wake(context.Context, rollout.ID) error  { return e.err }

func TestARolloutThatIsStartedAgainIsARepairWhateverBecomesOfIt(t *testing.T) {
	for _, err := range []error{nil, errBroken} {
		b := newBook()
		e := counted.Engine{Engine: engine{err}, Meter: b.Meter}
		if got := e.Start(t.Context(), "01A"); !errors.Is(got, err) {
			t.Errorf("it ended with %v", got)
		}
		if got := e.Wake(t.Context(), "01A"); !errors.Is(got, err) {
			t.Errorf("it was woken with %v", got)
		}
		lines := b.lines(t)
		if len(lines) != 1 || lines[0]["SweeperRepairs"] != 1.0 || lines[0]["rollout"] != "01A" {
			t.Errorf("after %v: %v", err, lines)
		}
	}
}
