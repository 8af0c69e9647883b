package commands

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// incidentChange is an incident as it is saved, and the change that does so, with whatever
// has to hear of it; empty when nothing has changed. That it was looked at, and what others
// have heard, is saved and told to nobody.
func (c *Commands) incidentChange(before, after rollout.Incident) (rollout.Incident, rollout.Change, error) {
	after.Revision = before.Revision
	same, err := alike(before, after)
	if err != nil || same {
		return before, rollout.Change{}, err
	}
	quiet := after
	quiet.Looked, quiet.Asked, quiet.Sent = before.Looked, before.Asked, before.Sent
	quietly, err := alike(before, quiet)
	if err != nil {
		return before, rollout.Change{}, err
	}
	after.Revision++
	change := rollout.Change{Put: []rollout.Record{after}}
	if !quietly {
		change.Put = append(change.Put, c.tellings(before, after)...)
		change.Put = append(change.Put, c.incidentErrands(before, after)...)
	}
	return after, change, nil
}

// alike says whether two records would be stored alike.
func alike(a, b rollout.Record) (bool, error) {
	x, err := rollout.Encode(a)
	if err != nil {
		return false, err
	}
	y, err := rollout.Encode(b)
	return bytes.Equal(x, y), err
}

// tellings are the message of an incident as it is now, and what its thread hears of.
func (c *Commands) tellings(before, after rollout.Incident) []rollout.Record {
	n := rollout.Notice{ID: after.ID, Version: after.Revision, Kind: rollout.Alarmed, Channel: after.Channel, Incident: after.ID, At: c.Now()}
	out := []rollout.Record{n}
	for _, entry := range after.ToTell(before) {
		reply := n
		reply.ID, reply.Version, reply.Kind, reply.Entry = rollout.ReplyID(after.ID, entry), 1, rollout.Reply, entry
		out = append(out, reply)
	}
	return out
}

// incidentErrands have the pager and the workflows hear of an incident, as far as its
// environment wants that.
func (c *Commands) incidentErrands(before, after rollout.Incident) []rollout.Record {
	on := c.Policy.environment(after.Target.Environment).OnAlarm
	n := rollout.Notice{Version: after.Revision, Channel: after.Channel, Incident: after.ID, At: c.Now()}
	var out []rollout.Record
	begun := before.Revision == 0
	if on.Page && (begun || pageState(before) != pageState(after) || suspected(before) != suspected(after)) {
		n.ID, n.Kind = "page/"+after.ID, rollout.PageErrand
		out = append(out, n)
	}
	for name, happened := range map[string]bool{
		EventAlarm: begun,
		EventBack:  before.Restored.IsZero() && !after.Restored.IsZero(),
	} {
		if happened && slices.Contains(on.Events, name) {
			n.ID, n.Kind = eventID(after.ID, name), rollout.EventErrand
			out = append(out, n)
		}
	}
	return out
}

// suspected is the rollout that an incident suspects; empty for none.
func suspected(i rollout.Incident) rollout.ID {
	if i.Suspect == nil {
		return ""
	}
	return i.Suspect.Rollout
}

// amend changes an incident that is there, and has whoever must hear of it. A change that
// changes nothing is not written.
func (c *Commands) amend(ctx context.Context, id string, amended func(rollout.Incident) rollout.Incident) error {
	var change rollout.Change
	err := c.persist(ctx, func(ctx context.Context) (again bool, err error) {
		before, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(id))
		if err != nil {
			return false, err
		}
		if _, change, err = c.incidentChange(before, amended(before)); err != nil || len(change.Put) == 0 {
			return false, err
		}
		err = c.Store.Commit(ctx, change)
		if err != nil && !rollout.IsConflict(err) {
			return false, fmt.Errorf("save the incident %s: %w", id, err)
		}
		return err != nil, nil
	})
	if err == nil {
		c.tell(ctx, change)
	}
	return err
}
