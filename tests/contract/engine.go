package contract

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Engine is what every engine can do.
type Engine interface {
	Start(ctx context.Context, id rollout.ID) error
	Wake(ctx context.Context, id rollout.ID) error
}

// Tick is what an engine calls: one turn of a rollout, which gives the time of
// the next one, or the zero time when the rollout has ended.
type Tick func(ctx context.Context, id rollout.ID) (time.Time, error)

// TestEngine puts an engine through its contract. open gives one that calls tick,
// in real time, until its test ends.
func TestEngine(t *testing.T, open func(t *testing.T, tick Tick) Engine) {
	for _, rule := range []struct {
		name string
		test func(t *testing.T, open func(t *testing.T, tick Tick) Engine)
	}{
		{"a started rollout is ticked until it ends", untilItEnds},
		{"a rollout is ticked again when it said", whenItSaid},
		{"a wake comes before the time that was said", wakesEarly},
		{"a wake during a tick is followed by another tick", keepsTheWake},
		{"a rollout is never ticked twice at once", oneAtATime},
		{"rollouts do not wait for one another", sideBySide},
		{"a tick that fails is tried again", triesAgain},
		{"a wake after the end does no harm", wakesTheEnded},
	} {
		t.Run(rule.name, func(t *testing.T) { rule.test(t, open) })
	}
}

// beat is one tick under way: the engine waits until it is answered.
type beat struct {
	id     rollout.ID
	at     time.Time
	answer func(next time.Time, err error)
}

// ended is the answer of a rollout that has ended.
var ended = time.Time{}

// beats makes a tick whose calls come out of the channel, to be answered there.
func beats() (Tick, <-chan beat) {
	type answer struct {
		next time.Time
		err  error
	}
	out := make(chan beat)
	return func(ctx context.Context, id rollout.ID) (time.Time, error) {
		said := make(chan answer, 1)
		b := beat{id: id, at: time.Now(), answer: func(next time.Time, err error) { said <- answer{next, err} }}
		select {
		case out <- b:
		case <-ctx.Done():
			return ended, ctx.Err()
		}
		select {
		case a := <-said:
			return a.next, a.err
		case <-ctx.Done():
			return ended, ctx.Err()
		}
	}, out
}

// next is the tick that comes next, which must be of that rollout.
func next(t *testing.T, ticks <-chan beat, id rollout.ID) beat {
	t.Helper()
	select {
	case b := <-ticks:
		if b.id != id {
			t.Fatalf("%s was ticked, want %s", b.id, id)
		}
		return b
	case <-time.After(30 * time.Second):
		t.Fatalf("%s is not ticked", id)
		return beat{}
	}
}

// quiet checks that nobody is ticked but another rollout, while that one lives
// for a few short turns.
func quiet(t *testing.T, e Engine, ticks <-chan beat) {
	t.Helper()
	const other rollout.ID = "b"
	must(t, e.Start(t.Context(), other))
	for range 5 {
		next(t, ticks, other).answer(time.Now().Add(10*time.Millisecond), nil)
	}
	next(t, ticks, other).answer(ended, nil)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func untilItEnds(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "a"))
	next(t, ticks, "a").answer(time.Now(), nil)
	next(t, ticks, "a").answer(time.Now(), nil)
	next(t, ticks, "a").answer(ended, nil)
	quiet(t, e, ticks)
}

func whenItSaid(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "a"))
	said := time.Now().Add(50 * time.Millisecond)
	next(t, ticks, "a").answer(said, nil)
	b := next(t, ticks, "a")
	if b.at.Before(said) {
		t.Errorf("ticked %s too early", said.Sub(b.at))
	}
	b.answer(ended, nil)
}

func wakesEarly(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "a"))
	next(t, ticks, "a").answer(time.Now().Add(time.Hour), nil)
	quiet(t, e, ticks)
	must(t, e.Wake(t.Context(), "a"))
	next(t, ticks, "a").answer(ended, nil)
}

func keepsTheWake(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "a"))
	first := next(t, ticks, "a")
	must(t, e.Wake(t.Context(), "a"))
	first.answer(time.Now().Add(time.Hour), nil)
	next(t, ticks, "a").answer(ended, nil)
}

func oneAtATime(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "a"))
	first := next(t, ticks, "a")
	for range 5 {
		must(t, e.Wake(t.Context(), "a"))
	}
	must(t, e.Start(t.Context(), "a"))
	quiet(t, e, ticks)
	first.answer(time.Now(), nil)
	next(t, ticks, "a").answer(ended, nil)
}

func sideBySide(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "slow"))
	slow := next(t, ticks, "slow")
	must(t, e.Start(t.Context(), "quick"))
	next(t, ticks, "quick").answer(ended, nil)
	slow.answer(ended, nil)
}

func triesAgain(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "a"))
	next(t, ticks, "a").answer(ended, errors.New("the world is on fire"))
	next(t, ticks, "a").answer(ended, nil)
	quiet(t, e, ticks)
}

// The engine may tick it once more, but the rollout says again that it has ended.
func wakesTheEnded(t *testing.T, open func(*testing.T, Tick) Engine) {
	tick, ticks := beats()
	e := open(t, tick)
	must(t, e.Start(t.Context(), "a"))
	next(t, ticks, "a").answer(ended, nil)
	must(t, e.Wake(t.Context(), "a"))
	must(t, e.Start(t.Context(), "b"))
	for b := range ticks {
		b.answer(ended, nil)
		if b.id == "b" {
			return
		}
	}
}
