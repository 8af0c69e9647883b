package views_test

import (
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// place is somewhere that words of somebody else come in.
type place struct {
	name  string
	most  int // how many code points of them are shown
	shown func(words string) any
}

// places are all of them. A new view of such words belongs in here.
func places() (all []place) {
	for _, some := range [][]place{commitPlaces(), causePlaces(), pausePlaces(), judgePlaces(), lockPlaces(), answerPlaces(), buildPlaces(), changePlaces(), incidentPlaces(), shownPlaces(), formPlaces()} {
		all = append(all, some...)
	}
	return all
}

func progress(changes ...func(*rollout.Rollout)) any {
	return views.Progress(deploy(changes...), options())
}

func outcomeOf(o commands.Outcome) any { return views.Outcome(o, options()) }

func commitPlaces() []place {
	subject := func(words string) rollout.Rollout {
		return deploy(at(0), func(r *rollout.Rollout) { r.Release.Subject = words })
	}
	return []place{
		{"subject in a plan", 100, func(words string) any { return views.Progress(subject(words), options()) }},
		{"subject at the end", 100, func(words string) any {
			r := subject(words)
			over(rollout.Succeeded)(&r)
			return views.Progress(r, options())
		}},
		{"subject before a deploy", 100, func(words string) any {
			r := subject(words)
			return outcomeOf(commands.Planned{Target: r.Target, Release: r.Release, Strategy: r.Strategy})
		}},
		{"subject in the history", 100, func(words string) any {
			return outcomeOf(commands.HistoryShown{Rollouts: []rollout.Rollout{subject(words)}})
		}},
		{"author", 40, func(words string) any { return progress(func(r *rollout.Rollout) { r.Release.Author = words }) }},
		{"reason", 400, func(words string) any { return progress(func(r *rollout.Rollout) { r.Reason = words }) }},
		{"who, when it is no id", 40, func(words string) any { return progress(func(r *rollout.Rollout) { r.By = words }) }},
	}
}

func causePlaces() (all []place) {
	cause := func(words string, changes ...func(*rollout.Rollout)) rollout.Rollout {
		return deploy(append(changes, func(r *rollout.Rollout) { r.Cause.Text = words })...)
	}
	for _, p := range []rollout.Phase{rollout.RollingBack, rollout.RolledBack, rollout.Failed, rollout.Cancelled} {
		all = append(all, place{"cause, " + string(p), 400, func(words string) any { return views.Progress(cause(words, at(0), over(p)), options()) }})
	}
	back := func(words string, by func(*rollout.Rollout)) []rollout.Rollout {
		return []rollout.Rollout{cause(words, at(0), by, over(rollout.RolledBack))}
	}
	alone, asked := because(rollout.CauseHealth, ""), wanted(rollout.CauseAbort, "")
	return append(all,
		place{"cause, asked for", 400, func(words string) any { return views.Progress(back(words, asked)[0], options()) }},
		place{"cause, asked why", 400, func(words string) any { return outcomeOf(commands.Explained{Rollout: back(words, alone)[0]}) }},
		place{"cause in the history", 100, func(words string) any { return outcomeOf(commands.HistoryShown{Rollouts: back(words, alone)}) }},
		place{"cause in the history, asked for", 100, func(words string) any { return outcomeOf(commands.HistoryShown{Rollouts: back(words, asked)}) }},
		place{"cause in the Home tab", 100, func(words string) any {
			return views.Home(commands.HomeShown{Open: back(words, alone)}, options())
		}},
	)
}

func pausePlaces() (all []place) {
	for _, code := range []string{rollout.PauseAsked, rollout.PauseManual, rollout.PauseMetrics, rollout.PauseForeign, rollout.PauseMisrouted, "new"} {
		all = append(all, place{"pause, " + code, 400, func(words string) any { return progress(at(0), few, waits(code, words, ana)) }})
	}
	paused := func(words string) rollout.Rollout { return deploy(at(0), few, waits(rollout.PauseAsked, words, ana)) }
	return append(all,
		place{"pause, asked why", 400, func(words string) any { return outcomeOf(explain(paused(words), quiet(3))) }},
		place{"pause of a canary", 400, func(words string) any {
			r := paused(words)
			return outcomeOf(commands.CanaryShown{Target: r.Target, Live: r.Move.To, Rollout: &r})
		}},
		place{"pause before a rollback", 400, func(words string) any { return views.ConfirmRollback(paused(words), job.Source{}) }},
	)
}

func judgePlaces() []place {
	problem := func(words string) func(*rollout.Rollout) {
		return func(r *rollout.Rollout) { r.Judging.Problem = words }
	}
	sick := func(words string) func(*rollout.Rollout) {
		return func(r *rollout.Rollout) {
			r.Health = &rollout.Health{Version: r.Stable, Status: 500, Detail: words}
		}
	}
	return []place{
		{"problem of the metrics", 400, func(words string) any { return progress(at(0), problem(words)) }},
		{"problem of the metrics, asked why", 400, func(words string) any {
			return outcomeOf(commands.Explained{Rollout: deploy(at(0), problem(words))})
		}},
		{"problem of the probes", 400, func(words string) any {
			return progress(at(0), few, probed, func(r *rollout.Rollout) { r.ProbeProblem = words })
		}},
		{"health", 400, func(words string) any {
			return progress(healthy, in(rollout.Checking), func(r *rollout.Rollout) { r.Health.OK, r.Health.Detail = false, words })
		}},
		{"health, no answer", 400, func(words string) any {
			return progress(healthy, in(rollout.Checking), func(r *rollout.Rollout) { r.Health = &rollout.Health{Version: "42", Detail: words} })
		}},
		{"health after a rollback", 400, func(words string) any { return progress(at(0), back(true), sick(words), over(rollout.RolledBack)) }},
	}
}

func lockPlaces() []place {
	hold := func(words string) *rollout.Hold { return &rollout.Hold{By: ben, Reason: words, Since: begin()} }
	target := deploy().Target
	status := func(words string) []commands.TargetStatus {
		return []commands.TargetStatus{{Target: target, Hold: hold(words)}}
	}
	return []place{
		{"lock", 400, func(words string) any { return outcomeOf(commands.HoldChanged{Target: target, Hold: hold(words)}) }},
		{"lock, told", 400, func(words string) any {
			return views.Held(rollout.Notice{Kind: rollout.Locked, By: ben, Lock: &rollout.Lock{Target: target, Held: hold(words)}})
		}},
		{"lock in the status", 100, func(words string) any { return outcomeOf(commands.StatusShown{Targets: status(words)}) }},
		{"lock in the form", 100, func(words string) any {
			f := commands.FormShown{Filled: commands.Filled{Service: "checkout"}, Looked: true, Services: []string{"checkout"}, Environments: []string{"prod"}, Live: status(words)}
			return views.Form(f, job.Source{})
		}},
		{"lock in the Home tab", 100, func(words string) any {
			return views.Home(commands.HomeShown{Held: []rollout.Lock{{Target: target, Held: hold(words)}}}, options())
		}},
		{"problem of a target", 100, func(words string) any {
			return outcomeOf(commands.StatusShown{Targets: []commands.TargetStatus{{Target: target, Problem: words}}})
		}},
		{"red alarm in the status", 80, func(words string) any {
			return outcomeOf(commands.StatusShown{Targets: []commands.TargetStatus{{Target: target, Red: []string{words}}}})
		}},
		{"cause of a rollback, asked why", 400, func(words string) any {
			return outcomeOf(commands.Explained{Rollout: deploy(whole, over(rollout.Succeeded)), Back: &rollout.Rollout{Cause: rollout.Cause{Text: words}}})
		}},
		{"stamp of a split", 400, func(words string) any {
			return views.Stray(rollout.Notice{Stray: &rollout.Stray{Target: target, Found: rollout.Split("41", "42", 0.1), Origin: rollout.Unrecorded, Rollout: rollout.ID(words)}})
		}},
	}
}

func answerPlaces() []place {
	refusal := func(words string) *rollout.Refusal {
		return &rollout.Refusal{Reason: rollout.Say("No: ").Quote(words).Say("."), Hint: "`/deploy help`"}
	}
	return []place{
		{"refusal", 400, func(words string) any { return views.Refused(refusal(words)) }},
		{"refusal in the Home tab", 400, func(words string) any { return views.HomeSaying(views.Refused(refusal(words))) }},
		{"refusal by a gate", 400, func(words string) any {
			return outcomeOf(commands.Planned{Target: deploy().Target, Gates: []commands.GateResult{{Name: "lock", Refusal: refusal(words)}}})
		}},
		{"command that was given up", 500, func(words string) any { return views.GivenUp(words, "") }},
	}
}
