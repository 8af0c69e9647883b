package counted

import (
	"context"
	"log/slog"
	"time"

	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Sweep beats once for each sweep that came to a good end.
func Sweep(m *metrics.Meter, sweep func(context.Context, time.Time) error) func(context.Context, time.Time) error {
	return func(ctx context.Context, real time.Time) error {
		err := sweep(ctx, real)
		if err == nil {
			m.Count(ctx, metrics.Heartbeat)
		}
		return err
	}
}

// Engine counts the rollouts that a sweep starts again. It is the ticker's, where nobody
// but the sweep starts any. A repair that fails counts too: there was something to repair.
type Engine struct {
	commands.Engine
	Meter *metrics.Meter
}

// Start is the engine's.
func (e Engine) Start(ctx context.Context, id rollout.ID) error {
	e.Meter.Count(ctx, metrics.SweeperRepairs, slog.String("rollout", string(id)))
	return e.Engine.Start(ctx, id)
}
