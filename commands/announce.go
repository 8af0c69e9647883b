package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// announce has the topic hear of a rollout that was taken back, or of a drill. Whoever
// listens may hear of it twice.
func (c *Commands) announce(ctx context.Context, id rollout.ID) error {
	r, err := c.rolloutByID(ctx, id)
	if err != nil || c.Topic == nil || !r.Phase.Ended() {
		return err
	}
	subject, body := announcement(r)
	if link := c.Policy.link(string(id)); link != "" {
		body += "\nIn Slack: " + link
	}
	if err := c.Topic.Publish(ctx, subject, body); err != nil {
		return fmt.Errorf("announce what became of %s: %w", id, err)
	}
	return nil
}

// announcement is what people are told outside of chat. It may hold untrusted text.
func announcement(r rollout.Rollout) (subject, body string) {
	where := fmt.Sprintf("%s in %s", r.Target.Service, r.Target.Environment)
	lines := []string{fmt.Sprintf("%s (%s) %s.", r.Candidate, r.Release.Short(), r.Phase.Past())}
	subject = fmt.Sprintf("%s was taken back to %s", where, r.Stable)
	if d, ok := r.Drilled(); ok {
		subject = "Drill FAILED: " + where
		if d.Passed {
			subject = "Drill passed: " + where
		}
		lines = append(lines, d.Why)
	}
	if r.Cause.Text != "" {
		lines = append(lines, "Why: "+r.Cause.Text)
	}
	if r.Phase == rollout.RolledBack {
		lines = append(lines, fmt.Sprintf("Live is %s (%s) again.", r.Stable, r.StableRelease.Short()))
	}
	if r.Phase == rollout.RolledBack && r.LockAfter {
		lines = append(lines, fmt.Sprintf("Deploys are kept out until somebody types: /deploy unlock %s %s", r.Target.Environment, r.Target.Service))
	}
	lines = append(lines, "More: /deploy why "+string(r.ID))
	return subject, strings.Join(lines, "\n")
}
