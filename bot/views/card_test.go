package views_test

import (
	"testing"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func TestACardSaysWhatALinkIsAbout(t *testing.T) {
	o := views.Options{Now: begin()}
	for name, m := range map[string]views.Message{
		"shifting":  views.Card(deploy(at(1)), o),
		"undone":    views.Card(deploy(at(0), bad, because(rollout.CauseVerdict, worse), back(true), over(rollout.RolledBack)), o),
		"rollback":  views.Card(undo(), o),
		"red":       views.IncidentCard(incident(), o),
		"unchanged": views.IncidentCard(rollout.Incident{ID: "01I", Target: rollout.Target{Service: "checkout", Environment: "prod"}, Opened: begin()}, o),
	} {
		golden(t, "cards", name, m)
		if m.Fallback == nil {
			t.Errorf("%s: there is nothing plainer", name)
		}
	}
}

// What there is without the picture is the dashboard, and why.
func TestWithoutAPictureItIsSaidWhy(t *testing.T) {
	d := commands.DashboardShown{Console: "https://eu-central-1.console.example/cloudwatch/checkout", Problem: "The target is gone."}
	d.Target = rollout.Target{Service: "checkout", Environment: "prod"}
	p := commands.Pictured{DashboardShown: d}
	p.Undrawn = "It could not be drawn. Try again in a minute."
	golden(t, "cards", "no-picture", views.Unpictured(p, false, views.Options{Now: begin()}))
	p.PNG, p.Undrawn = []byte("PNG"), ""
	golden(t, "cards", "refused", views.Unpictured(p, false, views.Options{Now: begin()}))
	golden(t, "cards", "outside", views.Unpictured(p, true, views.Options{Now: begin()}))
	golden(t, "cards", "uploaded", views.Uploaded(p))
}
