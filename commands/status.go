package commands

import (
	"cmp"
	"context"
	"slices"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// statusShown is how many targets a page has.
const statusShown = 15

// status shows what is live where, a page at a time, those first that need a look. Which
// those are the store says, of all targets; the account is asked only for those of the
// page, since a rollback needs the same calls.
func (c *Commands) status(ctx context.Context, cmd grammar.Status) (Outcome, error) {
	where := target(cmd.Target)
	all := c.survey(ctx, where)
	slices.SortStableFunc(all, calmer)
	shown := StatusShown{Where: where, Of: len(all), Count: countsOf(all), Pages: max(1, (len(all)+statusShown-1)/statusShown)}
	shown.Page = min(max(1, cmd.Page), shown.Pages)
	first := (shown.Page - 1) * statusShown
	page := all[first:min(first+statusShown, len(all))]
	c.askAccount(ctx, page)
	c.askHost(ctx, page)
	slices.SortStableFunc(page, calmer) // only the account knows of some splits
	for _, s := range page {
		shown.Targets = append(shown.Targets, s.TargetStatus)
	}
	return shown, nil
}

// statusesOf is what is live on a few targets, in their order, as the account says.
func (c *Commands) statusesOf(ctx context.Context, targets []rollout.Target) (out []TargetStatus) {
	all := c.recall(ctx, targets)
	c.askAccount(ctx, all)
	for _, s := range all {
		out = append(out, s.TargetStatus)
	}
	return out
}

// calmer orders targets by how little they need a look.
func calmer(a, b *recalled) int { return cmp.Compare(a.calm(), b.calm()) }

// calm is how little a target needs a look, from 0.
func (s TargetStatus) calm() int {
	switch {
	case len(s.Red) > 0:
		return 0
	case s.Rollout != nil:
		return 1
	case s.Weight > 0:
		return 2
	case s.Hold != nil:
		return 3
	case s.Drift != nil:
		return 4
	default:
		return 5
	}
}

func countsOf(all []*recalled) (n StatusCounts) {
	for _, s := range all {
		if s.Rollout != nil {
			n.Moving++
		}
		if len(s.Red) > 0 {
			n.Red++
		}
		if s.Hold != nil {
			n.Held++
		}
		if s.Drift != nil {
			n.Drifting++
		}
	}
	return n
}

// broughtBy is who brought the version that was live when the rollout ended.
func broughtBy(r rollout.Rollout) string {
	switch {
	case r.Phase != rollout.RolledBack:
		return r.By
	case r.Cause.By != "":
		return r.Cause.By
	default:
		return rollout.Slipway
	}
}

// past are the newest rollouts of a target that can be read, the newest first.
func (c *Commands) past(ctx context.Context, t rollout.Target, most int) ([]rollout.Rollout, error) {
	return readable[rollout.Rollout](ctx, c, rollout.Query{Index: rollout.TargetIndex(t), Limit: most, Descending: true})
}

// dated says since when the live version is there, and who brought it, if one of
// some rollouts did.
func (s TargetStatus) dated(past []rollout.Rollout) TargetStatus {
	for _, r := range past {
		if r.Brought() == s.Live.Version && !r.Ended.IsZero() {
			s.Since, s.By = r.Ended, broughtBy(r)
			break
		}
	}
	return s
}
