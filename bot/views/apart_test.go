package views_test

import (
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// A version that had all of the traffic is not drawn as if nobody had been served.
func TestWhereOneVersionHadAllRequestsItsLineIsTheirs(t *testing.T) {
	chart, _ := drawings(views.Outcome(hour(canarying), options()))[1].Chart.(*slackgo.DataVisualizationLineChart)
	for _, s := range chart.Series {
		if s.Name == "v42 p50" {
			if got := []float64{s.Data[0].Value, s.Data[1].Value, s.Data[2].Value}; got[0] != 40 || got[1] != 40 || got[2] != 50 {
				t.Errorf("%v", got)
			}
			return
		}
	}
	t.Error("v42 has no line")
}

// Two versions of which nothing was measured, since it was too long ago, hide nothing.
func TestVersionsWithoutNumbersOfTheirOwnAreNotToldApart(t *testing.T) {
	m := views.Outcome(hour(func(d *commands.DashboardShown) {
		canarying(d)
		for i, l := range d.Lines {
			if l.Version != "" {
				d.Lines[i].Points = nil
			}
		}
		d.Live.Routing = rollout.All("42")
	}), options())
	says(t, m, "v42 has all of the traffic now.\n", "Requests: 500\n")
	saysNot(t, m, "the time in which both had traffic")
	if n := len(drawings(m)); n != 2 {
		t.Errorf("%d charts", n)
	}
}

// What is called for half an hour is not cheaper a day for the time before.
func TestACostADayIsOfTheTimeSinceTheFirstCall(t *testing.T) {
	all := hour()
	half := hour(func(d *commands.DashboardShown) { d.Usage = d.Usage[2:] })
	says(t, views.Outcome(all, options()), "Cost: $1.20 a million requests, $0.014 a day")
	says(t, views.Outcome(half, options()), "Cost: $1.20 a million requests, $0.017 a day")
}
