package machine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/tests/bench/machine"
)

// walk makes those turns, one after the other.
func walk(t *testing.T, turns ...engine.Turn) (transitions, parked int) {
	t.Helper()
	m, err := machine.New()
	if err != nil {
		t.Fatal(err)
	}
	transitions, err = m.Walk(t.Context(), machine.Tasks{
		Tick: func(context.Context) (engine.Turn, error) {
			turn := turns[0]
			turns = turns[1:]
			return turn, nil
		},
		Park: func(context.Context) error { parked++; return nil },
	})
	if err != nil || len(turns) > 0 {
		t.Fatalf("%d turns were not made: %v", len(turns), err)
	}
	return transitions, parked
}

// Begin and Done are there once. A tick that waits takes three; one that is followed
// by the next at once, two. How long it waits makes no difference.
func TestATickTakesAtMostThreeTransitionsAndAWaitTakesNone(t *testing.T) {
	const second, day = 1, 24 * 3600
	wait, now, done := func(s int64) engine.Turn { return engine.Turn{Wait: s} }, engine.Turn{}, engine.Turn{Done: true}
	for name, c := range map[string]struct {
		turns               []engine.Turn
		transitions, parked int
	}{
		"over at once":       {[]engine.Turn{done}, 1 + 2 + 1, 0},
		"at once":            {[]engine.Turn{now, now, done}, 1 + 2 + 2 + 2 + 1, 0},
		"a second each":      {[]engine.Turn{wait(second), wait(second), done}, 1 + 3 + 3 + 2 + 1, 2},
		"a day in the midst": {[]engine.Turn{wait(second), wait(day), done}, 1 + 3 + 3 + 2 + 1, 2},
	} {
		if transitions, parked := walk(t, c.turns...); transitions != c.transitions || parked != c.parked {
			t.Errorf("%s: %d transitions, parked %d times; want %d, %d", name, transitions, parked, c.transitions, c.parked)
		}
	}
}

func TestATickThatFailsEndsTheWalk(t *testing.T) {
	m, err := machine.New()
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	_, err = m.Walk(t.Context(), machine.Tasks{Tick: func(context.Context) (engine.Turn, error) { return engine.Turn{}, broken }})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err := (machine.Machine{StartAt: "Nowhere"}).Walk(t.Context(), machine.Tasks{}); err == nil {
		t.Error("it went to a state that is not there")
	}
}

// Whoever found no free ticker asks for some twenty-five minutes, at the end as often as at the
// beginning: else those who wait longest wait ever longer.
func TestATickThatFindsNoTickerIsTriedAgainForLong(t *testing.T) {
	m, err := machine.New()
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Busy()
	if err != nil {
		t.Fatal(err)
	}
	var all, longest time.Duration
	for try := range r.MaxAttempts {
		all += r.Pause(try) / 2 // they are drawn from nothing to the longest
		longest = max(longest, r.Pause(try))
	}
	if r.Pause(0) != time.Second || longest > 5*time.Second || all < 20*time.Minute || all > 30*time.Minute {
		t.Errorf("it begins with %s, and ends after %s with %s", r.Pause(0), all, longest)
	}
	if _, err := (machine.Machine{}).Busy(); err == nil {
		t.Error("it is tried again for no reason")
	}
}
