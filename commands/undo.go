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
		found, err := c.undoable(ctx, p, id)
		switch {
		case asRefusal(err) != nil:
			return nil, false, c.repeated(ctx, q, err)
		case err != nil:
			return nil, false, err
		}
		return c.takeBack(ctx, q, found.wayOut(wayOut{by: p}), found.lock, underWay(found.rollout))
	})
}

// underWay is a rollout that has not ended, or nil.
func underWay(r rollout.Rollout) *rollout.Rollout {
	if r.Phase.Ended() {
		return nil
	}
	return &r
}

// takeable is a rollout that can be taken back now, with what was read to know that.
type takeable struct {
	rollout rollout.Rollout
	lock    rollout.Lock
	aliases map[rollout.Alias]rollout.AliasNow // nil while it is under way
}

// wayOut is a wanted rollback, from just that to what was there before.
func (t takeable) wayOut(w wayOut) wayOut {
	w.target, w.to, w.aliases = t.rollout.Target, string(t.rollout.Stable), t.aliases
	return w
}

// takeable looks whether a rollout can be taken back now: it is under way, or all that is
// live is what it brought. Else a refusal says what is.
func (c *Commands) takeable(ctx context.Context, r rollout.Rollout) (takeable, error) {
	t := takeable{rollout: r}
	lock, owner, err := c.ownership(ctx, r.Target)
	t.lock = lock
	switch {
	case err != nil:
	case !r.Phase.Ended():
		_, err = r.RollBack("", "", c.Now())
	case r.First():
		err = rollout.Refuse("no_way_back",
			fmt.Sprintf("That was the first version of %s in %s; there is nothing to go back to.", r.Target.Service, r.Target.Environment),
			fmt.Sprintf("To replace it: `/deploy %s %s <commit>`", r.Target.Environment, r.Target.Service))
	case owner != nil:
		err = overtaken(*owner, r.Stable)
	default:
		if t.aliases, err = c.Traffic.Aliases(ctx, r.Target); err != nil {
			return t, fmt.Errorf("read the aliases of %s: %w", r.Target, err)
		}
		err = notLiveAnyMore(r, t.aliases[rollout.Live].Routing)
	}
	return t, err
}

// overtaken says which rollout owns a target now, and where the way back from that leads:
// whoever wants another version has to wait until it has ended.
func overtaken(owner rollout.Rollout, wanted rollout.Version) *rollout.Refusal {
	hint := hintBack(owner.Target, wanted, " when that has ended")
	if owner.Phase == rollout.RollingBack {
		if owner.Stable == wanted {
			hint = hintLive(owner.Target)
		}
		return rollout.Refuse("rolling_back", fmt.Sprintf("The traffic is going back already, to %s.", owner.Stable), hint)
	}
	what := "the first version here"
	if !owner.First() {
		what = "its way back is " + owner.Stable.String()
	}
	reason := rollout.Say(fmt.Sprintf("Another rollout of %s is under way in %s: %s by ", owner.Target.Service, owner.Target.Environment, owner.Release.Short())).Who(owner.By)
	return &rollout.Refusal{Code: "superseded", Reason: reason.Say("; " + what + "."), Hint: hint}
}

// notLiveAnyMore says what is live, where it is not what a finished rollout brought.
func notLiveAnyMore(r rollout.Rollout, live rollout.Routing) error {
	hint := hintBack(r.Target, r.Stable, "")
	if live == rollout.All(r.Stable) || live.Version == "" {
		hint = hintLive(r.Target)
	}
	switch {
	case r.Phase != rollout.Succeeded:
		return rollout.Refuse("ended", fmt.Sprintf("That rollout %s; there is nothing to take back. %s", r.Phase.Past(), whatIsLive(live)), hint)
	case live != rollout.All(r.Candidate):
		return rollout.Refuse("superseded", fmt.Sprintf("%s is not what is live in %s any more: that is %s.", r.Candidate, r.Target.Environment, live), hint)
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
	return fmt.Sprintf("What is live: `/deploy status %s %s`.", t.Environment, t.Service)
}

// hintBack is hintLive for whoever may still want a version that something else is live
// instead of. It is named: the recorded way back is another one by now.
func hintBack(t rollout.Target, wanted rollout.Version, when string) string {
	if wanted == "" {
		return hintLive(t)
	}
	return fmt.Sprintf("%s To go back to %s%s: `/rollback %s %s %s`", hintLive(t), wanted, when, t.Environment, t.Service, wanted)
}
