package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// lately is how long ago a change may have been over to be suspected.
	lately = 24 * time.Hour
	// newestCommits is how many of a suspect's commits are told of.
	newestCommits = 5
)

// suspect is what changed last on a target before alarms of it turned red; nil when
// nothing did lately. Only the store is asked: an alarm is told while everything else is
// away.
func (c *Commands) suspect(ctx context.Context, t rollout.Target, red []rollout.Alarm) (*rollout.Suspect, error) {
	past, err := c.asFarAsRead(ctx, t)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(past, func(r rollout.Rollout) bool { return c.mayHaveDoneIt(r, red) })
	if i < 0 {
		return nil, nil
	}
	s := accusation(past[i], red)
	kept, err := load[rollout.Shipping](ctx, c.Store, rollout.ShippingKey(past[i].ID))
	if err != nil && !rollout.IsMissing(err) {
		c.Log.WarnContext(ctx, "what a suspect ships cannot be read", "rollout", s.Rollout, "error", err)
	}
	s.Commits, _ = firstOf(kept.Comparison.Commits, newestCommits)
	s.Total = kept.Comparison.Ahead
	return &s, nil
}

// asFarAsRead are a target's latest rollouts, the newest first, up to one that cannot be
// read, such as a newer binary's: what lies behind that is not to blame for what it may
// have done.
func (c *Commands) asFarAsRead(ctx context.Context, t rollout.Target) ([]rollout.Rollout, error) {
	rows, err := c.Store.Query(ctx, rollout.Query{Index: rollout.TargetIndex(t), Limit: recent, Descending: true})
	if err != nil {
		return nil, fmt.Errorf("look for what changed in %s: %w", t, err)
	}
	var past []rollout.Rollout
	for _, row := range rows {
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil {
			c.Log.ErrorContext(ctx, "what changed last cannot be read", "record", row.Key.String(), "error", err)
			break
		}
		past = append(past, r)
	}
	return past, nil
}

// mayHaveDoneIt says whether a rollout has changed what is live lately, or is about to. A
// way back that was not over when the alarms turned red is an answer, and no cause.
func (c *Commands) mayHaveDoneIt(r rollout.Rollout, red []rollout.Alarm) bool {
	switch {
	case r.IsRollback && (r.Ended.IsZero() || slices.ContainsFunc(red, func(a rollout.Alarm) bool { return a.At.Before(r.Ended) })):
		return false
	case !r.Phase.Ended():
		return !r.FirstTraffic().IsZero()
	}
	return r.Brought() != "" && c.Now().Sub(r.Ended) < lately
}

// accusation is a rollout as a suspect. A rollback brings an old version: there is nothing
// to take back to.
func accusation(r rollout.Rollout, red []rollout.Alarm) rollout.Suspect {
	s := rollout.Suspect{
		Rollout: r.ID, Candidate: r.Candidate, Stable: r.Stable, Release: r.Release, StableRelease: r.StableRelease,
		By: r.By, Under: !r.Phase.Ended(), IsRollback: r.IsRollback, Shadow: r.Strategy.Shadow, Drill: r.Drill != nil, At: r.FirstTraffic(),
	}
	switch {
	case r.IsRollback:
		s.Candidate, s.Release, s.Stable, s.StableRelease, s.Weight = r.Stable, r.StableRelease, "", rollout.Release{}, 1
	case r.Phase == rollout.Succeeded:
		s.Weight = 1
	case s.Under && len(r.Shares) > 0:
		s.Weight = r.Shares[len(r.Shares)-1].Weight
	}
	s.RedBefore = len(red) > 0 && !slices.ContainsFunc(red, func(a rollout.Alarm) bool { return !a.RedBefore(s.At) })
	return s
}

// wayBackOf is the rollout that takes an incident's suspect back, or has; where there is no
// suspect, whatever was taken back for the incident. It is nil when there is none. The past
// is the newest first.
func wayBackOf(i rollout.Incident, past []rollout.Rollout) *rollout.Rollout {
	for _, r := range slices.Backward(past) {
		if (r.Phase == rollout.RollingBack || r.Phase == rollout.RolledBack) && undoes(r, i) {
			return &r
		}
	}
	return nil
}

// undoes says whether a rollout that goes back does so from an incident's suspect, or is
// the suspect itself.
func undoes(r rollout.Rollout, i rollout.Incident) bool {
	s := i.Suspect
	switch {
	case s == nil:
		return r.Incident == i.ID
	case r.ID == s.Rollout:
		return !r.IsRollback
	default:
		return r.IsRollback && r.ID > s.Rollout && r.Candidate == s.Candidate
	}
}
