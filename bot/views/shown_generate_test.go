package views_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

func anyPage(t *rapid.T) (page, pages int) {
	return rapid.IntRange(0, 40).Draw(t, "page"), rapid.IntRange(0, 40).Draw(t, "pages")
}

// anyNumbers are readings of anything, in a window or not, of which some are no numbers.
func anyNumbers(t *rapid.T) rollout.Numbers {
	target := anyTarget(t)
	w := rollout.Window{From: begin(), Period: rapid.SampledFrom([]time.Duration{0, 30 * time.Second, 3 * time.Minute, 100 * time.Minute, 12 * time.Hour}).Draw(t, "period")}
	w.To = w.From.Add(time.Duration(rapid.IntRange(-1, 40).Draw(t, "periods")) * w.Period)
	at := rapid.Custom(func(t *rapid.T) time.Time {
		return w.From.Add(time.Duration(rapid.IntRange(-1, 40).Draw(t, "at")) * w.Period)
	})
	line := rapid.Custom(func(t *rapid.T) rollout.Line {
		numbers := []rollout.Number{rollout.Calls, rollout.Calls, rollout.Errors, rollout.P50, rollout.P95, rollout.P99, rollout.Throttles, rollout.Concurrency, "new"}
		point := rapid.Custom(func(t *rapid.T) rollout.Reading {
			return rollout.Reading{At: at.Draw(t, "when"), Value: rapid.OneOf(rapid.Float64Range(0, 1e6), rapid.Float64()).Draw(t, "value")}
		})
		return rollout.Line{
			Curve:  rollout.Curve{Number: rapid.SampledFrom(numbers).Draw(t, "number"), Version: rapid.OneOf(rapid.SampledFrom([]rollout.Version{"", "", "41", "42"}), version()).Draw(t, "version")},
			Points: rapid.SliceOfN(point, 0, 8).Draw(t, "points"), Partial: rapid.Bool().Draw(t, "partial"),
		}
	})
	usage := rapid.Custom(func(t *rapid.T) rollout.Usage {
		return rollout.Usage{
			At: at.Draw(t, "when"), Version: version().Draw(t, "version"), Calls: rapid.Int64Range(0, 1e12).Draw(t, "calls"), Cold: rapid.Int64Range(0, 1e12).Draw(t, "cold"),
			Billed: time.Duration(rapid.Int64().Draw(t, "billed")), Memory: rapid.IntRange(0, 10240).Draw(t, "memory"),
		}
	})
	return rollout.Numbers{
		Target: target, Range: rapid.OneOf(rapid.SampledFrom([]string{"", "1h", "6h", "1d", "7d"}), rapid.String()).Draw(t, "range"), Window: w,
		Read: moment().Draw(t, "read"), Until: moment().Draw(t, "until"), Arch: rapid.SampledFrom([]string{"", "arm64", "x86_64"}).Draw(t, "arch"),
		Lines: rapid.SliceOfN(line, 0, 12).Draw(t, "lines"), Usage: rapid.SliceOfN(usage, 0, 6).Draw(t, "usage"),
		Metrics: rapid.IntRange(0, 40).Draw(t, "metrics"), Scanned: rapid.Int64Range(0, 1e15).Draw(t, "scanned"),
		Unread: text().Draw(t, "unread"), Unasked: text().Draw(t, "unasked"),
	}
}

// nearlySound are the numbers of an hour, with any value in the place of one.
func nearlySound(t *rapid.T) rollout.Numbers {
	n := hour(canarying).Numbers
	l := rapid.IntRange(0, len(n.Lines)-1).Draw(t, "line")
	n.Lines[l].Points[0].Value = rapid.Float64().Draw(t, "value")
	n.Lines[l].Version = version().Draw(t, "of")
	return n
}

func anyDashboard(t *rapid.T) commands.DashboardShown {
	n := rapid.OneOf(rapid.Custom(anyNumbers), rapid.Custom(nearlySound)).Draw(t, "numbers")
	mark := rapid.Custom(func(t *rapid.T) commands.Mark {
		at := n.Window.From.Add(time.Duration(rapid.IntRange(-1, 40).Draw(t, "at")) * n.Window.Period)
		return commands.Mark{At: at, Version: version().Draw(t, "version"), Weight: share().Draw(t, "weight")}
	})
	return commands.DashboardShown{
		Numbers: n, Chart: rapid.SampledFrom([]string{"", "errors", "load", "starts", "cost", "new"}).Draw(t, "chart"),
		Versions:  rapid.OneOf(rapid.SampledFrom([][]rollout.Version{nil, {"41", "42"}}), rapid.SliceOfN(version(), 0, 3)).Draw(t, "versions"),
		Live:      rollout.AliasNow{Routing: rollout.Split(version().Draw(t, "stable"), version().Draw(t, "candidate"), share().Draw(t, "share"))},
		Marks:     rapid.SliceOfN(mark, 0, 10).Draw(t, "marks"),
		Incidents: rapid.SliceOfN(anyIncident(), 0, 5).Draw(t, "incidents"),
		Prices: commands.Prices{
			Request: rapid.Float64Range(0, 1).Draw(t, "request"), GBSecond: map[string]float64{"arm64": rapid.Float64Range(0, 1).Draw(t, "second")},
			Metric: rapid.Float64Range(0, 1).Draw(t, "metric"), ScanGB: rapid.Float64Range(0, 1).Draw(t, "scan"), Read: "2026-11-23",
		},
		Console: address().Draw(t, "console"), Problem: rapid.SampledFrom([]string{"", "", "", "", "It is gone."}).Draw(t, "problem"),
	}
}

func anyLag(t *rapid.T) commands.Lag {
	return commands.Lag{
		Service: text().Draw(t, "service"), Behind: text().Draw(t, "behind"), Ahead: text().Draw(t, "ahead"),
		From: anyRelease(t), To: anyRelease(t), Commits: rapid.IntRange(0, 300).Draw(t, "commits"), Since: moment().Draw(t, "since"),
	}
}

func anyResult(t *rapid.T) rollout.Result {
	return rollout.Result{
		Rollout: "01JD4Z0000000000000000CKPR", Target: anyTarget(t), Release: anyRelease(t), By: id().Draw(t, "by"),
		Began: moment().Draw(t, "began"), Moved: moment().Draw(t, "moved"), Full: moment().Draw(t, "full"), Ended: moment().Draw(t, "ended"),
		Fault: maybe(t, "fault", rapid.Custom(func(t *rapid.T) rollout.Fault {
			return rollout.Fault{Gone: moment().Draw(t, "gone"), Restored: moment().Draw(t, "restored"), By: id().Draw(t, "by")}
		})),
		Commits: rapid.SliceOfN(moment(), 0, 3).Draw(t, "commits"),
	}
}

func anyFive(t *rapid.T) dora.Five {
	median := func(name string) dora.Median {
		return dora.Median{Value: time.Duration(rapid.Int64().Draw(t, name)), N: rapid.IntRange(0, 9).Draw(t, "n of "+name)}
	}
	part := func(name string) dora.Part {
		of := rapid.IntRange(0, 1000).Draw(t, "all of "+name)
		return dora.Part{N: rapid.IntRange(0, of).Draw(t, name), Of: of}
	}
	return dora.Five{
		Frequency: dora.Frequency{Days: rapid.SampledFrom([]float64{0, 0.5, 1, 3.5, 7}).Draw(t, "days"), Weeks: rapid.IntRange(0, 13).Draw(t, "weeks"), Deployments: rapid.IntRange(0, 9000).Draw(t, "deployments")},
		LeadTime:  median("lead time"), FailRate: part("failed"), Recovery: median("recovery"), Rework: part("rework"),
	}
}

func anySummary(t *rapid.T) commands.SummaryShown {
	s := commands.SummaryShown{
		Period: rapid.SampledFrom([]string{"day", "week", ""}).Draw(t, "period"), From: begin().AddDate(0, 0, -1), To: begin(),
		Production: rapid.SliceOfN(text(), 0, 3).Draw(t, "production"), Page: rapid.IntRange(-1, 9).Draw(t, "page"),
		Back: rapid.SliceOfN(rapid.Custom(anyResult), 0, 6).Draw(t, "back"), Elsewhere: rapid.IntRange(0, 9).Draw(t, "elsewhere"),
		Now: anyFive(t), Before: anyFive(t), Lags: rapid.SliceOfN(rapid.Custom(anyLag), 0, 10).Draw(t, "lags"),
		Incidents: rapid.SliceOfN(anyIncident(), 0, 5).Draw(t, "incidents"), Partial: rapid.IntRange(0, 2).Draw(t, "partial"),
		Drill: maybe(t, "drill", rapid.Custom(func(t *rapid.T) rollout.Drilled {
			return rollout.Drilled{Rollout: "01J", Target: anyTarget(t), Passed: rapid.Bool().Draw(t, "passed"), Took: time.Duration(rapid.Int64().Draw(t, "took")), Why: untrusted().Draw(t, "why")}
		})),
		Cost: maybe(t, "cost", rapid.Custom(func(t *rapid.T) commands.Cost {
			return commands.Cost{Dollars: rapid.Float64().Draw(t, "dollars"), Deploys: rapid.IntRange(0, 9000).Draw(t, "deploys"), Read: "2026-11-23", Region: text().Draw(t, "region")}
		})),
	}
	few := rapid.SliceOfN(rapid.Custom(anyResult), 0, 3).Draw(t, "shipped")
	for range rapid.SampledFrom([]int{1, 12}).Draw(t, "times") {
		s.Shipped = append(s.Shipped, few...)
	}
	for range rapid.IntRange(0, 5).Draw(t, "held") {
		s.Held = append(s.Held, rollout.Lock{Target: anyTarget(t), Held: anyHold(t)})
	}
	for n := range rapid.IntRange(0, 25).Draw(t, "days") {
		of := rapid.IntRange(0, 300).Draw(t, "deployments")
		s.Days = append(s.Days, commands.Day{Date: begin().AddDate(0, 0, n), Deployments: of, Failed: rapid.IntRange(0, of).Draw(t, "failed")})
	}
	return s
}
