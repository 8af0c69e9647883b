package rollout_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// While it is under way, an alarm's evidence is the judge's next word.
func TestWeighingSaysWhatTheNextTurnWillAndChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]rollout.Strategy{canary(), blueGreen()}).Draw(t, "strategy")
		s.Shadow = rapid.Bool().Draw(t, "shadow")
		w := newWorld(s)
		compared := 0
		for range rapid.IntRange(10, 60).Draw(t, "ticks") {
			w.counts = traffic(rapid.Int64Range(0, 500).Draw(t, "calls"), rapid.Float64Range(0, 0.06).Draw(t, "candidate errors"), rapid.Float64Range(0, 0.03).Draw(t, "stable errors"))
			if w.r.Wake.After(w.now) {
				w.now = w.r.Wake
			}
			if p := w.r.Phase; (p == rollout.Shifting || p == rollout.Watching) && w.r.Judging.Shadow == nil {
				compared++
				w.compare(t)
			}
			w.tick()
			if w.r.Phase.Ended() {
				return
			}
		}
	})
}

func (w *world) compare(t *rapid.T) {
	frozen := asJSON(t, w.r)
	q, ok := w.r.ToWeigh(w.now)
	var minutes []judge.Minute
	for at := q.From; ok && at.Before(q.To); at = at.Add(time.Minute) {
		if c, s := w.counts(at, w.shareAt(at)); c != nil || s != nil {
			minutes = append(minutes, judge.Minute{At: at, Candidate: c, Stable: s})
		}
	}
	e := w.r.Weigh(minutes, w.now)
	if asJSON(t, w.r) != frozen {
		t.Fatal("weighing changed the rollout")
	}
	after, _ := rollout.Advance(w.r, w.observe(), w.now)
	if len(after.Shares) != len(w.r.Shares) {
		return // it has just seen more than we know
	}
	if got, want := asJSON(t, e.Verdict), asJSON(t, after.Judging.Verdict); got != want && after.Judging.Shadow == nil {
		t.Fatalf("weighed %s\nthe next turn %s", got, want)
	}
	failed := after.Phase == rollout.RollingBack || after.Judging.Shadow != nil
	if (e.Finding == rollout.FoundWorse) != failed {
		t.Fatalf("found %s, and the next turn is %s, shadow %+v", e.Finding, after.Phase, after.Judging.Shadow)
	}
	if e.Finding == rollout.FoundWell && e.Candidate.Invocations == 0 {
		t.Fatal("no data is taken for health")
	}
}
