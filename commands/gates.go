package commands

import (
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// gate is one reason why a deploy may not happen.
type gate struct {
	name   string
	check  func(c *Commands, a ask) *rollout.Refusal // nil: open
	idle   func(e Environment) bool                  // it asks for nothing there; nil: it always asks for something
	spares func(w shipment) bool                     // it is not asked of such; nil: it is of all
}

// gates are those of a deploy, in the order in which they are asked. The first refusal
// wins; /deploy plan shows them all. A drill's commit is bad on purpose and goes back
// in any case, so that nothing is asked of the commit.
func gates(w shipment) []gate {
	drill := func(w shipment) bool { return w.drill != nil }
	all := []gate{
		{name: "authorised", check: func(c *Commands, a ask) *rollout.Refusal { return c.Authorize(a.person, DeployTo, a.target) }, spares: func(w shipment) bool { return w.scheduled }},
		{name: "checks green", check: notGreen, idle: func(e Environment) bool { return !e.Demands.Any() }, spares: drill},
		{name: "came through the earlier environment", check: notFromBefore, idle: func(e Environment) bool { return e.After == "" }, spares: drill},
		{name: "not locked", check: notHeld},
		{name: "nothing under way", check: notOwned},
		{name: "not split", check: notSplit},
		{name: "not already live", check: notLive},
		{name: "small enough", check: tooMany, idle: func(e Environment) bool { return e.MaxCommits == 0 }, spares: drill},
		{name: "something to go back to", check: noWayBack, spares: func(w shipment) bool { return w.drill == nil }},
	}
	return slices.DeleteFunc(all, func(g gate) bool { return g.spares != nil && g.spares(w) })
}

func notHeld(c *Commands, a ask) *rollout.Refusal {
	h := a.lock.HeldAt(c.Now())
	if h == nil {
		return nil
	}
	return &rollout.Refusal{
		Code: "locked",
		Reason: rollout.Say(fmt.Sprintf("%s is locked in %s by ", a.target.Service, a.target.Environment)).
			Who(h.By).Say(" since ").When(h.Since).Say(": ").Quote(h.Reason),
		Hint: fmt.Sprintf("When it is sorted out: `/deploy unlock %s %s`. A rollback still works.", a.target.Environment, a.target.Service),
	}
}

func notOwned(_ *Commands, a ask) *rollout.Refusal {
	if a.owner == nil {
		return nil
	}
	return &rollout.Refusal{
		Code: "busy",
		Reason: rollout.Say(fmt.Sprintf("%s of %s is being rolled out to %s by ", a.owner.Release.Short(), a.target.Service, a.target.Environment)).
			Who(a.owner.By).Say(" since ").When(a.owner.Created).Say("."),
		Hint: fmt.Sprintf("To see it: `/deploy status %[1]s %[2]s`. To stop it: `/deploy abort %[1]s %[2]s`", a.target.Environment, a.target.Service),
	}
}

func notSplit(_ *Commands, a ask) *rollout.Refusal {
	s := a.stray
	if s == nil {
		return nil
	}
	reason := rollout.Say(fmt.Sprintf("The alias live of %s in %s is split already (%s), ", a.target.Service, a.target.Environment, s.Found))
	reason = append(reason, s.Whose()...).Say(".")
	hint := fmt.Sprintf("To put all of it back: `/rollback %s %s %s`", a.target.Environment, a.target.Service, s.Found.Version)
	if s.Ours() {
		reason = reason.Say(" The sweeper puts it right by itself, within ten minutes of ").When(s.Deadline).Say(".")
		return &rollout.Refusal{Code: "split", Reason: reason, Hint: "You need not wait for that. " + hint}
	}
	return &rollout.Refusal{Code: "split", Reason: reason, Hint: "Whoever split it should finish that first. " + hint}
}

func notLive(_ *Commands, a ask) *rollout.Refusal {
	if a.version.Release.SHA == "" || a.version.Release.SHA != a.release.SHA {
		return nil
	}
	return rollout.Refuse("already_live",
		fmt.Sprintf("%s is live in %s already, as %s.", a.release.Short(), a.target.Environment, a.version.Version),
		fmt.Sprintf("To see what is live: `/deploy status %s %s`", a.target.Environment, a.target.Service))
}

// noWayBack is closed while nothing is live: what goes live first stays.
func noWayBack(_ *Commands, a ask) *rollout.Refusal {
	if a.version.Version != "" {
		return nil
	}
	return rollout.Refuse("no_way_back",
		fmt.Sprintf("Nothing of %s is live in %s, so that a drill could not be taken back.", a.target.Service, a.target.Environment),
		fmt.Sprintf("Deploy something good first: `/deploy %s %s <commit>`", a.target.Environment, a.target.Service))
}
