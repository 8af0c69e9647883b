package worker

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
)

// ships tells what a rollout ships, if there is anything to tell.
func (w *Worker) ships(ctx context.Context, n rollout.Notice) error {
	r, err := about[rollout.Rollout](ctx, w.Store, rollout.RolloutKey(n.Rollout))
	if err != nil {
		return err
	}
	switch s, err := w.shipping(ctx, r); {
	case err != nil:
		return err
	case s.Rollout == "":
		return w.remove(ctx, n)
	}
	return w.tell(ctx, n)
}

// shipping is what a rollout ships. Only where nobody has compared yet is the code host
// asked.
func (w *Worker) shipping(ctx context.Context, r rollout.Rollout) (rollout.Shipping, error) {
	s, there, err := find[rollout.Shipping](ctx, w.Store, rollout.ShippingKey(r.ID))
	if err != nil || there {
		return s, err
	}
	err = within(ctx, hostTime, func(ctx context.Context) (err error) {
		s, err = w.CodeHost.Shipping(ctx, r)
		return err
	})
	return s, err
}
