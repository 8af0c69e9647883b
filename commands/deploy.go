package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// deploy begins to bring a ref to a target, if no gate is in the way.
func (c *Commands) deploy(ctx context.Context, q Request, p Person, cmd grammar.Deploy) (Outcome, error) {
	return c.ship(ctx, q, p, shipment{target: target(cmd.Target), ref: cmd.Ref, strategy: cmd.Strategy, reason: cmd.Reason})
}

// adopted is the split that a rollout begins by ending, or nil. The gates have let
// it through.
func adopted(live rollout.Routing) *rollout.Move {
	if live.Weight == 0 {
		return nil
	}
	return &rollout.Move{From: live, To: rollout.All(live.Version)}
}

// begun hands a rollout that was saved to the engine.
func (c *Commands) begun(ctx context.Context, r rollout.Rollout, change rollout.Change) (Outcome, bool, error) {
	c.goBack(ctx, r)
	if err := c.Engine.Start(ctx, r.ID); err != nil {
		c.Log.WarnContext(ctx, "the engine starts this one later", "rollout", r.ID, "error", err)
	}
	c.tell(ctx, change)
	return Started{Rollout: r}, false, nil
}

// strategy is the environment's, or a plainer or more careful one that was asked
// for, with the service's own idea of a slow call.
func (c *Commands) strategy(t rollout.Target, kind string) (rollout.Strategy, error) {
	env := c.Policy.environment(t.Environment)
	s := env.Strategy
	s.SlowCall = c.Policy.slowCall(t.Service)
	if kind == "" || rollout.StrategyKind(kind) == s.Kind {
		return s, nil
	}
	s.Kind, s.Steps = rollout.StrategyKind(kind), nil
	if s.Kind == rollout.Canary {
		s.Steps = env.Canary
	}
	if err := s.Validate(); err != nil {
		return s, &rollout.Error{Kind: rollout.Invalid, Message: "That strategy does not work here: " + err.Error(), Hint: "Leave --strategy out to use the environment's own."}
	}
	return s, nil
}
