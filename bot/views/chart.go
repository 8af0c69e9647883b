package views

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Slack's limits of a chart, in points and in code points.
const (
	maxPoints     = 20
	maxSeriesName = 20 // and the names on its axis
	maxChartTitle = 50
)

// minPlotted is how many minutes a chart has to have at least: words are enough
// for fewer.
const minPlotted = 3

// What a chart shows of evidence, in log10. What is beyond decides nothing more.
const (
	lowest  = -3
	highest = 6
)

// evidenceChart shows how the evidence of a rollout went, and what it had to
// reach. The words for it are beside it; where Slack takes no charts, they are all.
func evidenceChart(r rollout.Rollout, kept []rollout.Judgement) piece {
	if len(kept) < minPlotted {
		return piece{}
	}
	fail, pass := r.Strategy.Judge.FailAt(), r.Strategy.Judge.PassAt()
	parts := sliced(kept)
	start := kept[0].Minute.At
	axis := slack.NewDataVisualizationAxisConfig("0").
		WithXLabel("Minutes since " + start.UTC().Format("2006-01-02 15:04") + " UTC").
		WithYLabel("log10 (2 is 100 : 1), cut off at −3 and 6")
	for _, part := range parts {
		axis.Categories = append(axis.Categories, endOf(part, start))
	}
	worse := fmt.Sprintf("Worse than %s", tidy(r.Stable.String(), 9))
	series := []slack.DataVisualizationDataSeries{
		plotted(axis, worse, parts, fail, func(v judge.Verdict) float64 { return v.Relative }),
		plotted(axis, "Above its limits", parts, fail, func(v judge.Verdict) float64 { return v.Absolute }),
		plotted(axis, "Good enough", parts, pass, func(v judge.Verdict) float64 { return v.Pass }),
		flat(axis, "Needed to go on", pass),
		flat(axis, "Needed to go back", fail),
	}
	chart := slack.NewDataVisualizationLineChart(axis, series...)
	id := slack.DataVisualizationBlockOptionBlockID("chart")
	return piece{block: slack.NewDataVisualizationBlock("Evidence by the minute, log10", chart, id), special: true}
}

// sliced parts minutes into as many equal slices as a chart has points for, beside
// the one where it begins. The last minute is a slice of its own: the lines end
// where the words do.
func sliced(kept []rollout.Judgement) (parts [][]rollout.Judgement) {
	last := len(kept) - 1
	n := min(last, maxPoints-2)
	for i := range n {
		parts = append(parts, kept[i*last/n:(i+1)*last/n])
	}
	return append(parts, kept[last:])
}

// endOf names a slice by when its last minute was over, in minutes. Each minute is
// judged once, so no two slices have the same name.
func endOf(part []rollout.Judgement, start time.Time) string {
	last := part[len(part)-1].Minute.At
	return strconv.Itoa(int(last.Sub(start)/time.Minute) + 1)
}

// plotted is one kind of evidence. It begins with 1 : 1, as long as nothing is
// known. Of each slice it shows the last minute, or the highest where one reached
// the threshold, so that what decided is never hidden.
func plotted(axis slack.DataVisualizationAxisConfig, name string, parts [][]rollout.Judgement, threshold float64, of func(judge.Verdict) float64) slack.DataVisualizationDataSeries {
	points := []slack.DataVisualizationDataPoint{slack.NewDataVisualizationDataPoint(axis.Categories[0], 0)}
	for i, part := range parts {
		value := of(part[len(part)-1].Verdict)
		for _, j := range part {
			if peak := of(j.Verdict); peak >= threshold {
				value = max(value, peak)
			}
		}
		points = append(points, slack.NewDataVisualizationDataPoint(axis.Categories[i+1], clipped(value, threshold)))
	}
	return slack.NewDataVisualizationDataSeries(cut(name, maxSeriesName), points...)
}

// flat is a threshold.
func flat(axis slack.DataVisualizationAxisConfig, name string, value float64) slack.DataVisualizationDataSeries {
	points := make([]slack.DataVisualizationDataPoint, len(axis.Categories))
	for i, category := range axis.Categories {
		points[i] = slack.NewDataVisualizationDataPoint(category, clipped(value, value))
	}
	return slack.NewDataVisualizationDataSeries(cut(name, maxSeriesName), points...)
}

// clipped is a value as it is drawn: with three decimals, rounded away from the
// threshold, so that it is never drawn on the other side of it.
func clipped(value, threshold float64) float64 {
	drawn := 1000 * min(max(value, lowest), highest)
	if value < threshold {
		return math.Floor(drawn) / 1000
	}
	return math.Ceil(drawn) / 1000
}
