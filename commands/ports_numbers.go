package commands

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Gauges reads the numbers of dashboards.
type Gauges interface {
	// Lines reads some curves, each where it was asked for: with one call for up to 500.
	Lines(ctx context.Context, t rollout.Target, w rollout.Window, curves []rollout.Curve) ([]rollout.Line, error)
	// Usage is what a target's calls took, by one query of its log, and how many bytes
	// that has read.
	Usage(ctx context.Context, t rollout.Target, w rollout.Window) (usage []rollout.Usage, scanned int64, err error)
	// Picture draws a dashboard as a PNG of high resolution.
	Picture(ctx context.Context, g rollout.Graph) ([]byte, error)
}

// Branch knows the newest commits of a service's main branch.
type Branch interface {
	// Newest are at most n commits, the newest first.
	Newest(ctx context.Context, service string, n int) ([]rollout.Commit, error)
}

// Prices are what AWS asks for calls, in US dollars.
type Prices struct {
	Region   string
	Request  float64            // for a call
	GBSecond map[string]float64 // by architecture: "arm64", "x86_64"
	Metric   float64            // for a metric read by GetMetricData
	ScanGB   float64            // for a GB that Logs Insights reads
	Read     string             // the day on which somebody looked: "2026-11-23"
	Source   string             // address of the page that says so
}

// Spending is what the bot itself has cost since a month began, as far as its own
// counts tell.
type Spending interface {
	SoFar(month time.Time, until time.Time, deploys int) Cost
}

// Cost is what something has cost, in US dollars, by the prices of a day.
type Cost struct {
	Dollars float64
	Deploys int    // that it was worked out from
	Read    string // the day of the prices
	Region  string
}
