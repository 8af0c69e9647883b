package release

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func rollback(open Opener) *cobra.Command {
	var s shared
	var b grammar.Rollback
	var recent bool
	c := &cobra.Command{Use: "rollback", Short: "Take a target back to its last good version, and ask that for its health", Args: params.None}
	s.bind(c, 10*time.Minute)
	target(c, &b.Target)
	c.Flags().StringVar(&b.To, "to", "", "a version, a SHA or previous; without it, the recorded last good version")
	c.Flags().BoolVar(&recent, "if-recent", false, "for alarms: only what was shipped within a day, or is being shipped")
	c.RunE = func(c *cobra.Command, _ []string) error {
		errs := []error{s.check(), whole(b.Target)}
		if !isTo.MatchString(b.To) {
			errs = append(errs, errors.New("--to has to be a version such as v41, a SHA or previous"))
		}
		if err := errors.Join(errs...); err != nil {
			return &params.Wrong{Err: err}
		}
		do := (*Pilot).Rollback
		if recent {
			do = (*Pilot).RollbackRecent
		}
		return s.run(c, open, func(ctx context.Context, p *Pilot) Result { return do(p, ctx, b, s.timeout) })
	}
	return c
}

// RollbackRecent is Rollback for an alarm: it is refused when nothing was shipped for
// so long that the alarm must be about something else, or when what is being shipped
// has no traffic yet, for that may be the cure.
func (p *Pilot) RollbackRecent(ctx context.Context, b grammar.Rollback, patience time.Duration) Result {
	past, err := p.past(ctx, b.Target)
	if err == nil {
		err = suspect(past, b.Target, p.Now())
	}
	if err != nil {
		return notDone(ctx, err)
	}
	return p.Rollback(ctx, b, patience)
}

// suspect refuses unless the latest of some rollouts, the newest first, that gave or
// took traffic may be what an alarm is about.
func suspect(past []rollout.Rollout, t grammar.Target, now time.Time) error {
	hint := fmt.Sprintf("To see what is live: `/deploy status %[1]s %[2]s`. To take it back all the same: `/rollback %[1]s %[2]s`", t.Environment, t.Service)
	for _, r := range past {
		switch {
		case r.Phase == rollout.Failed, r.Phase == rollout.Cancelled: // changed nothing
		case !r.Phase.Ended() && !r.Moved():
			return rollout.Refuse("no_traffic_yet", fmt.Sprintf("%s is being rolled out and has no traffic yet, so the alarm is not about that.", r.Release.Short()), hint)
		case r.Phase.Ended() && now.Sub(r.Ended) > rollout.UndoFor:
			return rollout.Refuse("not_recent", fmt.Sprintf("The latest deploy of %s in %s is more than a day old, so the alarm is not about that.", t.Service, t.Environment), hint)
		default:
			return nil
		}
	}
	return rollout.Refuse("not_recent", fmt.Sprintf("Nothing of %s was shipped to %s lately, so the alarm is not about that.", t.Service, t.Environment), hint)
}

// Rollback takes a target back, and waits until the version before is live and has
// been asked for its health. What has gone back already, or is going back, is not
// taken back again: of two alarms about one deploy, the second changes nothing.
func (p *Pilot) Rollback(ctx context.Context, b grammar.Rollback, patience time.Duration) Result {
	r, err := p.goBack(ctx, b)
	already := false
	if refused(err, "already_back", "rolling_back") {
		if gone, there := p.gone(ctx, b.Target); there {
			r, err, already = gone, nil, gone.Phase.Ended()
		}
	}
	if err != nil {
		return notDone(ctx, err)
	}
	now, err := p.follow(ctx, r.ID, ended, patience)
	if now.ID == "" {
		now = r
	}
	out := p.restored(now, err)
	if already && out.Code == CodeOK {
		out.Message = fmt.Sprintf("It is already back on %s, whose health check passed.", now.Stable)
	}
	return out
}

func (p *Pilot) goBack(ctx context.Context, b grammar.Rollback) (rollout.Rollout, error) {
	out, err := p.Commands.Run(ctx, p.request(b))
	if err != nil {
		return rollout.Rollout{}, err
	}
	switch out := out.(type) {
	case commands.Started:
		return out.Rollout, nil
	case commands.Changed:
		return out.Rollout, nil
	}
	return rollout.Rollout{}, fmt.Errorf("roll back: no rollback began, but %T", out)
}

// gone is the target's latest rollout, if that is going back, or has gone back and
// live is still what it went back to.
func (p *Pilot) gone(ctx context.Context, t grammar.Target) (rollout.Rollout, bool) {
	past, err := p.past(ctx, t)
	if err != nil || len(past) == 0 {
		return rollout.Rollout{}, false
	}
	last := past[0]
	if last.Phase == rollout.RollingBack {
		return last, true
	}
	now, there := p.status(ctx, t)
	return last, there && last.Phase == rollout.RolledBack && now.Live.Version == last.Stable && now.Weight == 0
}

// past are the newest rollouts of a target, the newest first.
func (p *Pilot) past(ctx context.Context, t grammar.Target) ([]rollout.Rollout, error) {
	out, err := p.Commands.Run(ctx, p.request(grammar.History{Target: t}))
	if err != nil {
		return nil, err
	}
	shown, ok := out.(commands.HistoryShown)
	if !ok {
		return nil, fmt.Errorf("look at what was shipped: there is no history, but %T", out)
	}
	return shown.Rollouts, nil
}
