package cost

import (
	"context"
	"encoding/json"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/machine"
)

// speed is how many seconds of a canary pass in a real one. A minute takes longer than the pause
// between two edits of a message, so that as many are made as in real time.
const speed = "45"

// deploy types a deploy and plays the state machine until it has ended. It gives the machine's
// transitions.
func (p *place) deploy() (transitions int) {
	p.t.Helper()
	m, err := machine.New()
	must(p.t, err)
	p.types(p.t.Context(), "prod checkout "+account.SHA)
	must(p.t, p.work(p.t.Context()))
	started := p.Executions()
	if len(started) != 1 {
		p.t.Fatalf("%d executions were started", len(started))
	}
	var in struct{ Rollout rollout.ID }
	must(p.t, json.Unmarshal([]byte(started[0]), &in))

	g, ctx := errgroup.WithContext(p.t.Context())
	ended := make(chan struct{})
	g.Go(func() error { return p.deliver(ctx, ended) })
	g.Go(func() (err error) {
		defer close(ended)
		transitions, err = m.Walk(ctx, machine.Tasks{
			Tick: func(ctx context.Context) (turn engine.Turn, err error) {
				err = p.ask(ctx, engine.Task{Do: engine.DoTick, Rollout: in.Rollout, Correlation: string(in.Rollout)}, &turn)
				return turn, err
			},
			Park: func(ctx context.Context) error { return p.park(ctx, in.Rollout) },
		})
		return err
	})
	must(p.t, g.Wait())
	r, err := p.rollout(in.Rollout)
	must(p.t, err)
	if r.Phase != rollout.Succeeded {
		p.t.Fatalf("the canary has %s: %s", r.Phase, r.Cause.Text)
	}
	return transitions
}

// deliver has the worker do what comes onto the queue, until the rollout has ended and nothing
// is left.
func (p *place) deliver(ctx context.Context, ended <-chan struct{}) error {
	for {
		over := false
		select {
		case <-ended:
			over = true
		case <-time.After(10 * time.Millisecond):
		}
		if err := p.work(ctx); err != nil || over {
			return err
		}
	}
}

// park waits until the next whole second at which the rollout is due, as the machine does.
func (p *place) park(ctx context.Context, id rollout.ID) error {
	err := p.ask(ctx, engine.Task{Do: engine.DoPark, Rollout: id, Correlation: string(id), Token: "token"}, nil)
	if err != nil {
		return err
	}
	r, err := p.rollout(id)
	if err != nil {
		return err
	}
	left := (r.Wake.Sub(p.clock.Now()) + time.Second).Truncate(time.Second)
	select {
	case <-time.After(max(0, p.clock.Real(left))):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
