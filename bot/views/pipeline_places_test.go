package views_test

import (
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// buildPlaces are where words of a build come in, such as the lines of its log.
func buildPlaces() []place {
	broke := func(f rollout.Failure) rollout.Rollout { return deploy(brokenBuild(&f)) }
	return []place{
		{"gate of a build", 40, func(words string) any { return progress(building(gated(words))) }},
		{"job", 100, func(words string) any { return views.Progress(broke(rollout.Failure{Job: words}), options()) }},
		{"step", 100, func(words string) any {
			return views.Progress(broke(rollout.Failure{Job: "test", Step: words}), options())
		}},
		{"job, in the thread", 100, func(words string) any { return views.Broke(broke(rollout.Failure{Job: words})) }},
		{"line of a log", 200, func(words string) any {
			return views.Broke(broke(rollout.Failure{Job: "test", Log: []string{"before", words, "after"}}))
		}},
		{"why a build failed", 400, func(words string) any {
			return views.Broke(deploy(brokenBuild(nil), func(r *rollout.Rollout) { r.Build.Reason = words }))
		}},
		{"cause in the thread", 400, func(words string) any {
			return views.Broke(deploy(brokenBuild(nil), func(r *rollout.Rollout) { r.Build, r.Cause.Text = nil, words }))
		}},
	}
}

// changePlaces are where words of a repository come in.
func changePlaces() []place {
	told := func(c rollout.Commit, flagged ...string) any {
		s := thread(deploy(), 1, flagged...)
		s.Comparison.Commits[0].Subject, s.Comparison.Commits[0].Author = c.Subject, c.Author
		return views.Ships(deploy(), s)
	}
	plan := func(change func(p *commands.Planned)) any { return outcomeOf(planToProd(proposal, change)) }
	return []place{
		{"subject of what ships", 100, func(words string) any { return told(rollout.Commit{Subject: words}) }},
		{"author of what ships", 40, func(words string) any { return told(rollout.Commit{Subject: "x", Author: words}) }},
		{"watched file", 100, func(words string) any { return told(rollout.Commit{}, words) }},
		{"why it is not known what ships", 400, func(words string) any {
			return plan(func(p *commands.Planned) { p.Ships, p.Unknown = nil, words })
		}},
		{"what has changed", 400, func(words string) any {
			return plan(func(p *commands.Planned) { p.Changed = rollout.Say("It is ").Quote(words).Say(" now.") })
		}},
		{"check, linked", 400, func(words string) any {
			r := red()
			r.Reason = rollout.Say("Red: ").Link(words, "https://git.example/checks/1")
			return views.Refused(r)
		}},
		{"subject that is not live yet", 100, func(words string) any {
			h := rollout.Head{Commit: rollout.Commit{SHA: sha42, Subject: words}}
			return outcomeOf(commands.StatusShown{Targets: []commands.TargetStatus{{Target: deploy().Target, Head: &h}}})
		}},
		{"login", 40, func(words string) any {
			return progress(func(r *rollout.Rollout) { r.By = commands.WorkflowActor + words })
		}},
	}
}
