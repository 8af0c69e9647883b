package commands

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

const (
	// calendarDay is a day as notices name it.
	calendarDay = "2006-01-02"
	// tooOld is how long after its time a summary may be told: what woke us later than that
	// is not the schedule.
	tooOld = 24 * time.Hour
)

// summary says what was shipped in the day or the week that ended last, or on another day.
func (c *Commands) summary(ctx context.Context, cmd grammar.Summary) (Outcome, error) {
	period := cmp.Or(cmd.Period, grammar.Day)
	p := c.ended(period, c.Now())
	if cmd.On != "" {
		var err error
		if p, err = c.upTo(period, cmd.On); err != nil {
			return nil, err
		}
	}
	if p.To.After(c.Now()) {
		return nil, rollout.Refuse("not_over", "That "+period+" is not over yet.", "The latest that is: `/deploy summary "+period+"`")
	}
	s, err := c.summed(ctx, period, p)
	s.Page = max(1, cmd.Page)
	return s, err
}

// upTo is the day or the week whose last day is named.
func (c *Commands) upTo(period, last string) (dora.Period, error) {
	day, err := time.Parse(calendarDay, last)
	if err != nil {
		return dora.Period{}, &rollout.Error{Kind: rollout.Invalid, Message: "A summary of no day cannot be told.", Err: err}
	}
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, c.zone())
	return c.until(period, dora.Midnight(noon, 1, c.zone())), nil
}

// Told is the summary that a notice tells of, as it is now: the watch of a deploy may have
// ended in time, and its notice come later.
func (c *Commands) Told(ctx context.Context, n rollout.Notice) (SummaryShown, error) {
	p, err := c.upTo(n.Period, n.Day)
	if err != nil {
		return SummaryShown{}, err
	}
	s, err := c.summed(ctx, n.Period, p)
	s.Page = 1
	return s, err
}

// Summarise has the configured channels told what was shipped, as is due at a time: on a
// Monday of the week that has ended, else of the day before. Fired twice, late, or by two
// at once, it tells each channel once. A time that is more than a day away is an error.
func (c *Commands) Summarise(ctx context.Context, at time.Time) error {
	if away := c.Now().Sub(at).Abs(); away > tooOld {
		return &rollout.Error{Kind: rollout.Invalid, Message: fmt.Sprintf("The summary that was due at %s is not told: that is %s away.", at.Format(time.RFC3339), away.Round(time.Minute))}
	}
	period := grammar.Day
	if at.In(c.zone()).Weekday() == time.Monday {
		period = grammar.Week
	}
	ended := c.ended(period, at)
	if ended.To.After(c.Now()) {
		return &rollout.Error{Kind: rollout.Invalid, Message: fmt.Sprintf("The summary that was due at %s is not told: that %s is not over yet.", at.Format(time.RFC3339), period)}
	}
	last := dora.Midnight(ended.To, -1, c.zone())
	for _, channel := range c.Policy.Summary.Channels {
		s := rollout.Summary{Period: period, Day: last.Format(calendarDay), Channel: channel, At: c.Now()}
		change := rollout.Change{Put: []rollout.Record{s, s.Notice()}}
		err := c.Store.Commit(ctx, change)
		switch {
		case rollout.IsConflict(err):
		case err != nil:
			return fmt.Errorf("have %s told the summary of %s: %w", channel, s.Day, err)
		default:
			c.tell(ctx, change)
		}
	}
	return nil
}

// ended is the latest day or week that was over at a time.
func (c *Commands) ended(period string, at time.Time) dora.Period {
	if period == grammar.Week {
		return c.until(period, dora.Monday(at, c.zone()))
	}
	return c.until(period, dora.Midnight(at, 0, c.zone()))
}

// until is the day or the week that ends at a midnight.
func (c *Commands) until(period string, to time.Time) dora.Period {
	days := 1
	if period == grammar.Week {
		days = 7
	}
	return dora.Period{From: dora.Midnight(to, -days, c.zone()), To: to}
}
