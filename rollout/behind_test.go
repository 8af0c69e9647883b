package rollout_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// A store takes only so many rows at once, and each judged minute is one: after a
// long sleep they are judged over several turns, and nothing is decided before the
// last of them was.
func TestMinutesThatPiledUpAreJudgedInSeveralTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := canary()
		s.MaxHold, s.Watch = 5*time.Hour, 4*time.Hour
		w := newWorld(s)
		w.run(until(rapid.SampledFrom([]rollout.Phase{rollout.Shifting, rollout.Watching}).Draw(t, "phase")))
		w.run(func(r rollout.Rollout) bool { return r.Judging.To.After(r.Since) })
		w.unread = rapid.SampledFrom([]string{"", "the metrics could not be read"}).Draw(t, "unread")
		w.now = w.now.Add(time.Duration(rapid.OneOf(rapid.SampledFrom([]int{1, 20, 21, 290}), rapid.IntRange(1, 290)).Draw(t, "minutes asleep")) * time.Minute)
		began, judged := w.now, 0
		for phase, step := w.r.Phase, w.r.Step; w.r.Phase == phase && w.r.Step == step; {
			settled := w.now.Add(-s.Settle).Truncate(time.Minute)
			w.tick()
			judged += len(w.r.Fresh)
			behind := w.r.Judging.To.Before(settled)
			switch {
			case len(w.r.Fresh) > 20:
				t.Fatalf("%d minutes in one turn", len(w.r.Fresh))
			case behind && (w.r.Phase != phase || w.r.Step != step):
				t.Fatalf("%s, step %d, with minutes unjudged", w.r.Phase, w.r.Step)
			case behind && w.unread == "" && !w.r.Wake.Equal(w.now):
				t.Fatalf("%d judged, more to judge, and the next turn is in %s", len(w.r.Fresh), w.r.Wake.Sub(w.now))
			case !behind, w.unread != "" && w.r.Wake.After(w.now):
				return // the rest is as on any day
			case !w.now.Equal(began):
				t.Fatalf("still behind after %s", w.now.Sub(began))
			}
		}
	})
}

// Nobody has looked for hours, and it turned bad meanwhile: the watch is not over
// before all that has settled was judged.
func TestWhatTurnedBadWhileNobodyLookedIsTakenBack(t *testing.T) {
	w := newWorld(blueGreen())
	w.run(func(r rollout.Rollout) bool { return r.Phase == rollout.Watching })
	turned := w.now.Add(2 * time.Hour)
	w.counts = func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
		if at.Before(turned) {
			return traffic(200, 0, 0)(at, share)
		}
		return traffic(200, 0.5, 0)(at, share)
	}
	w.now = w.now.Add(5 * time.Hour)
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseVerdict || w.live() != rollout.All("41") {
		t.Errorf("%s, cause %+v, live %s", w.r.Phase, w.r.Cause, w.live())
	}
}
