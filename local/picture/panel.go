package picture

import (
	"slices"
	"time"

	"gonum.org/v1/plot/plotter"

	"github.com/slipway-dev/slipway/rollout"
)

// panel is one chart.
type panel struct {
	title string
	lines []line
}

// line is one of a chart. Lines of the same version have the same look.
type line struct {
	name   string
	kind   int // which of the statistics it is: told by colour and shape
	second bool
	points plotter.XYs // seconds since 1970
}

func panels(g rollout.Graph) []panel {
	return []panel{
		{"Calls that fail, %", failing(g)},
		{"Latency, ms", curves(g, rollout.P50, rollout.P95, rollout.P99)},
		{"Calls in " + span(g.Window.Period) + ", throttled ones, most at a time", curves(g, rollout.Calls, rollout.Throttles, rollout.Concurrency)},
		{"Cold starts, %", cold(g)},
	}
}

// span is a period as people read it: "20 min", "2 h".
func span(period time.Duration) string {
	if period%time.Hour == 0 {
		return number(period.Hours()) + " h"
	}
	return number(period.Minutes()) + " min"
}

// curves are the lines of some numbers: those of versions where these have lines of their own.
func curves(g rollout.Graph, numbers ...rollout.Number) (lines []line) {
	g.Chart = ""
	for _, l := range g.Drawn() {
		if kind := slices.Index(numbers, l.Number); kind >= 0 {
			lines = append(lines, line{name: name(string(l.Number), l.Version), kind: kind, second: second(g, l.Version), points: points(l.Points)})
		}
	}
	return lines
}

// failing is the share of calls that fail, in the periods that have calls.
func failing(g rollout.Graph) (lines []line) {
	g.Chart = ""
	all := g.Drawn()
	for _, errors := range all {
		if errors.Number != rollout.Errors {
			continue
		}
		calls := map[int64]float64{}
		for _, l := range all {
			if l.Number == rollout.Calls && l.Version == errors.Version {
				for _, p := range l.Points {
					calls[p.At.Unix()] = p.Value
				}
			}
		}
		rate := slices.Clone(errors.Points)
		for i, p := range rate {
			rate[i].Value = 100 * p.Value / calls[p.At.Unix()]
		}
		rate = slices.DeleteFunc(rate, func(r rollout.Reading) bool { return calls[r.At.Unix()] <= 0 })
		lines = append(lines, line{name: name("errors", errors.Version), second: second(g, errors.Version), points: points(rate)})
	}
	return lines
}

// cold is the share of calls that began with a cold start, by version while two are told apart.
func cold(g rollout.Graph) (lines []line) {
	versions := g.Versions
	if len(versions) == 0 {
		versions = []rollout.Version{""}
	}
	for _, v := range versions {
		var rate plotter.XYs
		for at := g.Window.From; at.Before(g.Window.To) && g.Window.Period > 0; at = at.Add(g.Window.Period) {
			var calls, cold int64
			for _, u := range g.Usage {
				if u.At.Equal(at) && (v == "" || u.Version == v) {
					calls, cold = calls+u.Calls, cold+u.Cold
				}
			}
			if calls > 0 {
				rate = append(rate, plotter.XY{X: float64(at.Unix()), Y: 100 * float64(cold) / float64(calls)})
			}
		}
		lines = append(lines, line{name: name("cold starts", v), second: second(g, v), points: rate})
	}
	return lines
}

func name(what string, v rollout.Version) string {
	if v == "" {
		return what
	}
	return what + " " + v.String()
}

// second says that a version is the newer of two.
func second(g rollout.Graph, v rollout.Version) bool { return slices.Index(g.Versions, v) == 1 }

func points(all []rollout.Reading) plotter.XYs {
	out := make(plotter.XYs, 0, len(all))
	for _, r := range all {
		out = append(out, plotter.XY{X: float64(r.At.Unix()), Y: r.Value})
	}
	return out
}
