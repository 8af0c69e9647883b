package commandtest

import (
	"context"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// Deployed is a deployment that the host was told of, and all that was said of it.
type Deployed struct {
	ID     int64
	Latest rollout.Deployment
	States []rollout.DeploymentState // in order; the last one is how it stands
}

// Told are the deployments, in order.
func (h *Host) Told() []Deployed {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := slices.Clone(h.deployments)
	for i := range out {
		out[i].States = slices.Clone(out[i].States)
	}
	return out
}

// Open finds the deployment of a rollout, or makes it.
func (h *Host) Open(ctx context.Context, d rollout.Deployment) (id int64, err error) {
	err = h.call(ctx, "Open", func() error {
		i := slices.IndexFunc(h.deployments, func(k Deployed) bool { return k.Latest.Rollout == d.Rollout })
		if i < 0 {
			i = len(h.deployments)
			h.deployments = append(h.deployments, Deployed{ID: int64(i + 1), Latest: d})
		}
		id = h.deployments[i].ID
		return nil
	})
	if err != nil {
		return 0, err
	}
	return id, nil
}

// Mark adds to what was said of a deployment.
func (h *Host) Mark(ctx context.Context, id int64, d rollout.Deployment) error {
	return h.call(ctx, "Mark", func() error {
		i := slices.IndexFunc(h.deployments, func(k Deployed) bool { return k.ID == id })
		if i < 0 {
			return &rollout.Error{Kind: rollout.NotFound, Message: "There is no such deployment."}
		}
		h.deployments[i].Latest = d
		h.deployments[i].States = append(h.deployments[i].States, d.State)
		return nil
	})
}
