package commands

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// Measures are the measures of production at From ≤ t < To, and those of as many days
// before.
func (c *Commands) Measures(ctx context.Context, from, to time.Time) (now, before dora.Five, err error) {
	p := dora.Period{From: from, To: to}
	l, err := c.ledger(ctx, p)
	if err != nil {
		return dora.Five{}, dora.Five{}, err
	}
	return l.Five(p), l.Five(p.Before(c.zone())), nil
}

// ledger is what there is to count in a period and in the one before.
type ledger struct {
	dora.Ledger
	all       []dora.Delivery // to every environment, in the order in which they ended
	incidents []rollout.Incident
	unread    int // results that could not be read
}

func (c *Commands) ledger(ctx context.Context, p dora.Period) (ledger, error) {
	return c.ledgerOf(ctx, p, func(ctx context.Context, read dora.Period) ([]dora.Delivery, int, error) {
		return resultsOf(ctx, c, read, func(d dora.Delivery) time.Time { return d.Ended })
	})
}

// Shipped gives the measures as Measures does, and what came of the rollouts that they are
// made of: those of the time before and of what that is counted by, too. All is read once.
func (c *Commands) Shipped(ctx context.Context, from, to time.Time) (all []rollout.Result, now, before dora.Five, err error) {
	p := dora.Period{From: from, To: to}
	l, err := c.ledgerOf(ctx, p, func(ctx context.Context, read dora.Period) ([]dora.Delivery, int, error) {
		var unread int
		var err error
		all, unread, err = resultsOf(ctx, c, read, func(r rollout.Result) time.Time { return r.Ended })
		deliveries := make([]dora.Delivery, len(all))
		for n, r := range all {
			deliveries[n] = dora.Of(r)
		}
		return deliveries, unread, err
	})
	if err != nil {
		return nil, dora.Five{}, dora.Five{}, err
	}
	return all, l.Five(p), l.Five(p.Before(c.zone())), nil
}

// ledgerOf reads incidents itself, and deliveries as it is told.
func (c *Commands) ledgerOf(ctx context.Context, p dora.Period, deliveries func(context.Context, dora.Period) ([]dora.Delivery, int, error)) (ledger, error) {
	read := dora.Period{From: p.Before(c.zone()).From.Add(-dora.Reach), To: p.To}
	var l ledger
	g, together := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		l.all, l.unread, err = deliveries(together, read)
		return err
	})
	g.Go(func() (err error) {
		l.incidents, err = since(together, c, rollout.AllIncidentsIndex, read.From, func(i rollout.Incident) time.Time { return i.Opened })
		return err
	})
	if err := g.Wait(); err != nil {
		return ledger{}, err
	}
	l.Ledger = c.scope().Ledger(l.all, l.incidents)
	return l, nil
}

// since reads the newest records of an index whose ids rise with time, down to one of
// before a time.
func since[T any](ctx context.Context, c *Commands, index string, from time.Time, at func(T) time.Time) (found []T, err error) {
	const atOnce = 100
	q := rollout.Query{Index: index, Limit: atOnce, Descending: true}
	for {
		rows, err := c.Store.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", index, err)
		}
		for _, row := range rows {
			v, err := rollout.Decode[T](row)
			switch {
			case err != nil:
				c.Log.ErrorContext(ctx, "a record cannot be read", "record", row.Key.String(), "error", err)
			case at(v).Before(from):
				return found, nil
			default:
				found = append(found, v)
			}
		}
		if len(rows) < atOnce {
			return found, nil
		}
		q.After = rows[len(rows)-1].Key.ID
	}
}

// scope is what counts as delivered.
func (c *Commands) scope() dora.Scope {
	return dora.Scope{Zone: c.zone(), Production: c.production(), Suspect: func(environment string) time.Duration {
		return cmp.Or(c.Policy.environment(environment).OnAlarm.Suspect, lately)
	}}
}

func (c *Commands) zone() *time.Location { return c.Policy.Zone() }

func (c *Commands) production() []string { return c.Policy.Production() }

// Zone is whose midnights part the days.
func (p Policy) Zone() *time.Location { return cmp.Or(p.Summary.Zone, time.UTC) }

// Production are the environments that count as production: the last one, where nobody
// says otherwise.
func (p Policy) Production() []string {
	all := p.Environments
	if named := p.Summary.Production; len(named) > 0 || len(all) == 0 {
		return named
	}
	return []string{all[len(all)-1].Name}
}

// lastProduction is the one of them that counts most; empty when there is none.
func (c *Commands) lastProduction() string {
	if all := c.production(); len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}
