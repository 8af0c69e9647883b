package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// hearOfPush remembers the newest commit of a main branch, for the status to say what
// is not live yet.
func (c *Commands) hearOfPush(ctx context.Context, n News, services []Service) error {
	if strings.Trim(n.SHA, "0") == "" { // the branch was deleted
		return nil
	}
	pushed := n.Updated
	if pushed.IsZero() || pushed.After(n.Received) { // whoever commits sets the clock
		pushed = n.Received
	}
	for _, s := range services {
		if s.Branch == "" || strings.TrimPrefix(n.Branch, "refs/heads/") != s.Branch {
			continue
		}
		err := c.changeHead(ctx, s.Name, func(h rollout.Head) (rollout.Head, bool) {
			at := pushed
			if at.Truncate(time.Second).Equal(h.At.Truncate(time.Second)) { // as finely as it is told
				at = h.At.Add(time.Millisecond)
			}
			commit := rollout.Commit{SHA: n.SHA, Subject: n.Subject, Author: n.Author, URL: n.URL, At: pushed}
			return rollout.Head{Service: s.Name, Commit: commit, At: at}, at.After(h.At) && h.Commit.SHA != n.SHA
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// hearOfChecks remembers how the checks of that commit went, as long as it is the newest
// one. A code host tells of each suite of checks by itself: one that has failed counts
// for all of them.
func (c *Commands) hearOfChecks(ctx context.Context, n News, services []Service) error {
	for _, s := range services {
		err := c.changeHead(ctx, s.Name, func(h rollout.Head) (rollout.Head, bool) {
			if h.Commit.SHA != n.SHA || h.Checks == rollout.CheckFailed {
				return h, false
			}
			state := checksOf(n)
			changed := state != h.Checks
			h.Checks, h.At = state, h.At.Add(time.Millisecond)
			return h, changed
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checksOf is what a suite of checks says.
func checksOf(n News) rollout.CheckState {
	switch {
	case n.Status != "completed":
		return rollout.CheckRunning
	case n.Conclusion == "success", n.Conclusion == "neutral", n.Conclusion == "skipped":
		return rollout.CheckPassed
	default:
		return rollout.CheckFailed
	}
}

// changeHead changes what is known of a service's newest commit, if that says anything
// new.
func (c *Commands) changeHead(ctx context.Context, service string, change func(rollout.Head) (rollout.Head, bool)) error {
	for range attempts {
		was, err := load[rollout.Head](ctx, c.Store, rollout.HeadKey(service))
		if err != nil && !rollout.IsMissing(err) {
			return err
		}
		is, changed := change(was)
		if !changed {
			return nil
		}
		err = c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{is}})
		switch {
		case err == nil:
			return nil
		case !rollout.IsConflict(err):
			return fmt.Errorf("note the newest commit of %s: %w", service, err)
		}
	}
	return &rollout.Error{Kind: rollout.Stale, Message: fmt.Sprintf("Others kept changing the newest commit of %s.", service)}
}
