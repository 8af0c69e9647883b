package rollout_test

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// weighed is what the world's metrics say of its rollout now.
func (w *world) weighed() rollout.Evidence {
	q, ok := w.r.ToWeigh(w.now)
	if !ok {
		return w.r.Weigh(nil, w.now)
	}
	return w.r.Weigh(w.minutes(q), w.now)
}

// minutes answers a query as CloudWatch does: there is a series of a version only while
// live is split, and from Whole on only the alias's own.
func (w *world) minutes(q rollout.MinutesQuery) []judge.Minute {
	var out []judge.Minute
	for at := q.From; at.Before(q.To); at = at.Add(time.Minute) {
		share := w.shareAt(at)
		candidate, stable := w.counts(at, share)
		whole := !q.Whole.IsZero() && !at.Before(q.Whole)
		switch {
		case whole && candidate != nil && stable != nil:
			both := candidate.Plus(*stable)
			out = append(out, judge.Minute{At: at, Candidate: &both})
		case whole && candidate == nil:
			out = append(out, judge.Minute{At: at, Candidate: stable})
		case whole || share > 0 && share < 1:
			out = append(out, judge.Minute{At: at, Candidate: candidate, Stable: stable})
		}
	}
	return out
}

// from switches the metrics to others at that time.
func (w *world) from(at time.Time, later func(time.Time, float64) (candidate, stable *judge.Counts)) {
	before := w.counts
	w.counts = func(minute time.Time, share float64) (*judge.Counts, *judge.Counts) {
		if minute.Before(at) {
			return before(minute, share)
		}
		return later(minute, share)
	}
}

// constant are the same counts in each minute.
func constant(c, s judge.Counts) func(time.Time, float64) (candidate, stable *judge.Counts) {
	return func(time.Time, float64) (*judge.Counts, *judge.Counts) { return &c, &s }
}

// oneFails are metrics with a single call of the new version.
func oneFails(at time.Time, _ float64) (candidate, stable *judge.Counts) {
	if at.Minute()%10 == 5 {
		candidate = &judge.Counts{Invocations: 1, Errors: 1}
	}
	return candidate, &judge.Counts{Invocations: 9}
}

// shifting is a canary of a version that seems well, some minutes after its first
// traffic, whose judge only looks on, so that it stays there.
func shifting(minutes int) *world {
	s := canary()
	s.Shadow = true
	w := newWorld(s).first()
	w.forMinutes(minutes)
	return w
}

// over is a finished deploy, so long ago.
func over(s rollout.Strategy, ago time.Duration) *world {
	w := newWorld(s)
	w.run(nil)
	w.now = w.r.Ended.Add(ago)
	return w
}
