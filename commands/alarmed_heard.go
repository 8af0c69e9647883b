package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// heard writes down what a signal changes, all of it in one transaction: what is known of
// the target's alarms, its incident, and whatever has to hear of that, which is still to be
// told. The incident has no ID when the signal is about none, or is no news.
func (c *Commands) heard(ctx context.Context, t rollout.Target, s rollout.Signal) (i rollout.Incident, change rollout.Change, err error) {
	err = c.persist(ctx, func(ctx context.Context) (again bool, err error) {
		known, err := c.alarmsOf(ctx, t)
		if err != nil {
			return false, err
		}
		i, change = rollout.Incident{}, rollout.Change{}
		after, news := known.Hear(lean(s), c.Now())
		if !news {
			return false, nil
		}
		if change, i, err = c.hears(ctx, after, s); err != nil {
			return false, err
		}
		err = c.Store.Commit(ctx, change)
		if err != nil && !rollout.IsConflict(err) {
			return false, fmt.Errorf("note a signal of %s: %w", t, err)
		}
		return err != nil, nil
	})
	return i, change, err
}

// lean is a signal without its metrics: of those only an incident's first alarm shows any.
func lean(s rollout.Signal) rollout.Signal {
	s.Gauges = nil
	return s
}

// alarmsOf are the alarms of a target; none at revision 0 when nothing was heard of any.
func (c *Commands) alarmsOf(ctx context.Context, t rollout.Target) (rollout.Alarms, error) {
	known, err := load[rollout.Alarms](ctx, c.Store, rollout.AlarmsKey(t))
	if rollout.IsMissing(err) {
		return rollout.Alarms{Target: t}, nil
	}
	return known, err
}

// hears is the change that a signal brings about. The incident has no ID when the signal
// is about none.
func (c *Commands) hears(ctx context.Context, a rollout.Alarms, s rollout.Signal) (rollout.Change, rollout.Incident, error) {
	alarm := a.All[slices.IndexFunc(a.All, func(known rollout.Alarm) bool { return known.ID == s.ID })]
	alarm.Gauges = s.Gauges
	a.Revision++
	before, suspect, err := c.incidentFor(ctx, a, alarm)
	if err != nil || before.ID == "" {
		return rollout.Change{Put: []rollout.Record{a}}, rollout.Incident{}, err
	}
	a.Incident = before.ID
	after, change, err := c.incidentChange(before, accused(slim(before.Turned(alarm, c.Now())), suspect))
	if err != nil || len(change.Put) == 0 {
		return rollout.Change{Put: []rollout.Record{a}}, after, err
	}
	look, err := c.afresh(ctx, rollout.LookNotice(after.ID, c.Now()))
	change.Put = append(change.Put, a, look)
	return change, after, err
}

// incidentFor is the incident that news of an alarm belong to, as it was before, and what
// is suspected now: the target's latest one, or else a new one when the alarm is red. One
// that was over, whose suspect was taken back, is not opened again for what was shipped
// since.
func (c *Commands) incidentFor(ctx context.Context, a rollout.Alarms, alarm rollout.Alarm) (i rollout.Incident, suspect *rollout.Suspect, err error) {
	if a.Incident != "" {
		i, err = load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(a.Incident))
		if err != nil && !rollout.IsMissing(err) {
			return i, nil, err
		}
	}
	takes := i.ID != "" && i.Takes(alarm)
	if alarm.State != rollout.AlarmRed {
		if !takes {
			i = rollout.Incident{}
		}
		return i, nil, nil
	}
	if suspect, err = c.suspect(ctx, a.Target, a.Red()); err != nil {
		return i, nil, err
	}
	if !takes || !i.Open() && i.Back != "" && shippedSince(i, suspect) {
		i = rollout.Incident{ID: c.NewID(), Target: a.Target, Channel: c.Policy.channelOf(a.Target.Service)}
	}
	return i, suspect, nil
}

// shippedSince says that what is suspected now is neither what an incident was about nor
// what took that back.
func shippedSince(i rollout.Incident, now *rollout.Suspect) bool {
	return now != nil && now.Rollout != i.Back && (i.Suspect == nil || now.Rollout != i.Suspect.Rollout)
}

// slim is an incident whose first alarm alone shows what it looks at.
func slim(i rollout.Incident) rollout.Incident {
	i.Alarms = slices.Clone(i.Alarms)
	for n := range i.Alarms {
		if n > 0 {
			i.Alarms[n].Gauges = nil
		}
	}
	return i
}

// accused is an incident with what is suspected now: each alarm that turns red asks anew.
// One whose suspect was taken back keeps that, until something else was shipped. What was
// found about another suspect, and done, is in the log only.
func accused(i rollout.Incident, now *rollout.Suspect) rollout.Incident {
	if now == nil || i.Back != "" && !shippedSince(i, now) {
		return i
	}
	if i.Suspect == nil || i.Suspect.Rollout != now.Rollout {
		i.Evidence, i.Errors, i.Plot, i.Kept, i.Away = nil, nil, nil, "", false
		i.Back, i.Gone, i.Restored, i.Health = "", time.Time{}, time.Time{}, nil
		i.Sent = slices.DeleteFunc(slices.Clone(i.Sent), func(name string) bool { return name == EventBack })
	}
	i.Suspect = now
	return i
}
