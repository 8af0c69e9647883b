package views_test

import (
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// quarters are the readings of a curve from 13:00 on, one every 15 minutes.
func quarters(n rollout.Number, v rollout.Version, values ...float64) rollout.Line {
	l := rollout.Line{Curve: rollout.Curve{Number: n, Version: v}}
	for i, value := range values {
		l.Points = append(l.Points, rollout.Reading{At: quarter(i), Value: value})
	}
	return l
}

func quarter(n int) time.Time {
	return time.Date(2026, 11, 20, 13, 15*n, 0, 0, time.UTC)
}

// took is what the calls of a version took in a quarter of an hour: 100 ms each.
func took(n int, v rollout.Version, calls, cold int64) rollout.Usage {
	return rollout.Usage{At: quarter(n), Version: v, Calls: calls, Cold: cold, Billed: time.Duration(calls) * 100 * time.Millisecond, Memory: 1024}
}

// hour is the dashboard of an hour with 500 requests, of which 5 failed, and 25 began
// with a cold start. A GB-second is a thousandth of a cent, so that a million requests are
// $1.00 for their time and $0.20 for themselves.
func hour(changes ...func(*commands.DashboardShown)) commands.DashboardShown {
	d := commands.DashboardShown{
		Numbers: rollout.Numbers{
			Target: deploy().Target, Range: "1h", Arch: "arm64", Metrics: 7, Scanned: 2 << 20,
			Window: rollout.Window{From: quarter(0), To: quarter(4), Period: 15 * time.Minute},
			Read:   quarter(4).Add(2 * time.Minute), Until: quarter(5),
			Lines: []rollout.Line{
				quarters(rollout.Calls, "", 100, 100, 200, 100), quarters(rollout.Errors, "", 0, 1, 4, 0),
				quarters(rollout.P50, "", 40, 40, 42, 41), quarters(rollout.P95, "", 90, 95, 180, 90), quarters(rollout.P99, "", 200, 210, 900, 199.6),
				quarters(rollout.Throttles, "", 0, 0, 3, 0), quarters(rollout.Concurrency, "", 2, 2, 7, 2),
			},
			Usage: []rollout.Usage{took(0, "41", 100, 5), took(1, "41", 100, 0), took(2, "41", 200, 20), took(3, "41", 100, 0)},
		},
		Live: rollout.AliasNow{Routing: rollout.All("41")},
		Prices: commands.Prices{
			Region: "eu-central-1", Request: 0.0000002, GBSecond: map[string]float64{"arm64": 0.00001},
			Metric: 0.00001, ScanGB: 0.005, Read: "2026-11-23", Source: "https://aws.example/pricing",
		},
		Console: "https://eu-central-1.console.example/cloudwatch/home?region=eu-central-1#dashboards/dashboard/checkout-prod",
	}
	for _, change := range changes {
		change(&d)
	}
	return d
}

// canarying has v42 beside v41 since 13:30, and one of its 30 requests failed.
func canarying(d *commands.DashboardShown) {
	d.Live = rollout.AliasNow{Routing: rollout.Split("41", "42", 0.25)}
	d.Versions, d.Metrics = []rollout.Version{"41", "42"}, 17
	d.Lines = append(d.Lines,
		quarters(rollout.Calls, "41", 100, 100, 190, 80), quarters(rollout.Errors, "41", 0, 1, 3, 0),
		quarters(rollout.P50, "41", 40, 40, 42, 41), quarters(rollout.P95, "41", 90, 95, 100, 90), quarters(rollout.P99, "41", 200, 210, 220, 199.6))
	for _, l := range []rollout.Line{
		quarters(rollout.Calls, "42", 10, 20), quarters(rollout.Errors, "42", 1, 0),
		quarters(rollout.P50, "42", 50, 52), quarters(rollout.P95, "42", 180, 99), quarters(rollout.P99, "42", 900, 240),
	} {
		for i := range l.Points {
			l.Points[i].At = quarter(2 + i)
		}
		d.Lines = append(d.Lines, l)
	}
	d.Usage = []rollout.Usage{took(0, "41", 100, 5), took(1, "41", 100, 0), took(2, "41", 190, 15), took(3, "41", 80, 0), took(2, "42", 10, 5), took(3, "42", 20, 0)}
	d.Marks = []commands.Mark{
		{At: quarter(2).Add(time.Minute), Version: "42", Weight: 0.1, Rollout: "01JA"},
		{At: quarter(3).Add(time.Minute), Version: "42", Weight: 0.25, Rollout: "01JA"},
	}
}

func drawing(chart string) func(*commands.DashboardShown) {
	return func(d *commands.DashboardShown) { d.Chart = chart }
}
