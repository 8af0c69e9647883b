package rollout

import (
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// scales are the minutes that evidence is made of, in order, each with what is known of
// the two versions.
type scales struct {
	params  judge.Params
	minutes []judge.Minute
	to      time.Time
	first   time.Time // beginning of the first minute in which the candidate has traffic
	lately  time.Time // what happened since then may still be going on
}

// scales tells whose the counts are. Before the candidate's first traffic they are the
// stable version's; where only the alias's series was read, those of a split live are
// nobody's.
func (r Rollout) scales(minutes []judge.Minute, q MinutesQuery, at time.Time) scales {
	s := scales{params: r.Strategy.Judge, to: q.To, first: r.untouched(), lately: at.Add(-weighedFor)}
	merged := q.Whole.Equal(q.From)
	for _, m := range minutes {
		switch {
		case m.At.Before(s.first):
			if merged {
				m.Stable = m.Candidate
			}
			m.Candidate = nil
		case merged && m.At.Before(r.whole()):
			continue
		}
		s.minutes = append(s.minutes, m)
	}
	slices.SortFunc(s.minutes, func(x, y judge.Minute) int { return x.At.Compare(y.At) })
	return s
}

// sum adds up both versions' counts of From ≤ t < To.
func (s scales) sum(from, to time.Time) (candidate, stable judge.Counts) {
	for _, m := range s.minutes {
		if m.At.Before(from) || !m.At.Before(to) {
			continue
		}
		if m.Candidate != nil {
			candidate = candidate.Plus(*m.Candidate)
		}
		if m.Stable != nil {
			stable = stable.Plus(*m.Stable)
		}
	}
	return candidate, stable
}

// firstBad is the beginning of the bad minutes that lead to the newest one with calls:
// those with more errors or slow calls than the limits allow or, once they are those of a
// worse version, than the tripwire allows beyond the rate of its peer. One minute that is
// not bad may lie between, and any number without calls.
func (s scales) firstBad(worse bool, peer judge.Counts) time.Time {
	var first time.Time
	gap := false
	for _, m := range slices.Backward(s.minutes) {
		c := m.Candidate
		if m.At.Before(s.first) {
			c = m.Stable
		}
		switch {
		case c == nil || c.Invocations == 0:
		case s.bad(*c, m.NoSlow, worse, peer):
			first, gap = m.At, false
		case gap || first.IsZero():
			return first
		default:
			gap = true
		}
	}
	return first
}

func (s scales) bad(c judge.Counts, noSlow, worse bool, peer judge.Counts) bool {
	if c.Rate(judge.MeasureErrors) > s.params.ErrorRateMax || !noSlow && s.slow(c) {
		return true
	}
	usual := float64(c.Invocations) * peer.Rate(judge.MeasureErrors)
	return worse && s.params.Tripwire > 0 && float64(c.Errors)-usual > float64(s.params.Tripwire)
}

func (s scales) slow(c judge.Counts) bool {
	return s.params.SlowRateMax > 0 && c.Rate(judge.MeasureSlow) > s.params.SlowRateMax
}
