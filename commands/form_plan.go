package commands

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// considering is how long the form waits for what a deploy would do. Whoever fills it in
// need not wait at all.
const considering = 8 * time.Second

// considered is what a deploy of what stands in the form would do, and what every gate
// says of it, or why nobody knows; neither while something is still to be chosen.
func (c *Commands) considered(ctx context.Context, f FormShown) (*Planned, *rollout.Refusal) {
	if f.Environment == "" || f.Wanted() == "" {
		return nil, nil
	}
	within, cancel := context.WithTimeout(ctx, considering)
	defer cancel()
	out, err := c.consider(within, f)
	if err != nil {
		return nil, c.unplanned(ctx, f, err)
	}
	return &out, nil
}

// consider is the plan of a deploy, which nobody can confirm.
func (c *Commands) consider(ctx context.Context, f FormShown) (Planned, error) {
	w, err := c.shipmentOf(f.Filled)
	if err != nil {
		return Planned{}, err
	}
	a, err := c.look(ctx, f.Person, w.target, w.ref, true)
	if err != nil {
		return Planned{}, err
	}
	strategy, err := c.strategy(w.target, w.strategy)
	if err != nil {
		return Planned{}, err
	}
	out := c.planned(a, w, strategy)
	out.Red = c.redNow(ctx, w.target)
	return out, nil
}

// shipmentOf is the deploy that stands in the form, read as if it had been typed.
func (c *Commands) shipmentOf(f Filled) (shipment, error) {
	var names grammar.Names
	for _, s := range c.Policy.Services {
		names.Services = append(names.Services, s.Name)
	}
	for _, e := range c.Policy.Environments {
		names.Environments = append(names.Environments, e.Name)
	}
	t := grammar.Target{Service: f.Service, Environment: f.Environment}
	slash, text, _ := strings.Cut(grammar.Line(grammar.Deploy{Target: t, Ref: f.Wanted(), Strategy: f.Strategy}), " ")
	cmd, err := grammar.Read(grammar.Context{Names: names}, slash, text)
	if err != nil {
		return shipment{}, err
	}
	got, ok := cmd.(grammar.Deploy)
	if !ok || got.Target != t || got.Strategy != f.Strategy || got.Reason != "" {
		return shipment{}, rollout.Refuse("usage", "Only one word is a ref: a commit, a branch, a tag, #123 or latest.", "")
	}
	return shipment{target: target(t), ref: got.Ref, strategy: got.Strategy}, nil
}

// unplanned is why nobody knows what a deploy would do, for whoever fills in the form.
func (c *Commands) unplanned(ctx context.Context, f FormShown, err error) *rollout.Refusal {
	var ours *rollout.Error
	var usage *grammar.Usage
	switch {
	case asRefusal(err) != nil:
		return asRefusal(err)
	case errors.As(err, &usage):
		return &rollout.Refusal{Code: "usage", Reason: rollout.Text{}.Quote(complaintsOf(usage))}
	case errors.As(err, &ours):
		return &rollout.Refusal{Code: "unknown", Reason: rollout.Text{}.Quote(ours.Message), Hint: ours.Hint}
	}
	c.Log.WarnContext(ctx, "the form does not know what a deploy would do", "service", f.Service, "environment", f.Environment, "error", err)
	return rollout.Refuse("unknown", "What it would do could not be looked up.", "Choose again in a moment. All of it is looked at anyway once you press Deploy.")
}

// complaintsOf are the complaints about what was typed, in one line.
func complaintsOf(u *grammar.Usage) string {
	var out []string
	for _, c := range u.Complaints {
		out = append(out, strings.ReplaceAll(c.String(), "`", "'"))
	}
	return strings.Join(out, " ")
}
