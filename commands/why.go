package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// why explains how a rollout was judged: every verdict, replayed from its inputs. A
// rollback was not: asked about one, it explains the rollout that this went back from.
func (c *Commands) why(ctx context.Context, cmd grammar.Why) (Outcome, error) {
	r, err := c.subject(ctx, cmd.Subject)
	if err != nil {
		return nil, err
	}
	asked := r
	if r.IsRollback {
		if r, err = c.tookBack(ctx, r); err != nil {
			return nil, err
		}
	}
	kept, err := query[rollout.Judgement](ctx, c.Store, rollout.Query{Index: rollout.JudgementIndex(r.ID)})
	if err != nil {
		return nil, err
	}
	out := Explained{Rollout: r, Minutes: r.Replay(kept)}
	if asked.ID != r.ID {
		out.Back = &asked
	}
	return out, nil
}

// tookBack is the latest rollout before a rollback that has brought what this went back
// from; the rollback itself where none is known.
func (c *Commands) tookBack(ctx context.Context, back rollout.Rollout) (rollout.Rollout, error) {
	past, err := c.past(ctx, back.Target, recent)
	if err != nil {
		return back, err
	}
	for _, r := range past {
		if r.ID < back.ID && r.Phase == rollout.Succeeded && r.Candidate == back.Candidate {
			return r, nil
		}
	}
	return back, nil
}
