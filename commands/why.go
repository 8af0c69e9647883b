package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// why explains how a rollout was judged: every verdict, replayed from its inputs.
func (c *Commands) why(ctx context.Context, cmd grammar.Why) (Outcome, error) {
	r, err := c.subject(ctx, cmd.Subject)
	if err != nil {
		return nil, err
	}
	kept, err := query[rollout.Judgement](ctx, c.Store, rollout.Query{Index: rollout.JudgementIndex(r.ID)})
	if err != nil {
		return nil, err
	}
	return Explained{Rollout: r, Minutes: r.Replay(kept)}, nil
}
