package commands

import (
	"context"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// asksBack asks once more about a rollback that may not undo all that changed, and
// about one that was asked about when something else was live; nil when there is
// nothing to ask. A run of a workflow cannot click, and Slipway does not answer itself.
func (c *Commands) asksBack(ctx context.Context, q Request, w wayOut, e exit) (Outcome, error) {
	changed := e.otherThan(w.confirmed)
	if w.by.Workflow || w.confirmed != nil && changed == nil {
		return nil, nil
	}
	flagged, known, err := c.forGood(ctx, w.target, e.to.Version)
	switch {
	case err != nil:
		return nil, err
	case w.itself() && (len(flagged) > 0 || !known):
		return nil, irreversible(e, flagged)
	case len(flagged) == 0 && changed == nil:
		return nil, nil
	}
	out := BackAsked{Target: w.target, From: e.from, To: e.to, Flagged: flagged}
	if changed != nil {
		c.noteRefusal(ctx, q, w.target, "rollback", changed)
		out.Changed = changed.Reason
	}
	p := rollout.Proposal{
		ID: c.NewID(), By: w.by.ID, Target: w.target, Ref: w.to, Release: e.from.Release,
		Live: e.live.Revision, Back: e.to.Version, Incident: w.incident, At: q.Received,
	}
	if err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{p}}); err != nil {
		return nil, fmt.Errorf("save the proposal: %w", err)
	}
	out.Proposal = p.ID
	return out, nil
}

// otherThan says that something else is live than when a rollback was asked about; nil
// when it is the same, or it was not asked about.
func (e exit) otherThan(p *rollout.Proposal) *rollout.Refusal {
	if p == nil || e.live.Revision == p.Live {
		return nil
	}
	return rollout.Refuse("live_changed",
		fmt.Sprintf("What is live in %s has changed since you were asked: it is %s now.", p.Target.Environment, e.live.Routing), "Look at it again, and confirm that.")
}

// irreversible is why something is not taken back without anybody's word.
func irreversible(e exit, flagged []string) *rollout.Refusal {
	reason := rollout.Say(fmt.Sprintf("Nobody has compared what changed since %s, so that going back may not undo it", e.to.Version))
	if len(flagged) > 0 {
		reason = rollout.Say(fmt.Sprintf("Going back to %s may not undo what changed since, such as in ", e.to.Version)).Quote(flagged[0])
	}
	return &rollout.Refusal{Code: "irreversible", Reason: reason.Say("."), Hint: "Whoever knows that it is safe can take it back by the button."}
}

// behind is how many of a target's latest rollouts are looked through for what changed.
const behind = 50

// forGood are the files below watched paths that changed since a version was live, as
// was kept when they were shipped: the code host may be away. Known is false where nobody
// compared something then, or where it cannot be read: people are not kept from going back
// by that. What was taken back on its way counts as little as what never came.
func (c *Commands) forGood(ctx context.Context, t rollout.Target, back rollout.Version) (files []string, known bool, err error) {
	if len(c.Policy.service(t.Service).Watched) == 0 {
		return nil, true, nil
	}
	past, err := c.Store.Query(ctx, rollout.Query{Index: rollout.TargetIndex(t), Limit: behind, Descending: true})
	if err != nil {
		return nil, false, fmt.Errorf("look for what was shipped to %s: %w", t, err)
	}
	legible, reached := true, false
	for _, row := range past {
		r, err := rollout.Decode[rollout.Rollout](row)
		if err == nil && r.Brought() == back {
			reached = true
			break
		}
		var kept rollout.Shipping
		if err == nil && changedLive(r) {
			kept, err = load[rollout.Shipping](ctx, c.Store, rollout.ShippingKey(r.ID))
			reached = r.Stable == back
		}
		if legible = legible && err == nil; err != nil && !rollout.IsMissing(err) {
			c.Log.WarnContext(ctx, "a rollback does not know all that it undoes", "target", t.String(), "record", row.Key.String(), "error", err)
		}
		if files = append(files, kept.Flagged...); reached {
			break
		}
	}
	slices.Sort(files)
	return slices.Compact(files), legible && reached, nil
}

// changedLive says that a rollout has changed what is live for good, and to another commit.
func changedLive(r rollout.Rollout) bool {
	return r.Phase == rollout.Succeeded && r.Release.SHA != r.StableRelease.SHA
}
