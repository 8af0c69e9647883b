package rollout_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

// judging is a canary in the midst of a step, each minute of which is judged.
func judging() *world {
	s := canary()
	s.Steps[0].Hold, s.MaxHold = 5*time.Hour, 6*time.Hour
	w := newWorld(s)
	w.run(until(rollout.Shifting))
	w.run(func(r rollout.Rollout) bool { return len(r.Fresh) > 0 })
	return w
}

// inMinute is the part of the minute in which a rollout is due.
func inMinute(r rollout.Rollout) time.Duration { return r.Wake.Sub(r.Wake.Truncate(time.Minute)) }

// Where many are due at once, those that had to wait spread over the minute; as soon
// as they need not, they come back. A minute is never passed over for that.
func TestARolloutThatWasLateIsSoByHalfUntilItIsOnTimeAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := judging()
		usual := inMinute(w.r)
		late := time.Duration(rapid.IntRange(0, 58).Draw(t, "seconds late")) * time.Second
		late = min(late, 58*time.Second-usual) // in the same minute still
		w.now = w.r.Wake.Add(late)
		for first := true; first || late > 0; first = false {
			w.tick()
			late /= 2
			if len(w.r.Fresh) != 1 || inMinute(w.r) != usual+late {
				t.Fatalf("%d minutes judged, due %s into the minute, want %s", len(w.r.Fresh), inMinute(w.r), usual+late)
			}
			w.now = w.r.Wake
		}
	})
}

func TestARolloutThatIsWokenIsNotTakenForLate(t *testing.T) {
	w := judging()
	usual := inMinute(w.r)
	w.now = w.now.Add(40 * time.Second) // nothing new has settled
	w.r.Wake = w.now
	if w.tick(); len(w.r.Fresh) != 0 || inMinute(w.r) != usual {
		t.Errorf("%d minutes judged, due %s into the minute, want %s", len(w.r.Fresh), inMinute(w.r), usual)
	}
}
