package host

import (
	"context"
	"log/slog"
	"time"
)

// missed is how late something daily is still worth doing: after a night without power,
// and not after a holiday.
const missed = 12 * time.Hour

// Daily does something once a day, at a time of the clock on the wall. Doing it twice for
// the same time has to be harmless: a process that starts anew does not know that it was done.
type Daily struct {
	Zone *time.Location // nil: UTC
	At   time.Duration  // after midnight
	Do   func(ctx context.Context, at time.Time) error
	Log  *slog.Logger

	done time.Time // of the newest time that it was done for
}

// Look does it when it is due: since the newest time of the clock, unless that is long
// past. What fails is tried again by the next look; somebody else may have done it too.
func (d *Daily) Look(ctx context.Context, now time.Time) {
	due := d.due(now)
	if !due.After(d.done) || now.Sub(due) >= missed {
		return
	}
	if err := d.Do(ctx, due); err != nil {
		if ctx.Err() == nil {
			d.Log.WarnContext(ctx, "the summary is tried again in a minute", "error", err)
		}
		return
	}
	d.done = due
}

// due is the newest time that is not after now. On a day on which the clock jumps over it,
// it is as much later; of a time that comes twice the first one counts.
func (d *Daily) due(now time.Time) time.Time {
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	today := now.In(zone)
	on := func(day int) time.Time {
		return time.Date(today.Year(), today.Month(), day, 0, int(d.At.Minutes()), 0, 0, zone)
	}
	if at := on(today.Day()); !at.After(now) {
		return at
	}
	return on(today.Day() - 1)
}
