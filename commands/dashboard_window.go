package commands

import (
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// arriving is how long after a minute's end its numbers may still come: as long as a canary
// waits for them by default.
const arriving = time.Minute

// windowOf is the time that a dashboard of a range shows: as many whole periods as a chart
// in Slack has room for, of the last of which the numbers are in. Periods begin at times that read well,
// and are of a length that Logs Insights can put together: up to an hour it counts in
// minutes, and beyond that in hours.
func windowOf(over string, now time.Time) rollout.Window {
	period, points := 3*time.Minute, 20 // 1h
	switch over {
	case "6h":
		period, points = 20*time.Minute, 18
	case "1d":
		period, points = 2*time.Hour, 12
	case "7d":
		period, points = 12*time.Hour, 14
	}
	to := now.UTC().Add(-arriving).Truncate(period)
	return rollout.Window{From: to.Add(-time.Duration(points) * period), To: to, Period: period}
}

// curvesOf are the lines of a dashboard: those of all versions, and of each one that is
// told apart.
func curvesOf(versions []rollout.Version) []rollout.Curve {
	each := []rollout.Number{rollout.Calls, rollout.Errors, rollout.P50, rollout.P95, rollout.P99}
	var all []rollout.Curve
	for _, n := range append(slices.Clone(each), rollout.Throttles, rollout.Concurrency) {
		all = append(all, rollout.Curve{Number: n})
	}
	for _, v := range versions {
		for _, n := range each {
			all = append(all, rollout.Curve{Number: n, Version: v})
		}
	}
	return all
}

// MetricsRead is how many metrics a dashboard reads that tells so many versions apart: none
// or two.
func MetricsRead(versions int) int { return len(curvesOf(make([]rollout.Version, versions))) }

// apart are the two versions that share the traffic now, or else those that did so last in
// a window, the stable one first; nil when there are none.
func apart(live rollout.Routing, past []rollout.Rollout, w rollout.Window) []rollout.Version {
	if live.Weight > 0 && live.Candidate != "" {
		return []rollout.Version{live.Version, live.Candidate}
	}
	for _, r := range past {
		shares := sharesOf(r)
		for i, s := range shares {
			end := r.Ended
			if i+1 < len(shares) {
				end = shares[i+1].From
			}
			over := !end.IsZero() && !end.After(w.From)
			if s.Weight > 0 && s.Weight < 1 && s.From.Before(w.To) && !over && !r.First() {
				return []rollout.Version{r.Stable, r.Candidate}
			}
		}
	}
	return nil
}

// toldApart are the versions that have lines of their own, in the order of the lines.
func toldApart(lines []rollout.Line) (versions []rollout.Version) {
	for _, l := range lines {
		if l.Version != "" && !slices.Contains(versions, l.Version) {
			versions = append(versions, l.Version)
		}
	}
	return versions
}

// marksOf are the changes of weights of some rollouts in a window, in order.
func marksOf(past []rollout.Rollout, w rollout.Window) (marks []Mark) {
	for _, r := range past {
		for _, s := range sharesOf(r) {
			if !s.From.Before(w.From) && s.From.Before(w.To) {
				marks = append(marks, Mark{At: s.From, Version: r.Candidate, Weight: s.Weight, Rollout: r.ID})
			}
		}
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return a.At.Compare(b.At) })
	return marks
}

// sharesOf are what a rollout's candidate had of the traffic, down to nothing once live was
// seen back: the way back is no share of its own there.
func sharesOf(r rollout.Rollout) []rollout.Share {
	back := r.RestoredAt()
	if n := len(r.Shares); back.IsZero() || n > 0 && r.Shares[n-1].Weight == 0 {
		return r.Shares
	}
	return append(slices.Clip(r.Shares), rollout.Share{From: back})
}
