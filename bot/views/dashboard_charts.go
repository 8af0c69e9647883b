package views

import (
	"math"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxWindow is how long a time can be drawn in which no two points have one name.
const maxWindow = 90 * 24 * time.Hour

// curve is a line of a chart: what there was in a stretch of time, and false where
// nothing was measured.
type curve struct {
	name string
	of   func(in stretch) (value float64, ok bool)
}

// dashboardCharts are the two charts that were chosen. All that they come to is in words
// beside them; where Slack takes no charts, those are all.
func dashboardCharts(d commands.DashboardShown) []piece {
	percent := func(of func(side, stretch) (float64, bool)) func(side, stretch) (float64, bool) {
		return func(s side, in stretch) (float64, bool) { v, ok := of(s, in); return 100 * v, ok }
	}
	switch d.Chart {
	case "load":
		return []piece{
			drawing(d, "Requests", "Requests; by version while there were two", of(sides(d), summed(rollout.Calls))),
			drawing(d, "Throttles and concurrency", "Throttled requests; most at a time", loads(d)),
		}
	case "starts":
		return []piece{
			drawing(d, "Cold starts", "% of requests; 0 where there were none", each(d, percent(side.cold))),
			drawing(d, "Billed time of a request", "ms; 0 where there were no requests", each(d, side.billed)),
		}
	case "cost":
		return []piece{
			drawing(d, "Cost of a million requests", "US dollars; 0 where there were no requests", each(d, side.million)),
			drawing(d, "Cost of a day at that rate", "US dollars", each(d, side.daily)),
		}
	}
	return []piece{
		drawing(d, "Error rate", "% of requests; 0 where there were none", each(d, elsewhereAll(percent(side.failing)))),
		drawing(d, "Latency", "ms; 0 where there were no requests", latencies(d)),
	}
}

// each is a curve of each of the versions that are told apart, or one of all requests.
func each(d commands.DashboardShown, value func(side, stretch) (float64, bool)) []curve {
	return of(drawnSides(d), value)
}

// of is a curve of each side.
func of(sides []side, value func(side, stretch) (float64, bool)) (out []curve) {
	for _, s := range sides {
		out = append(out, curve{s.name(), func(in stretch) (float64, bool) { return value(s, in) }})
	}
	return out
}

// elsewhereAll is of all requests where nothing was measured of a version, since one had all
// of them: 0 would look as if nobody had been served.
func elsewhereAll(value func(side, stretch) (float64, bool)) func(side, stretch) (float64, bool) {
	return func(s side, in stretch) (float64, bool) {
		if v, ok := value(s, in); ok {
			return v, true
		}
		return value(side{DashboardShown: s.DashboardShown}, in)
	}
}

// drawnSides are those that a chart has lines of: the versions that are told apart, or
// all requests while none are.
func drawnSides(d commands.DashboardShown) []side {
	all := sides(d)
	if len(all) > 1 {
		return all[1:]
	}
	return all
}

// maxVersionName leaves room in the name of a series for what it shows.
const maxVersionName = 12

// name is that of a side in a chart, different from that of the other.
func (s side) name() string {
	if s.version == "" {
		return "All requests"
	}
	short := func(v rollout.Version) string { return tidy(v.String(), maxVersionName) }
	if two := apartOf(s.DashboardShown); short(two[0]) == short(two[1]) {
		return map[bool]string{true: "Stable", false: "Candidate"}[s.version == two[0]]
	}
	return short(s.version)
}

func summed(n rollout.Number) func(side, stretch) (float64, bool) {
	return func(s side, in stretch) (float64, bool) { return s.sum(n, in) }
}

func latencies(d commands.DashboardShown) (out []curve) {
	for _, s := range drawnSides(d) {
		for _, n := range []rollout.Number{rollout.P50, rollout.P95, rollout.P99} {
			name := string(n)
			if s.version != "" {
				name = s.name() + " " + name
			}
			most := elsewhereAll(func(s side, in stretch) (float64, bool) { return s.most(n, in) })
			out = append(out, curve{name, func(in stretch) (float64, bool) { return most(s, in) }})
		}
	}
	return out
}

func loads(d commands.DashboardShown) []curve {
	s := side{DashboardShown: d}
	return []curve{
		{"Throttles", func(in stretch) (float64, bool) { return s.sum(rollout.Throttles, in) }},
		{"Concurrency", func(in stretch) (float64, bool) { return s.most(rollout.Concurrency, in) }},
	}
}

// drawing is a line chart of some curves; none where nothing was measured.
func drawing(d commands.DashboardShown, title, unit string, curves []curve) piece {
	parts := stretches(d.Window)
	if len(parts) < minPlotted {
		return piece{}
	}
	axis := slack.NewDataVisualizationAxisConfig().WithYLabel(unit).
		WithXLabel("UTC; each point is " + duration(parts[0].to.Sub(parts[0].from)) + "; ▲▼ a new weight")
	for _, p := range parts {
		axis.Categories = append(axis.Categories, cut(partName(d, p), maxSeriesName))
	}
	some := false
	var series []slack.DataVisualizationDataSeries
	for _, c := range curves {
		series = append(series, drawn(axis, cut(c.name, maxSeriesName), func(n int) float64 {
			v, ok := c.of(parts[n])
			some = some || ok
			return rounded(v)
		}))
	}
	if !some {
		return piece{}
	}
	id := slack.DataVisualizationBlockOptionBlockID(tidy("chart "+title, maxName))
	return piece{block: slack.NewDataVisualizationBlock(title, slack.NewDataVisualizationLineChart(axis, series...), id), special: true}
}

// rounded has three digits that count, and all those before the point; what is no number
// is 0, which Slack can draw.
func rounded(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow(10, max(0, 2-math.Floor(math.Log10(math.Abs(v)))))
	if out := math.Round(v*scale) / scale; !math.IsNaN(out) && !math.IsInf(out, 0) {
		return out
	}
	return 0
}

// stretches part a window into its periods, or into as many as a chart has points for.
func stretches(w rollout.Window) (parts []stretch) {
	if w.Period < time.Minute || w.To.Sub(w.From) > maxWindow {
		return nil
	}
	n := int((w.To.Sub(w.From) + w.Period - 1) / w.Period)
	each := time.Duration(max(1, (n+maxPoints-1)/maxPoints)) * w.Period
	for from := w.From; from.Before(w.To); from = from.Add(each) {
		parts = append(parts, stretch{from, from.Add(each)})
	}
	return parts
}

// sharply is a change of weights in a few signs: "▲10 %", and "▼0 %" for a way back.
func sharply(m commands.Mark) string {
	if m.Weight <= 0 {
		return "▼0 %"
	}
	return "▲" + judge.Percent(m.Weight)
}

// partName is when a part begins, in UTC, and the share that a version came to in it; which
// one, where there is room.
func partName(d commands.DashboardShown, in stretch) string {
	layout := "15:04"
	switch long := d.Window.To.Sub(d.Window.From); {
	case long > 7*24*time.Hour:
		layout = "2 Jan 15:04"
	case long > 24*time.Hour:
		layout = "Mon 15:04"
	}
	name := in.from.UTC().Format(layout)
	for i := len(d.Marks) - 1; i >= 0; i-- {
		if m := d.Marks[i]; in.has(m.At) {
			if whose := name + " " + m.Version.String() + " " + sharply(m); len([]rune(whose)) <= maxSeriesName {
				return whose
			}
			return name + " " + sharply(m)
		}
	}
	return name
}
