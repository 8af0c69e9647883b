package commands

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

const (
	// measuredFor is how long this week's numbers count. Working them out reads all that
	// was shipped in half a year, which is too much to do for everybody who looks.
	measuredFor = 10 * time.Minute
	// measuring is how long working them out may hold up the Home tab.
	measuring = 5 * time.Second
)

// Measured are the five measures of a week, as they were worked out at one time.
type Measured struct {
	From   time.Time `json:"from"` // From ≤ t < To, both midnights where the team is
	To     time.Time `json:"to"`
	At     time.Time `json:"at"`
	Now    dora.Five `json:"now"`
	Before dora.Five `json:"before"` // the same a week earlier
}

// Key is where the latest ones are stored.
func (m Measured) Key() rollout.Key { return measuredKey() }

func measuredKey() rollout.Key { return rollout.Key{Kind: "measured", ID: "week"} }

// Rev lets newer numbers take the place of older ones.
func (m Measured) Rev() (int64, rollout.Guard) { return m.At.UnixMilli(), rollout.Newer }

// Indexes says that they are in no list.
func (m Measured) Indexes() []string { return nil }

// week are the measures of the last seven days with today, worked out anew at most
// every ten minutes, whoever looks; nil when they cannot be. Two who look at once both
// work them out, and get the same.
func (c *Commands) week(ctx context.Context) *Measured {
	kept, err := load[Measured](ctx, c.Store, measuredKey())
	from, to := c.lastWeek()
	if err == nil && kept.To.Equal(to) && c.Now().Sub(kept.At).Abs() < measuredFor {
		return &kept
	}
	within, cancel := context.WithTimeout(ctx, measuring)
	defer cancel()
	m := Measured{From: from, To: to, At: c.Now()}
	if m.Now, m.Before, err = c.Measures(within, from, to); err != nil {
		c.Log.WarnContext(ctx, "this week's numbers are not known", "error", err)
		return nil
	}
	if err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{m}}); err != nil && !rollout.IsConflict(err) {
		c.Log.WarnContext(ctx, "this week's numbers are worked out again next time", "error", err)
	}
	return &m
}

// lastWeek are the seven days that end with today, where the team is.
func (c *Commands) lastWeek() (from, to time.Time) {
	now := c.Now()
	return dora.Midnight(now, -6, c.zone()), dora.Midnight(now, 1, c.zone())
}
