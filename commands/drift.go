package commands

import (
	"context"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Lags are the services of which production is behind the environment before it, as far
// as the store tells: no account is asked. They come in the configuration's order. One
// that cannot be read is left out.
func (c *Commands) Lags(ctx context.Context) ([]Lag, error) {
	all, production := c.survey(ctx, rollout.Target{}), c.production()
	all = slices.DeleteFunc(all, func(s *recalled) bool { return s.Drift == nil || !slices.Contains(production, s.Target.Environment) })
	c.askHost(ctx, all)
	var out []Lag
	for _, s := range all {
		if s.Drift != nil {
			out = append(out, *s.Drift)
		}
	}
	return out, ctx.Err()
}

// addDrift adds to some targets what they lack, with the commits between as far as those
// were counted before.
func (c *Commands) addDrift(ctx context.Context, all []*recalled) {
	var wanted []rollout.Gap
	for _, s := range all {
		if s.Drift = s.lacks(); s.Drift != nil {
			wanted = append(wanted, s.Drift.gap())
		}
	}
	known := c.keptGaps(ctx, wanted)
	for _, s := range all {
		s.Drift = s.Drift.counted(known)
	}
}

// lacks is what a target has not that is live in the environment before it, or nil. What
// came there later is newer; where both have had it, the environment before says in
// which order. Of what is on its way to the target it is not said that it is lacking,
// nor where nothing is live, or nobody knows of which commit it is.
func (s *recalled) lacks() *Lag {
	if s.before == nil {
		return nil
	}
	has, ahead := s.Live.Release, s.before.Live.Release
	underway := s.Rollout != nil && s.Rollout.Release.SHA == ahead.SHA
	if has.SHA == "" || underway {
		return nil
	}
	came := arrival(s.before.past, ahead.SHA)
	had := arrival(s.before.past, has.SHA)
	if had.IsZero() {
		had = arrival(s.past, has.SHA)
	}
	if !came.After(had) {
		return nil
	}
	return &Lag{
		Service: s.Target.Service, Behind: s.Target.Environment, Ahead: s.before.Target.Environment,
		From: has, To: ahead, Since: came,
	}
}

// arrival is when a commit first had all of the traffic and kept it, by some rollouts of a
// target; zero when none of them has brought it: then it was there before them, or never.
func arrival(past []rollout.Rollout, sha string) (at time.Time) {
	for _, r := range past { // the newest first
		if r.Phase == rollout.Succeeded && r.Release.SHA == sha {
			at = r.Ended
		}
	}
	return at
}

// gap is what is to be counted of a lag.
func (l Lag) gap() rollout.Gap {
	return rollout.Gap{Service: l.Service, From: l.From.SHA, To: l.To.SHA}
}

// counted is a lag with the commits between, or nil where there are none: then what is
// live before is not newer after all.
func (l *Lag) counted(known gaps) *Lag {
	if l == nil {
		return nil
	}
	gap, ok := known[l.gap()]
	if ok && gap.Closed() {
		return nil
	}
	l.Commits = gap.Ahead
	return l
}
