package views

import (
	"slices"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/commands"
)

// daysChart shows the deployments of each day of two weeks: those that went well, and those
// that failed. That is more than was taken back: what caused an incident and stayed has
// failed, too, as the change fail rate counts. Its words are in the message's text, and in
// its place where Slack takes no charts.
func daysChart(s commands.SummaryShown) piece {
	s.Days = s.Days[max(0, len(s.Days)-maxPoints):]
	some := slices.ContainsFunc(s.Days, func(d commands.Day) bool { return d.Deployments > 0 })
	names := dayNames(s)
	if !some || twice(names) {
		return piece{}
	}
	axis := slack.NewDataVisualizationAxisConfig(names...).WithXLabel("Days in " + tidy(s.Zone.String(), maxName)).WithYLabel("Deployments")
	chart := slack.NewDataVisualizationBarChart(axis,
		drawn(axis, "Went well", func(n int) float64 { return float64(s.Days[n].Deployments - s.Days[n].Failed) }),
		drawn(axis, "Failed", func(n int) float64 { return float64(s.Days[n].Failed) }),
	)
	words := daysInWords(s)
	id := slack.DataVisualizationBlockOptionBlockID("days")
	return piece{
		block:   slack.NewDataVisualizationBlock("Deployments a day", chart, id),
		plainer: paragraph("days", words).plainer, special: true, text: []line{words},
	}
}

// twice says that a name is there twice, which Slack does not take on an axis.
func twice(names []string) bool {
	sorted := slices.Sorted(slices.Values(names))
	return len(slices.Compact(sorted)) < len(names)
}
