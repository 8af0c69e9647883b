package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// drill ships a version that is known to be bad, to see it taken back.
func (c *Commands) drill(ctx context.Context, q Request, p Person, cmd grammar.Drill) (Outcome, error) {
	t := target(cmd.Target)
	if refusal := c.Authorize(p, DeployTo, t); refusal != nil {
		return nil, refusal
	}
	return c.shipBad(ctx, q, p, t, false)
}

// RunDrill is the drill of a target that the schedule asks for, in the name of Slipway
// itself. On one day, in UTC, it begins once at most, however often the schedule fires. That
// it may not begin is told to the topic and is no error; an error means: try again.
func (c *Commands) RunDrill(ctx context.Context, t rollout.Target) error {
	today := c.Real().UTC().Truncate(24 * time.Hour)
	q := Request{
		ID:       "drill/" + t.String() + "/" + today.Format(time.DateOnly),
		Received: today.Add(24 * time.Hour), // as late as that, so that it is remembered all day
		Actor:    rollout.Slipway,
	}
	_, err := c.shipBad(ctx, q, Person{ID: rollout.Slipway}, t, true)
	refusal := asRefusal(err)
	if refusal != nil {
		err = c.noDrill(ctx, q, t, refusal)
	}
	if errors.Is(err, ErrRepeated) {
		return nil
	}
	return err
}

// shipBad begins a drill, where the policy has one.
func (c *Commands) shipBad(ctx context.Context, q Request, p Person, t rollout.Target, scheduled bool) (Outcome, error) {
	env, service := c.Policy.environment(t.Environment), c.Policy.service(t.Service)
	switch refusal := c.known(t); {
	case refusal != nil:
		return nil, refusal
	case env.Drill <= 0:
		return nil, rollout.Refuse("no_drills", fmt.Sprintf("There are no drills in %s.", env.Name),
			fmt.Sprintf("To have some, write into slipway.yaml, for %s, within which time a bad version has to be taken back: `drill: 30m`", env.Name))
	case service.Drill == "":
		return nil, rollout.Refuse("nothing_bad", fmt.Sprintf("No version of %s is known to be bad, and a drill ships one.", service.Name),
			"Name a branch or tag whose build fails on purpose, in slipway.yaml: `drill: <ref>`")
	}
	return c.ship(ctx, q, p, shipment{target: t, ref: service.Drill, drill: &rollout.Drill{Within: env.Drill, Alone: env.takesNothingBack()}, scheduled: scheduled})
}

// noDrill tells people that a drill of the schedule did not begin: nobody is there who
// would be answered.
func (c *Commands) noDrill(ctx context.Context, q Request, t rollout.Target, refusal *rollout.Refusal) error {
	if err := c.repeated(ctx, q, refusal); asRefusal(err) == nil {
		return err
	}
	c.Log.WarnContext(ctx, "a drill did not begin", "target", t.String(), "code", refusal.Code, "because", refusal.Error())
	if c.Topic != nil {
		err := c.Topic.Publish(ctx, fmt.Sprintf("The drill of %s in %s did not begin", t.Service, t.Environment), refusal.Error()+" "+refusal.Hint)
		if err != nil {
			return fmt.Errorf("tell of a drill that did not begin: %w", err)
		}
	}
	c.noteRefusal(ctx, q, t, "drill", refusal)
	_, err := c.commit(ctx, q, rollout.Change{})
	return err
}
