package views_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func TestADashboardShowsTwoChartsAndAllOfItsNumbersInWords(t *testing.T) {
	long := func(d *commands.DashboardShown) { d.Range = "7d" }
	red := func(d *commands.DashboardShown) {
		over := incident(wellAgain)
		d.Incidents = []rollout.Incident{incident(), over}
	}
	for name, d := range map[string]commands.DashboardShown{
		"errors":        hour(),
		"load":          hour(drawing("load")),
		"starts":        hour(drawing("starts")),
		"cost":          hour(drawing("cost"), long),
		"canary-errors": hour(canarying, red),
		"canary-load":   hour(canarying, drawing("load")),
		"canary-starts": hour(canarying, drawing("starts")),
		"canary-cost":   hour(canarying, drawing("cost")),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "dashboards", name, views.Outcome(d, options())) })
	}
}

// What cannot be had is said, and what there is is shown.
func TestADashboardSaysWhatItDoesNotKnow(t *testing.T) {
	unread := func(d *commands.DashboardShown) {
		d.Unread = "AWS does not let me read them. Give the role `cloudwatch:GetMetricData`."
	}
	without := func(d *commands.DashboardShown) { d.Lines, d.Metrics, d.Usage = nil, 0, nil }
	unasked := func(d *commands.DashboardShown) {
		d.Usage, d.Scanned, d.Unasked = nil, 0, "The log did not answer in time."
	}
	for name, d := range map[string]commands.DashboardShown{
		"quiet": hour(func(d *commands.DashboardShown) {
			d.Usage = nil
			d.Lines = []rollout.Line{quarters(rollout.Calls, "", 0, 0, 0, 0)}
		}),
		"unread":        hour(unread, without, func(d *commands.DashboardShown) { d.Live = rollout.AliasNow{} }),
		"unread-older":  hour(unread, func(d *commands.DashboardShown) { d.Read, d.Until = quarter(-40), quarter(-39) }),
		"unasked":       hour(unasked),
		"partial":       hour(func(d *commands.DashboardShown) { d.Lines[0].Partial = true }),
		"without-price": hour(func(d *commands.DashboardShown) { d.Prices, d.Console = commands.Prices{}, "" }),
		"gone":          {Numbers: rollout.Numbers{Target: deploy().Target, Range: "6h"}, Problem: "The function of checkout in prod is not there any more. Make it again, or take it out of slipway.yaml."},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "dashboards", name, views.Outcome(d, options())) })
	}
}

func TestAPictureIsToldInWordsToo(t *testing.T) {
	name, title, alt := views.Picture(commands.Pictured{DashboardShown: hour(canarying)})
	goldenFile(t, "dashboards", "picture", []byte(name+"\n"+title+"\n"+alt+"\n"))
	o := options()
	o.Now = o.Now.Add(time.Hour)
	if m := views.Outcome(commands.Pictured{DashboardShown: hour()}, o); len(m.Text) == 0 {
		t.Error("nothing is said where it cannot be had")
	}
}
