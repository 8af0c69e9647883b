package world

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/cmd/host"
)

// sweepEvery is how often it is looked after what nobody else does any more, in
// real time. The sweep takes a rollout for overdue, and a notice for lost, after
// minutes of the simulated clock, which are soon over: that one of them is taken up
// although it is looked after is harmless.
const sweepEvery = time.Minute

// sweep looks after what nobody else does, until ctx is done.
func (b *bot) sweep(ctx context.Context) error {
	return host.Every(ctx, sweepEvery, func() error {
		if err := b.commands.Sweep(ctx, b.world.o.Real()); err != nil && ctx.Err() == nil {
			b.world.o.Log.WarnContext(ctx, "the sweep is tried again later", "error", err)
		}
		return nil
	})
}

// told is how often it is looked whether the summary is due, in real time: a day of the
// simulated clock is over within minutes.
const told = time.Second

// tellSummaries tells what each day has brought, at its time of the simulated clock, until
// ctx is done.
func (b *bot) tellSummaries(ctx context.Context) error {
	p := b.commands.Policy.Summary
	if len(p.Channels) == 0 {
		return nil
	}
	d := host.Daily{Zone: p.Zone, At: p.At, Do: b.commands.Summarise, Log: b.world.o.Log}
	return host.Every(ctx, told, func() error {
		d.Look(ctx, b.world.Clock.Now())
		return nil
	})
}
