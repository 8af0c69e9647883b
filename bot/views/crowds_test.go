package views_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// crowd is something of which there may be many.
type crowd struct {
	name  string
	most  int             // how many are shown
	rest  string          // what says that some are left out; empty where none ever are
	left  func(n int) int // what it counts
	shown func(n int) any
}

// crowds are all of them.
func crowds() []crowd {
	beyond := func(most int) func(int) int { return func(n int) int { return n - most } }
	all := func(n int) int { return n }
	const more = "… and %d more"
	return append(append(incidentCrowds(), shownCrowds()...), []crowd{
		{"steps of a plan", 45, more, func(n int) int { return n - 44 }, func(n int) any { // beside five other tasks
			r := deploy(at(0), few)
			r.Strategy.Steps = slices.Repeat(r.Strategy.Steps[:1], n)
			return views.Progress(r, options())
		}},
		{"targets in the status", 40, more, beyond(40), func(n int) any {
			return outcomeOf(commands.StatusShown{Targets: many(n, live()[1])})
		}},
		{"rollouts in the history", 40, more, beyond(40), func(n int) any {
			return outcomeOf(commands.HistoryShown{Rollouts: many(n, deploy(at(0)))})
		}},
		{"rollouts in the Home tab", 10, more, beyond(10), func(n int) any {
			return views.Home(commands.HomeShown{Open: many(n, deploy(at(0), few))}, options())
		}},
		{"locks in the Home tab", 20, more, beyond(20), func(n int) any {
			lock := rollout.Lock{Target: deploy().Target}.Hold(rollout.Hold{By: ben, Reason: "migrating"})
			return views.Home(commands.HomeShown{Held: many(n, lock)}, options())
		}},
		{"services in the Home tab", 40, more, beyond(40), func(n int) any {
			return views.Home(commands.HomeShown{Live: services(n), Services: n}, options())
		}},
		{"environments in the Home tab", 40, more, beyond(40), func(n int) any { // of one service
			return views.Home(commands.HomeShown{Live: many(n, live()[1]), Services: 1}, options())
		}},
		{"services in the form", 100, "%d more do not fit", beyond(100), func(n int) any {
			f := commands.FormShown{Environments: []string{"prod"}, More: max(0, n-100)}
			for _, t := range services(max(1, min(n, 100))) {
				f.Services = append(f.Services, t.Target.Service)
			}
			return views.Form(f, job.Source{})
		}},
		{"judged minutes", 6, "Below are the last 6 of %d judged minutes", all, func(n int) any {
			return outcomeOf(explain(deploy(at(0)), quiet(n)))
		}},
		{"judged weights", 5, "Below are the last 5 of the %d weights", all, func(n int) any {
			r := deploy(at(0), func(r *rollout.Rollout) { r.Strategy.Judge.ErrorRateMax = 1 })
			return outcomeOf(explain(r, many(n, busy(0.1, 3))...))
		}},
		{"commits that ship", 10, more, beyond(10), func(n int) any { return views.Ships(deploy(), thread(deploy(), n)) }},
		{"watched files", 5, more, beyond(5), func(n int) any { return views.Ships(deploy(), thread(deploy(), 1, files(n)...)) }},
		{"gates of a build", 3, "and %d more", beyond(3), func(n int) any { return progress(building(gated(many(n, "staging")...))) }},
		{"lines of a log", 20, "", nil, func(n int) any {
			return views.Broke(deploy(brokenBuild(&rollout.Failure{Job: "test", Log: many(n, long("🦀", 300))})))
		}},
		{"points of a chart", 19, "", nil, func(n int) any {
			r := deploy(at(0), over(rollout.Succeeded))
			return views.Progress(r, views.Options{Now: now(), Judged: kept(&r, quiet(n))})
		}},
	}...)
}

func many[T any](n int, one T) []T { return slices.Repeat([]T{one}, n) }

// services are n targets with names as long as a name may be.
func services(n int) (out []commands.TargetStatus) {
	for i := range n {
		out = append(out, commands.TargetStatus{Target: rollout.Target{Service: fmt.Sprintf("a-service-with-a-long-name-%04d", i), Environment: "prod"}})
	}
	return out
}

// refusedAtLength is a refusal with n characters in its reason.
func refusedAtLength(n int) views.Message {
	var reason rollout.Text
	for rest := n; rest > 0; rest -= 100 {
		reason = reason.Say(strings.Repeat("x", min(rest, 100)))
	}
	return views.Refused(&rollout.Refusal{Reason: reason})
}

// minutesOfLongNames are six judged minutes of a version whose number has n digits.
func minutesOfLongNames(n int) views.Message {
	r := deploy(at(0))
	r.Stable = rollout.Version(strings.Repeat("9", n))
	calls, at := judge.Counts{Invocations: 9}, begin()
	var minutes []rollout.Replayed
	for range 6 {
		m := judge.Minute{At: at, Weight: 0.1, Candidate: &calls, Stable: &calls}
		minutes = append(minutes, rollout.Replayed{Judgement: rollout.Judgement{Minute: m}, Same: true})
		at = at.Add(time.Minute)
	}
	return views.Outcome(commands.Explained{Rollout: r, Minutes: minutes}, options())
}

func longestSection(m views.Message) (longest string) {
	for _, b := range m.Fallback {
		if s, is := b.(*slackgo.SectionBlock); is && s.Text != nil && len(s.Text.Text) > len(longest) {
			longest = s.Text.Text
		}
	}
	return longest
}
