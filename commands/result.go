package commands

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// result writes down what came of a rollout that has ended, as far as that is known now.
// What was known before is not lost because it cannot be found out any more. Its commits
// are known to the code host alone: while that does not answer the rest is written, and
// there is an error, so that somebody comes again.
func (c *Commands) result(ctx context.Context, id rollout.ID) error {
	r, err := load[rollout.Rollout](ctx, c.Store, rollout.RolloutKey(id))
	switch {
	case rollout.IsMissing(err):
		return nil
	case err != nil || !r.Phase.Ended():
		return err
	}
	traces, err := c.traces(ctx, r)
	if err != nil {
		return err
	}
	was, err := load[rollout.Result](ctx, c.Store, rollout.ResultKey(id))
	if err != nil && !rollout.IsMissing(err) {
		return err
	}
	var silent error
	if was.Total == 0 && !r.IsRollback && r.Drill == nil && !r.FirstTraffic().IsZero() {
		traces.Ships, silent = c.comparison(ctx, r)
	}
	err = c.persist(ctx, func(ctx context.Context) (again bool, err error) {
		return c.keepResult(ctx, rollout.ResultOf(r, traces))
	})
	if err != nil {
		return fmt.Errorf("write down what came of %s: %w", id, err)
	}
	return silent
}

// keepResult writes a result, if it says anything new.
func (c *Commands) keepResult(ctx context.Context, is rollout.Result) (again bool, err error) {
	was, err := load[rollout.Result](ctx, c.Store, is.Key())
	if err != nil && !rollout.IsMissing(err) {
		return false, err
	}
	is = is.Recalling(was)
	if is.Revision = was.Revision; is.Revision > 0 && sameResult(was, is) {
		return false, nil
	}
	is.Revision++
	err = c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{is}})
	if rollout.IsConflict(err) {
		return true, nil
	}
	return false, err
}

// sameResult compares two results as they are stored: a time is the same in any zone.
func sameResult(a, b rollout.Result) bool {
	x, errX := rollout.Encode(a)
	y, errY := rollout.Encode(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// traces are what the store knows of a rollout beside itself. Ids rise with time, so that
// whatever came after a rollout is found from it on, however long ago it was.
func (c *Commands) traces(ctx context.Context, r rollout.Rollout) (t rollout.Traces, err error) {
	after, err := readable[rollout.Rollout](ctx, c, rollout.Query{Index: rollout.TargetIndex(r.Target), After: string(r.ID), Limit: recent})
	if err != nil {
		return t, err
	}
	if i := slices.IndexFunc(after, func(b rollout.Rollout) bool { return tookAway(b, r) }); i >= 0 {
		t.Back = &after[i]
	}
	incidents, err := readable[rollout.Incident](ctx, c, rollout.Query{Index: rollout.IncidentsIndex(r.Target), After: string(r.ID), Limit: recent})
	if err != nil {
		return t, err
	}
	t.Incidents = slices.DeleteFunc(incidents, func(i rollout.Incident) bool {
		return i.Suspect == nil || i.Suspect.Rollout != r.ID
	})
	if t.Judged, err = readable[rollout.Judgement](ctx, c, rollout.Query{Index: rollout.JudgementIndex(r.ID)}); err != nil {
		return t, err
	}
	first, err := c.Store.Query(ctx, rollout.Query{Index: rollout.ResultsOfIndex(r.Target, r.Release.SHA), Limit: 1})
	if err != nil {
		return t, fmt.Errorf("look where %s has been: %w", r.Release.Short(), err)
	}
	t.Repeat = r.Release.SHA == r.StableRelease.SHA || len(first) > 0 && first[0].Key.ID < string(r.ID)
	return t, nil
}

// tookAway says that a rollback has taken away what a rollout had brought.
func tookAway(back, r rollout.Rollout) bool {
	return back.IsRollback && back.Phase == rollout.RolledBack && back.Candidate == r.Candidate
}

// comparison is what a rollout has shipped. What was kept of it is not all of it where
// there were many commits, so that the code host is asked then, too.
func (c *Commands) comparison(ctx context.Context, r rollout.Rollout) (rollout.Comparison, error) {
	kept, err := load[rollout.Shipping](ctx, c.Store, rollout.ShippingKey(r.ID))
	ships := kept.Comparison
	switch {
	case err != nil && !rollout.IsMissing(err):
		return ships, err
	case err == nil && len(ships.Commits) >= ships.Ahead, r.StableRelease.SHA == "", !c.comparable(r.Target, rollout.Published{Version: r.Stable, Release: r.StableRelease}, r.Release):
		return ships, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := c.Commits.Compare(ctx, r.Target.Service, r.StableRelease.SHA, r.Release.SHA)
	if err != nil {
		return ships, fmt.Errorf("ask what %s has shipped: %w", r.ID, err)
	}
	return found, nil
}

// blame has the result of an incident's suspect say since when it was bad. Whatever is in
// the way of that is in nobody else's: the next look at the incident does it again.
func (c *Commands) blame(ctx context.Context, incident string) {
	i, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(incident))
	if err == nil && i.Suspect != nil && !i.Restored.IsZero() {
		err = c.result(ctx, i.Suspect.Rollout)
	}
	if err != nil && !rollout.IsMissing(err) {
		c.Log.WarnContext(ctx, "what came of a suspect is written down later", "incident", incident, "error", err)
	}
}
