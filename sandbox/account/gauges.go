package account

import (
	"context"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Gauges are the numbers of the simulated account's calls, which it keeps for a day.
type Gauges struct {
	Cloud *cloud.Account
	// Function names the Lambda function of a target.
	Function func(rollout.Target) string
	// Draw makes a PNG.
	Draw func(rollout.Graph) ([]byte, error)
}

// series is whose calls some curves are about: all of the function, or by way of live.
type series struct {
	alias   string
	version rollout.Version
}

// Lines reads some curves, each where it was asked for. Those of the same calls are read
// at once.
func (g Gauges) Lines(_ context.Context, t rollout.Target, w rollout.Window, curves []rollout.Curve) ([]rollout.Line, error) {
	lines, read := make([]rollout.Line, len(curves)), map[series][]cloud.Datapoint{}
	for i, c := range curves {
		s := series{string(rollout.Live), c.Version}
		if c.Number == rollout.Throttles || c.Number == rollout.Concurrency {
			s.alias = ""
		}
		points, known := read[s]
		if !known {
			var err error
			points, err = g.Cloud.Minutes(cloud.MetricsQuery{
				FunctionName: g.Function(t), Alias: s.alias, Version: string(s.version), From: w.From, To: w.To, Period: w.Period,
			})
			if err != nil {
				return nil, domain("read the metrics", err)
			}
			read[s] = points
		}
		lines[i].Curve = c
		for _, p := range points {
			lines[i].Points = append(lines[i].Points, rollout.Reading{At: p.At, Value: numberOf(c.Number, p)})
		}
	}
	return lines, nil
}

// numberOf is one of a datapoint's numbers. The account takes all calls: none is throttled.
func numberOf(n rollout.Number, p cloud.Datapoint) float64 {
	switch n {
	case rollout.Calls:
		return float64(p.Invocations)
	case rollout.Errors:
		return float64(p.Errors)
	case rollout.Concurrency:
		return float64(p.Concurrency)
	case rollout.P50:
		return p.P50MS
	case rollout.P95:
		return p.P95MS
	case rollout.P99:
		return p.P99MS
	case rollout.Throttles:
	}
	return 0
}

// Usage is what a target's calls took, by its log.
func (g Gauges) Usage(_ context.Context, t rollout.Target, w rollout.Window) (all []rollout.Usage, scanned int64, err error) {
	found, err := g.Cloud.Usage(g.Function(t), w.From, w.To, w.Period)
	if err != nil {
		return nil, 0, domain("ask the log", err)
	}
	for _, u := range found {
		if scanned += u.Bytes; strings.HasPrefix(u.Version, "$") {
			continue
		}
		all = append(all, rollout.Usage{
			At: u.At, Version: rollout.Version(u.Version), Calls: u.Calls, Cold: u.Cold,
			Billed: time.Duration(u.BilledMS) * time.Millisecond, Memory: cloud.MemoryMB,
		})
	}
	return all, scanned, nil
}

// Picture draws a dashboard.
func (g Gauges) Picture(_ context.Context, graph rollout.Graph) ([]byte, error) { return g.Draw(graph) }
