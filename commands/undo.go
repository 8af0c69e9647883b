package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// Undo is the button on a rollout's own message: it stops that rollout, or, when
// it is finished and still what is live, goes back from it. A button that is out
// of date changes nothing and says so.
func (c *Commands) Undo(ctx context.Context, q Request, id rollout.ID) (Outcome, error) {
	out, err := c.undo(ctx, q, id)
	c.noteNoUndo(ctx, q, id, err)
	return out, err
}

func (c *Commands) undo(ctx context.Context, q Request, id rollout.ID) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		r, lock, err := c.undoable(ctx, p, id)
		switch {
		case asRefusal(err) != nil:
			return nil, false, c.repeated(ctx, q, err)
		case err != nil:
			return nil, false, err
		}
		return c.takeBack(ctx, q, wayOut{target: r.Target, to: string(r.Stable), by: p}, lock, underWay(r))
	})
}

// underWay is a rollout that has not ended, or nil.
func underWay(r rollout.Rollout) *rollout.Rollout {
	if r.Phase.Ended() {
		return nil
	}
	return &r
}

// takeable is the lock of a rollout's target, if that rollout can be taken back now: it
// is under way, or all that is live is what it brought. Else a refusal says what is.
func (c *Commands) takeable(ctx context.Context, r rollout.Rollout) (rollout.Lock, error) {
	lock, owner, err := c.ownership(ctx, r.Target)
	switch {
	case err != nil:
	case !r.Phase.Ended():
		_, err = r.RollBack("", "", c.Now())
	case r.First():
		err = rollout.Refuse("no_way_back",
			fmt.Sprintf("That was the first version of %s in %s; there is nothing to go back to.", r.Target.Service, r.Target.Environment),
			fmt.Sprintf("To replace it: `/deploy %s %s <commit>`", r.Target.Environment, r.Target.Service))
	case owner != nil:
		err = overtaken(*owner)
	default:
		err = c.notLiveAnyMore(ctx, r)
	}
	return lock, err
}

// overtaken says which rollout owns a target now.
func overtaken(owner rollout.Rollout) *rollout.Refusal {
	if owner.Phase == rollout.RollingBack {
		return rollout.Refuse("rolling_back", fmt.Sprintf("The traffic is going back already, to %s.", owner.Stable), hintLive(owner.Target))
	}
	return rollout.Refuse("superseded", fmt.Sprintf("Another rollout of %s is under way in %s.", owner.Target.Service, owner.Target.Environment), hintLive(owner.Target))
}

// notLiveAnyMore says what is live, where it is not what a finished rollout brought.
func (c *Commands) notLiveAnyMore(ctx context.Context, r rollout.Rollout) error {
	aliases, err := c.Traffic.Aliases(ctx, r.Target)
	if err != nil {
		return fmt.Errorf("read the aliases of %s: %w", r.Target, err)
	}
	live := aliases[rollout.Live].Routing
	switch {
	case r.Phase != rollout.Succeeded:
		return rollout.Refuse("ended", fmt.Sprintf("That rollout %s; there is nothing to take back. %s", r.Phase.Past(), whatIsLive(live)), hintLive(r.Target))
	case live != rollout.All(r.Candidate):
		return rollout.Refuse("superseded", fmt.Sprintf("%s is not what is live in %s any more: that is %s.", r.Candidate, r.Target.Environment, live), hintLive(r.Target))
	}
	return nil
}

func whatIsLive(live rollout.Routing) string {
	if live.Version == "" {
		return "Nothing is live."
	}
	return fmt.Sprintf("What is live is %s.", live)
}

// hintLive is what to type where a button is out of date.
func hintLive(t rollout.Target) string {
	return fmt.Sprintf("What is live: `/deploy status %[1]s %[2]s`. To go back from that: `/rollback %[1]s %[2]s`", t.Environment, t.Service)
}
