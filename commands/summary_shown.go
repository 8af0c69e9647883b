package commands

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

const (
	// daysShown is how many days the deployments are counted on, one by one.
	daysShown = 14
	// heldLong is how long a lock is nobody's business but its owner's.
	heldLong = 24 * time.Hour
)

// summed is what a period has brought. Lags and locks are those of now.
func (c *Commands) summed(ctx context.Context, period string, p dora.Period) (SummaryShown, error) {
	s := SummaryShown{Period: period, Zone: c.zone(), From: p.From, To: p.To, Production: c.production()}
	var l ledger
	var ended []rollout.Result
	g, together := errgroup.WithContext(ctx)
	week := c.until(grammar.Week, p.To)
	g.Go(func() (err error) { l, err = c.ledger(together, week); return err })
	g.Go(func() (err error) { ended, err = c.Deliveries(together, p.From, p.To); return err })
	g.Go(func() (err error) { s.Held, err = c.heldSince(together); return err })
	g.Go(func() (err error) { s.Drill, err = c.drilledIn(together, p); return err })
	g.Go(func() (err error) { s.Lags, err = c.Lags(together); return err })
	if err := g.Wait(); err != nil {
		return SummaryShown{}, err
	}
	s.Now, s.Before = l.Five(week), l.Five(week.Before(c.zone()))
	s.Days, s.Partial = c.days(l, p.To), l.unread
	s.Incidents = slices.DeleteFunc(l.incidents, func(i rollout.Incident) bool {
		return !i.Opened.Before(p.To) || i.Opened.Before(p.From) && !i.Open()
	})
	s.Cost = c.cost(l, p)
	err := c.addDeliveries(ctx, &s, l, ended)
	return s, err
}

// addDeliveries tells apart what was shipped in a period and what was taken back in it,
// which may have been shipped before.
func (c *Commands) addDeliveries(ctx context.Context, s *SummaryShown, l ledger, ended []rollout.Result) error {
	p := dora.Period{From: s.From, To: s.To}
	shipped := map[rollout.ID]bool{}
	for _, d := range l.In(p) {
		shipped[d.Rollout] = true
	}
	known := map[rollout.ID]rollout.Result{}
	for _, r := range ended {
		known[r.Rollout] = r
		switch {
		case shipped[r.Rollout]:
			s.Shipped = append(s.Shipped, r)
		case r.Kind == rollout.Deployed && r.Phase == rollout.Succeeded && !slices.Contains(s.Production, r.Target.Environment):
			s.Elsewhere++
		}
	}
	for _, d := range l.Back(p) {
		r, ok := known[d.Rollout]
		if !ok {
			var err error
			if r, err = load[rollout.Result](ctx, c.Store, rollout.ResultKey(d.Rollout)); err != nil {
				return err
			}
		}
		s.Back = append(s.Back, r)
	}
	return nil
}

// days are the last days before a midnight, each with how many deployments it had.
func (c *Commands) days(l ledger, to time.Time) []Day {
	out := make([]Day, daysShown)
	for n := range out {
		from := dora.Midnight(to, n-daysShown, c.zone())
		out[n].Date = from
		for _, d := range l.In(dora.Period{From: from, To: dora.Midnight(from, 1, c.zone())}) {
			if out[n].Deployments++; d.Failed {
				out[n].Failed++
			}
		}
	}
	return out
}

// heldSince are the locks that were there for long, the oldest first.
func (c *Commands) heldSince(ctx context.Context) ([]rollout.Lock, error) {
	locks, err := legible[rollout.Lock](ctx, c, rollout.LockIndex)
	now := c.Now()
	locks = slices.DeleteFunc(locks, func(l rollout.Lock) bool { return l.HeldAt(now) == nil || now.Sub(l.Held.Since) < heldLong })
	slices.SortFunc(locks, func(a, b rollout.Lock) int {
		return cmp.Or(a.Held.Since.Compare(b.Held.Since), cmp.Compare(a.Target.String(), b.Target.String()))
	})
	return locks, err
}

// drilledIn is the latest drill of a period; nil when there was none.
func (c *Commands) drilledIn(ctx context.Context, p dora.Period) (*rollout.Drilled, error) {
	drills, err := since(ctx, c, rollout.DrillsIndex, p.From, func(d rollout.Drilled) time.Time { return d.Ended })
	i := slices.IndexFunc(drills, func(d rollout.Drilled) bool { return d.Ended.Before(p.To) })
	if err != nil || i < 0 {
		return nil, err
	}
	return &drills[i], nil
}

// cost is what the bot has cost in the month of a period's last day until its end; nil
// when nobody can say. The ledger ends where the period does.
func (c *Commands) cost(l ledger, p dora.Period) *Cost {
	if c.Spending == nil {
		return nil
	}
	last := dora.Midnight(p.To, -1, c.zone())
	month := time.Date(last.Year(), last.Month(), 1, 0, 0, 0, 0, time.UTC)
	deploys := 0
	for _, d := range l.all {
		if !d.Ended.Before(month) {
			deploys++
		}
	}
	cost := c.Spending.SoFar(month, p.To, deploys)
	return &cost
}
