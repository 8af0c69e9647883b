package views_test

import (
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// shownPlaces are where words of somebody else come into a dashboard or a summary.
func shownPlaces() []place {
	told := func(change func(s *commands.SummaryShown)) any { return views.Summary(thursday(change), options()) }
	return []place{
		{"alarm in a dashboard", 80, func(words string) any {
			return outcomeOf(hour(func(d *commands.DashboardShown) {
				d.Incidents = []rollout.Incident{incident(func(i *rollout.Incident) { i.Alarms[0].Name = words })}
			}))
		}},
		{"alarm in a dashboard, well again", 80, func(words string) any {
			return outcomeOf(hour(func(d *commands.DashboardShown) {
				d.Incidents = []rollout.Incident{incident(wellAgain, func(i *rollout.Incident) { i.Alarms[0].Name = words })}
			}))
		}},
		{"subject in a summary", 100, func(words string) any {
			return told(func(s *commands.SummaryShown) { s.Shipped[0].Release.Subject = words })
		}},
		{"subject of what was taken back, in a summary", 100, func(words string) any {
			return told(func(s *commands.SummaryShown) {
				s.Back = []rollout.Result{shippedAt(9, "search", gone)}
				s.Back[0].Release.Subject = words
			})
		}},
		{"lock in a summary", 100, func(words string) any {
			return told(func(s *commands.SummaryShown) {
				s.Held = []rollout.Lock{rollout.Lock{Target: deploy().Target}.Hold(rollout.Hold{By: ben, Reason: words, Since: begin()})}
			})
		}},
		{"alarm in a summary", 80, func(words string) any {
			return told(func(s *commands.SummaryShown) {
				s.Incidents = []rollout.Incident{incident(func(i *rollout.Incident) { i.Alarms[0].Name = words })}
			})
		}},
		{"drill in a summary", 400, func(words string) any {
			return told(func(s *commands.SummaryShown) {
				s.Drill = &rollout.Drilled{Rollout: "01JDRILL", Target: deploy().Target, Why: words}
			})
		}},
	}
}

// shownCrowds are those of a dashboard or a summary.
func shownCrowds() []crowd {
	beyond := func(most int) func(int) int { return func(n int) int { return n - most } }
	told := func(change func(s *commands.SummaryShown)) any { return views.Summary(thursday(change), options()) }
	return []crowd{
		{"changes of weights in a dashboard", 6, "… after %d more", beyond(6), func(n int) any {
			return outcomeOf(hour(func(d *commands.DashboardShown) {
				d.Marks = many(n, commands.Mark{At: quarter(1), Version: "42", Weight: 0.1})
			}))
		}},
		{"incidents in a dashboard", 3, "… and %d more incidents", beyond(3), func(n int) any {
			return outcomeOf(hour(func(d *commands.DashboardShown) { d.Incidents = many(n, incident()) }))
		}},
		{"deployments in a summary", 15, "", nil, func(n int) any { return told(shipped(n)) }},
		{"rollouts taken back in a summary", 4, "… and %d more", beyond(4), func(n int) any {
			return told(func(s *commands.SummaryShown) { s.Back = many(n, shippedAt(9, "search", gone)) })
		}},
		{"services behind in a summary", 8, "… and %d more", beyond(8), func(n int) any {
			return told(func(s *commands.SummaryShown) { s.Lags = many(n, lag("checkout", 3)) })
		}},
		{"locks in a summary", 4, "… and %d more", beyond(4), func(n int) any {
			held := rollout.Lock{Target: deploy().Target}.Hold(rollout.Hold{By: ben, Reason: "migrating", Since: begin()})
			return told(func(s *commands.SummaryShown) { s.Held = many(n, held) })
		}},
		{"incidents in a summary", 3, "… and %d more", beyond(3), func(n int) any {
			return told(func(s *commands.SummaryShown) { s.Incidents = many(n, incident()) })
		}},
	}
}
