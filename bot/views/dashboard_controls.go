package views

import (
	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// dashboardControls are for another time to look back at, for other charts, for newer
// numbers and for a picture. What is shown now is ticked.
func dashboardControls(d commands.DashboardShown) piece {
	like := grammar.Dashboard{Target: typedTarget(d.Target), Range: d.Range, Chart: d.Chart}
	var row []slack.BlockElement
	for n, r := range grammar.Ranges() {
		other, words := like, r
		if other.Range = r; r == d.Range {
			words = "✓ " + r
		}
		row = append(row, stands(job.TurnAction, n, words, other))
	}
	fresh, picture := like, like
	fresh.Fresh, picture.Picture = true, true
	return controls("controls", append(row, chartMenu(like),
		stands(job.TurnAction, len(row), label(job.RefreshAction), fresh),
		stands(job.ShowAction, 0, "High resolution", picture))...)
}

// chartMenu chooses what is drawn.
func chartMenu(like grammar.Dashboard) slack.BlockElement {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Charts"), job.TurnAction+"/charts")
	for _, c := range grammar.Charts() {
		other := like
		other.Chart = c
		option := slack.NewOptionBlockObject(asTyped(other), plainText(chartName(c)), nil)
		menu.Options = append(menu.Options, option)
		if c == like.Chart {
			menu.InitialOption = option
		}
	}
	return menu
}

// chartName is what two charts are about.
func chartName(chart string) string {
	switch chart {
	case "errors":
		return "Errors and latency"
	case "load":
		return "Requests, throttles, concurrency"
	case "starts":
		return "Cold starts and billed time"
	}
	return "Cost"
}
