package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// eventID names the errand that has workflows hear of an incident, and the note that it
// was run.
func eventID(incident, name string) string { return "event/" + incident + "/" + name }

// event has a service's repository hear of an incident, at most once: a workflow that runs
// twice may do harm. That it is told is written down first, and taken back only when it
// surely was not.
func (c *Commands) event(ctx context.Context, n rollout.Notice) error {
	i, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(n.Incident))
	if err != nil || c.Events == nil {
		return err
	}
	name := strings.TrimPrefix(n.ID, eventID(n.Incident, ""))
	seen := rollout.Seen{ID: n.ID, At: c.Real()}
	err = c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{seen}})
	switch {
	case rollout.IsConflict(err):
		return nil
	case err != nil:
		return fmt.Errorf("note that workflows hear of %s: %w", n.Incident, err)
	}
	err = c.Events.Event(ctx, i.Target.Service, name, facts(i))
	switch {
	case err == nil:
		return nil
	case unsent(err):
		if undone := c.forget(ctx, seen.Key()); undone == nil {
			return fmt.Errorf("have workflows hear of %s: %w", n.Incident, err)
		}
	}
	c.Log.ErrorContext(ctx, "nobody knows whether workflows have heard of an incident", "incident", n.Incident, "event", name, "error", err)
	return nil
}

// unsent says that a code host has surely not taken what it was told.
func unsent(err error) bool {
	return refusedForGood(err) || rollout.IsKind(err, rollout.Throttled)
}

// facts are what a workflow is told of an incident: at most ten, as GitHub takes them.
func facts(i rollout.Incident) map[string]string {
	out := map[string]string{
		"service": i.Target.Service, "environment": i.Target.Environment, "incident": i.ID,
		"alarm": i.Alarms[0].Name, "state": string(i.Alarms[0].State), "since": i.Opened.UTC().Format(time.RFC3339),
	}
	if s := i.Suspect; s != nil {
		out["version"], out["sha"], out["back"] = string(s.Candidate), s.Release.SHA, string(s.Stable)
	}
	return out
}
