package views

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// stretch is a time in which something is counted, from ≤ t < to.
type stretch struct{ from, to time.Time }

func (s stretch) has(at time.Time) bool { return !at.Before(s.from) && at.Before(s.to) }

// side is what a dashboard shows of the calls of one version; of all versions when
// that is empty. Its methods say what there was in a stretch of time, and false where
// nothing was measured.
type side struct {
	commands.DashboardShown
	version rollout.Version
}

// sides are all of the calls, and those of each of the two versions that are told apart.
func sides(d commands.DashboardShown) []side {
	out := []side{{DashboardShown: d}}
	for _, v := range apartOf(d) {
		out = append(out, side{d, v})
	}
	return out
}

// apartOf are the two versions that are told apart; none while one has all of the calls, and
// where nothing was measured of either.
func apartOf(d commands.DashboardShown) []rollout.Version {
	if len(d.Versions) < 2 || d.Versions[0] == d.Versions[1] || slices.Contains(d.Versions[:2], "") {
		return nil
	}
	two := d.Versions[:2]
	if !slices.ContainsFunc(d.Lines, func(l rollout.Line) bool { return slices.Contains(two, l.Version) && len(l.Points) > 0 }) {
		return nil
	}
	return two
}

// values are those of a curve that can be drawn, in order.
func (s side) values(n rollout.Number, in stretch) (out []float64) {
	for _, l := range s.Lines {
		if l.Number != n || l.Version != s.version {
			continue
		}
		for _, p := range l.Points {
			if in.has(p.At) && !math.IsNaN(p.Value) && !math.IsInf(p.Value, 0) {
				out = append(out, p.Value)
			}
		}
	}
	return out
}

func (s side) sum(n rollout.Number, in stretch) (total float64, ok bool) {
	all := s.values(n, in)
	for _, v := range all {
		total += v
	}
	return total, len(all) > 0 && !math.IsInf(total, 0)
}

func (s side) most(n rollout.Number, in stretch) (float64, bool) {
	all := s.values(n, in)
	if len(all) == 0 {
		return 0, false
	}
	return slices.Max(all), true
}

// failing is the share of the calls that failed.
func (s side) failing(in stretch) (share float64, ok bool) {
	calls, _ := s.sum(rollout.Calls, in)
	errors, known := s.sum(rollout.Errors, in)
	if !known || calls <= 0 {
		return 0, false
	}
	return min(errors/calls, 1), true
}

// used is what the calls took, by the function's log, and all of it together.
func (s side) used(in stretch) (each []rollout.Usage, all rollout.Usage) {
	for _, u := range s.Usage {
		if (s.version == "" || s.version == u.Version) && in.has(u.At) {
			each = append(each, u)
			all.Calls += u.Calls
			all.Cold += u.Cold
			all.Billed += u.Billed
		}
	}
	return each, all
}

// cold is the share of the calls that began with a cold start.
func (s side) cold(in stretch) (share float64, ok bool) {
	_, u := s.used(in)
	if u.Calls <= 0 {
		return 0, false
	}
	return float64(u.Cold) / float64(u.Calls), true
}

// billed is how many milliseconds of a call were billed, on average.
func (s side) billed(in stretch) (ms float64, ok bool) {
	_, u := s.used(in)
	if u.Calls <= 0 {
		return 0, false
	}
	return float64(u.Billed.Milliseconds()) / float64(u.Calls), true
}

// million is what a million of the calls cost, in dollars.
func (s side) million(in stretch) (dollars float64, ok bool) {
	each, _ := s.used(in)
	dollars, ok = s.Prices.PerCall(each, s.Arch)
	return 1e6 * dollars, ok
}

// daily is what a day costs in which the calls keep coming as they did since the first of
// them, in dollars.
func (s side) daily(in stretch) (dollars float64, ok bool) {
	each, u := s.used(in)
	dollars, ok = s.Prices.PerCall(each, s.Arch)
	from := in.to
	for _, one := range each {
		if one.At.Before(from) {
			from = one.At
		}
	}
	days := in.to.Sub(from).Hours() / 24
	return dollars * float64(u.Calls) / days, ok
}

// money is an amount of dollars with as many digits as a person wants to see: "$0.0003",
// "$1.40", "$1,204".
func money(dollars float64) string {
	switch {
	case math.IsNaN(dollars), math.Abs(dollars) > 1e12:
		return "an unknown amount"
	case dollars <= 0:
		return "$0"
	case dollars < 0.000001:
		return "under $0.000001"
	case dollars < 0.095:
		return "$" + strconv.FormatFloat(dollars, 'f', 1-int(math.Floor(math.Log10(dollars))), 64)
	case dollars < 1000:
		return "$" + strconv.FormatFloat(dollars, 'f', 2, 64)
	default:
		return "$" + judge.Count(int64(math.Round(dollars)))
	}
}

// size is how many bytes: "940 B", "1.2 MB".
func size(bytes int64) string {
	value, unit := float64(bytes), "B"
	for _, next := range []string{"KB", "MB", "GB", "TB"} {
		if value < 1000 {
			break
		}
		value, unit = value/1000, next
	}
	return amount(math.Round(value*10)/10) + " " + unit
}
