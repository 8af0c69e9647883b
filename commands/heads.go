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
		push := rollout.Head{Service: s.Name, Before: n.Before, At: pushed, Commit: rollout.Commit{
			SHA: n.SHA, Subject: begins(n.Subject), Author: begins(n.Author), URL: address(n.URL), At: pushed,
		}}
		err := c.changeHead(ctx, s.Name, func(h rollout.Head) (rollout.Head, bool) { return advanced(h, push) })
		if err != nil {
			return err
		}
	}
	return nil
}

// advanced is the head after a push, and whether that makes it another one. A push that
// goes on where the head is always does. Of others only the time tells, by the second;
// what the head came from is never newer than it.
func advanced(h, push rollout.Head) (rollout.Head, bool) {
	goesOn := push.Before == h.Commit.SHA
	later := push.At.Truncate(time.Second).After(h.At.Truncate(time.Second)) && push.Commit.SHA != h.Before
	if push.Commit.SHA == h.Commit.SHA || !goesOn && !later {
		return h, false
	}
	if !push.At.After(h.At) {
		push.At = h.At.Add(time.Millisecond)
	}
	return push, true
}

// hearOfChecks remembers how the checks of that commit went, as long as it is the newest
// one. A code host tells of each suite of checks by itself, and does not say which of
// them count: the one that changed last does, so that one that is run again and is green
// is green.
func (c *Commands) hearOfChecks(ctx context.Context, n News, services []Service) error {
	at := n.Updated
	if at.IsZero() {
		at = n.Received
	}
	for _, s := range services {
		err := c.changeHead(ctx, s.Name, func(h rollout.Head) (rollout.Head, bool) {
			state := checksOf(n)
			stale := at.Before(h.Checked) || at.Equal(h.Checked) && state == rollout.CheckRunning
			if h.Commit.SHA != n.SHA || stale {
				return h, false
			}
			changed := state != h.Checks || at.After(h.Checked)
			h.Checks, h.Checked, h.At = state, at, h.At.Add(time.Millisecond)
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
