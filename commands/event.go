package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// eventID names the errand that has workflows hear of an incident.
func eventID(incident, name string) string { return "event/" + incident + "/" + name }

// event has a service's repository hear of an incident, at most once: a workflow that runs
// twice may do harm. That it is told is written down first, in the incident, and taken back
// only when it surely was not.
func (c *Commands) event(ctx context.Context, n rollout.Notice) error {
	if c.Events == nil {
		return nil
	}
	name := strings.TrimPrefix(n.ID, eventID(n.Incident, ""))
	var i rollout.Incident
	var before bool
	err := c.amend(ctx, n.Incident, func(now rollout.Incident) rollout.Incident {
		if before = slices.Contains(now.Sent, name); !before {
			now.Sent = append(slices.Clip(now.Sent), name)
		}
		i = now
		return now
	})
	if err != nil || before {
		return err
	}
	err = c.Events.Event(ctx, i.Target.Service, name, facts(i))
	switch {
	case err == nil:
		return nil
	case unsent(err):
		undone := c.amend(ctx, i.ID, func(now rollout.Incident) rollout.Incident {
			now.Sent = slices.DeleteFunc(slices.Clone(now.Sent), func(sent string) bool { return sent == name })
			return now
		})
		if undone == nil {
			return fmt.Errorf("have workflows hear of %s: %w", i.ID, err)
		}
	}
	c.Log.ErrorContext(ctx, "nobody knows whether workflows have heard of an incident", "incident", i.ID, "event", name, "error", err)
	return nil
}

// unsent says that a code host has surely not taken what it was told.
func unsent(err error) bool {
	return refusedForGood(err) || rollout.IsKind(err, rollout.Throttled)
}

// facts are what a workflow is told of an incident: at most ten, as GitHub takes them.
func facts(i rollout.Incident) map[string]string {
	first := firstAlarm(i)
	out := map[string]string{
		"service": i.Target.Service, "environment": i.Target.Environment, "incident": i.ID,
		"alarm": first.Name, "state": string(first.State), "since": i.Opened.UTC().Format(time.RFC3339),
	}
	if s := i.Suspect; s != nil {
		out["version"], out["sha"], out["back"] = string(s.Candidate), s.Release.SHA, string(s.Stable)
	}
	return out
}
