package views

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxMarks is how many changes of a suspect's share are told of.
const maxMarks = 6

// plotWords says what the plot of an alarm's metric shows: the worst of it, how it ends,
// and when the suspect's share of the traffic changed.
func plotWords(i rollout.Incident) []line {
	points := readings(i)
	if len(points) == 0 {
		return nil
	}
	worst, last := worstOf(i, points), points[len(points)-1]
	l := say("📈 ").quote("", i.Plot.Title, maxSubject).say(": at worst " + amount(worst.Value) + " ").when(worst.At).
		say(", last " + amount(last.Value) + " ").when(last.At)
	if t := i.Plot.Threshold; t != nil {
		l = l.say("; the alarm's threshold is " + amount(*t))
	}
	return []line{l.say("."), marks(i)}
}

// marks says when the suspect's share changed.
func marks(i rollout.Incident) line {
	all := i.Plot.Marks
	if len(all) == 0 || i.Suspect == nil {
		return nil
	}
	l := say(fmt.Sprintf("▲ in the chart is the share of %s: ", i.Suspect.Candidate))
	shown := all[max(0, len(all)-maxMarks):]
	if n := len(all) - len(shown); n > 0 {
		l = l.say(fmt.Sprintf("… after %d more: ", n))
	}
	for n, m := range shown {
		if n > 0 {
			l = l.say(", ")
		}
		l = l.say(judge.Percent(m.Weight) + " ").when(m.From)
	}
	return l.say(".")
}

// readings are what can be drawn of a plot.
func readings(i rollout.Incident) []rollout.Reading {
	if i.Plot == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(i.Plot.Points), func(r rollout.Reading) bool {
		return math.IsNaN(r.Value) || math.IsInf(r.Value, 0)
	})
}

// plotChart shows the metric that an alarm looks at, with its threshold. All of it is in
// words beside it.
func plotChart(i rollout.Incident) piece {
	points := readings(i)
	if len(points) < minPlotted {
		return piece{}
	}
	axis := slack.NewDataVisualizationAxisConfig().
		WithXLabel("Minutes since " + i.Opened.UTC().Format("2006-01-02 15:04") + " UTC, the alarm")
	var values []float64
	parts := thinned(i, points)
	for n, part := range parts {
		category := offset(part[0].At, i.Opened)
		if m := marked(i.Plot.Marks, parts, n); m != "" {
			category = cut(category+" ▲"+m, maxSeriesName)
		}
		axis.Categories = append(axis.Categories, category)
		values = append(values, worstOf(i, part).Value)
	}
	series := []slack.DataVisualizationDataSeries{drawn(axis, metric(i.Plot.Title), func(n int) float64 { return values[n] })}
	if t := i.Plot.Threshold; t != nil && !math.IsNaN(*t) && !math.IsInf(*t, 0) {
		series = append(series, drawn(axis, threshold, func(int) float64 { return *t }))
	}
	title := tidy(i.Plot.Title, maxChartTitle)
	if title == "" {
		title = "What the alarm looks at"
	}
	id := slack.DataVisualizationBlockOptionBlockID("chart")
	return piece{block: slack.NewDataVisualizationBlock(title, slack.NewDataVisualizationLineChart(axis, series...), id), special: true}
}

// threshold is the name of a series, which no other one may have.
const threshold = "Threshold"

// metric names the series of what an alarm looks at.
func metric(title string) string {
	if title = tidy(title, maxSeriesName); title != "" && title != threshold {
		return title
	}
	return "Metric"
}

func drawn(axis slack.DataVisualizationAxisConfig, name string, value func(n int) float64) slack.DataVisualizationDataSeries {
	points := make([]slack.DataVisualizationDataPoint, len(axis.Categories))
	for n, category := range axis.Categories {
		points[n] = slack.NewDataVisualizationDataPoint(category, value(n))
	}
	return slack.NewDataVisualizationDataSeries(name, points...)
}

// thinned parts the readings, in order, into as many parts as a chart has points for at
// most. Those of one minute are in one part, since a minute is one name on the axis.
func thinned(i rollout.Incident, points []rollout.Reading) (parts [][]rollout.Reading) {
	inOrder := slices.SortedStableFunc(slices.Values(points), func(a, b rollout.Reading) int { return a.At.Compare(b.At) })
	var minutes [][]rollout.Reading
	for n, p := range inOrder {
		if n == 0 || offset(p.At, i.Opened) != offset(inOrder[n-1].At, i.Opened) {
			minutes = append(minutes, nil)
		}
		last := len(minutes) - 1
		minutes[last] = append(minutes[last], p)
	}
	each := (len(minutes) + maxPoints - 1) / maxPoints
	for some := range slices.Chunk(minutes, each) {
		parts = append(parts, slices.Concat(some...))
	}
	return parts
}

// offset is how many minutes after the alarm something was: "-3", "0", "12".
func offset(at, alarm time.Time) string {
	return strconv.Itoa(int(math.Floor(at.Truncate(time.Minute).Sub(alarm.Truncate(time.Minute)).Minutes())))
}

// marked is the share that the suspect came to while a part of the readings lasted, which
// it does until the next part; empty if it did not change.
func marked(all []rollout.Share, parts [][]rollout.Reading, n int) (share string) {
	from, to := begins(parts[n]), time.Time{}
	if n+1 < len(parts) {
		to = begins(parts[n+1])
	}
	for _, m := range all {
		if !m.From.Before(from) && (to.IsZero() || m.From.Before(to)) {
			share = judge.Percent(m.Weight)
		}
	}
	return share
}

// begins is the minute in which a part of the readings begins.
func begins(part []rollout.Reading) time.Time { return part[0].At.Truncate(time.Minute) }

// worstOf is the reading that is furthest on the alarm's side of the threshold.
func worstOf(i rollout.Incident, points []rollout.Reading) rollout.Reading {
	low := len(i.Alarms) > 0 && strings.HasPrefix(i.Alarms[0].Comparison, "LessThan")
	worst := points[0]
	for _, p := range points[1:] {
		if low && p.Value < worst.Value || !low && p.Value > worst.Value {
			worst = p
		}
	}
	return worst
}

// amount is a value of any metric, as short as it can be read.
func amount(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e12 {
		return judge.Count(int64(v))
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
