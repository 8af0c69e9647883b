package views_test

import (
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// incidentPlaces are where words of alarms and logs come in.
func incidentPlaces() []place {
	about := func(change func(i *rollout.Incident, words string)) func(string) any {
		return func(words string) any {
			i := incident(suspicious(), guilty, logged, plotted)
			change(&i, words)
			return views.Incident(i, options())
		}
	}
	told := func(kind rollout.HappensKind) func(string) any {
		return func(words string) any {
			return views.Reply(incident(suspicious()), rollout.Happens{At: now(), Kind: kind, What: words}, options())
		}
	}
	return []place{
		{"name of an alarm", 80, about(func(i *rollout.Incident, words string) { i.Alarms[0].Name = words })},
		{"reason of an alarm", 200, about(func(i *rollout.Incident, words string) { i.Alarms[0].Reason = words })},
		{"description of an alarm", 200, about(func(i *rollout.Incident, words string) { i.Alarms[0].Description = words })},
		{"name of another alarm", 80, about(func(i *rollout.Incident, words string) { crowded(1)(i); i.Alarms[1].Name = words })},
		{"subject of a suspect", 100, about(func(i *rollout.Incident, words string) { i.Suspect.Commits[0].Subject = words })},
		{"why there is no evidence", 400, about(func(i *rollout.Incident, words string) { i.Evidence.Unread = words })},
		{"why it was kept", 400, about(func(i *rollout.Incident, words string) { i.Kept = words })},
		{"failure in a log", 200, about(func(i *rollout.Incident, words string) { i.Errors[1].Text = words })},
		{"title of a plot", 100, about(func(i *rollout.Incident, words string) { i.Plot.Title = words; i.Plot.Points = i.Plot.Points[:2] })},
		{"health after an alarm", 400, about(func(i *rollout.Incident, words string) {
			goingBack(ana)(i)
			restored(&rollout.Health{Detail: words})(i)
		})},
		{"alarm that turned red", 80, told(rollout.HappensRed)},
		{"alarm that is well", 80, told(rollout.HappensGreen)},
		{"alarm that is red again", 80, told(rollout.HappensAgain)},
		{"why it goes back", 400, told(rollout.HappensBack)},
		{"why it is kept", 400, told(rollout.HappensKept)},
		{"something new", 400, told("new")},
		{"alarm in the Home tab", 80, func(words string) any {
			i := incident()
			i.Alarms[0].Name = words
			return views.Home(commands.HomeShown{Incidents: []rollout.Incident{i}}, options())
		}},
		{"alarm that was red before", 80, func(words string) any {
			return progress(at(0), few, func(r *rollout.Rollout) { r.RedBefore = []string{words} })
		}},
		{"alarm that is red now", 80, func(words string) any {
			return outcomeOf(planToProd(func(p *commands.Planned) { p.Red = []string{words} }))
		}},
		{"file that a rollback does not undo", 100, func(words string) any { return outcomeOf(commands.BackAsked{Flagged: []string{words}}) }},
		{"what the doctor found", 200, func(words string) any {
			return outcomeOf(commands.Examined{Diagnoses: []rollout.Diagnosis{{Check: "clock", Grade: rollout.GradeBroken, Found: words}}})
		}},
	}
}

// incidentCrowds are those of alarms, failures and findings.
func incidentCrowds() []crowd {
	beyond := func(most int) func(int) int { return func(n int) int { return n - most } }
	const more = "… and %d more"
	shown := func(change func(i *rollout.Incident, n int)) func(int) any {
		return func(n int) any {
			i := incident(suspicious(), guilty, logged, plotted)
			change(&i, n)
			return views.Incident(i, options())
		}
	}
	return []crowd{
		{"alarms that are red", 2, "and %d more", beyond(2), shown(func(i *rollout.Incident, n int) { i.Suspect, i.Errors = nil, nil; crowded(n)(i) })},
		{"commits of a suspect", 4, more, beyond(4), shown(func(i *rollout.Incident, n int) {
			i.Errors = nil
			c := ships(min(n, 5))
			i.Suspect.Commits, i.Suspect.Total = c.Commits, n
		})},
		{"failures in a log", 3, more, beyond(3), shown(func(i *rollout.Incident, n int) {
			i.Suspect.Commits = nil
			i.Errors = many(n, rollout.Failing{Text: long("🦀", 300), Count: 1})
		})},
		{"changes of a share", 6, "… after %d more", beyond(6), shown(func(i *rollout.Incident, n int) { i.Plot.Marks = many(n, rollout.Share{From: begin(), Weight: 0.1}) })},
		{"points of an alarm's chart", 20, "", nil, shown(func(i *rollout.Incident, n int) { i.Plot.Points = many(n, i.Plot.Points[0]) })},
		{"incidents in the Home tab", 10, more, beyond(10), func(n int) any {
			return views.Home(commands.HomeShown{Incidents: many(n, incident())}, options())
		}},
		{"alarms that were red before", 3, "and %d more", beyond(3), func(n int) any {
			return progress(at(0), few, func(r *rollout.Rollout) { r.RedBefore = many(n, "checkout-errors") })
		}},
		{"findings of the doctor", 9, more, beyond(9), func(n int) any {
			return outcomeOf(commands.Examined{Diagnoses: many(n, rollout.Diagnosis{Check: "clock", Grade: rollout.GradeBroken, Found: long("🦀", 300), Remedy: long("x", 900)})})
		}},
		{"calls, as many as there can be", 1, "", nil, shown(func(i *rollout.Incident, n int) {
			i.Evidence.Candidate = judge.Counts{Invocations: int64(n) * 1e15, Errors: int64(n) * 1e15}
		})},
	}
}
