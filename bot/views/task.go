package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// task is one line of a rollout's plan.
type task struct {
	id, title string
	status    slack.TaskCardStatus
	notes     []line
	source    string // address with more about it
}

// Ids of the tasks that every rollout has.
const (
	taskBuild    = "build"
	taskDeploy   = "deploy"
	taskCheck    = "check"
	taskApproval = "approval"
	taskPromote  = "promote"
	taskWatch    = "watch"
	taskEnd      = "end"
)

func taskStep(i int) string { return fmt.Sprintf("step-%d", i+1) }

// tasks are what a rollout does, in order. One that was stopped ends with where
// that happened, and with its way back.
func tasks(r rollout.Rollout, o Options) []task {
	if r.IsRollback {
		return wayBack(r)
	}
	list := ahead(r)
	at := current(r)
	for i := range list {
		list[i].status = slack.TaskCardStatusComplete
		if list[i].id != at {
			list[i].title += lasted(r, list[i].id)
			continue
		}
		list[i].notes = append(list[i].notes, notes(r, at, o)...)
		if stopped(r) {
			list[i].status = slack.TaskCardStatusError
			return append(list[:i+1], wayBack(r)...)
		}
		list[i].status = slack.TaskCardStatusInProgress
		for j := i + 1; j < len(list); j++ {
			list[j].status = slack.TaskCardStatusPending
		}
		break
	}
	return list
}

func stopped(r rollout.Rollout) bool {
	return r.Phase == rollout.RollingBack || r.Phase.Ended() && r.Phase != rollout.Succeeded
}

// ahead is the whole plan of a deploy.
func ahead(r rollout.Rollout) []task {
	build := task{id: taskBuild, title: "Build"}
	if f := failure(r); r.Build != nil && (f.Job == "" || webPage(f.URL) == "") { // else the job's page is linked
		build.source = webPage(r.Build.URL)
	}
	deploy := task{id: taskDeploy, title: "Deploy to green"}
	if r.Candidate != "" {
		deploy.title = fmt.Sprintf("Deploy %s to green", r.Candidate)
	}
	list := []task{build, deploy, {id: taskCheck, title: "Health check", notes: health(r, r.Candidate)}}
	if r.Phase == rollout.AwaitingApproval {
		list = append(list, task{id: taskApproval, title: "Approval by a second person"})
	}
	if r.First() {
		return append(list, task{id: taskPromote, title: "Go live"})
	}
	for i, s := range r.Strategy.Steps {
		title := judge.Percent(s.Weight) + " for " + duration(s.Hold)
		if i == r.Step && r.Manual > 0 {
			title = judge.Percent(r.Manual) + ", set by hand"
		}
		list = append(list, task{id: taskStep(i), title: title})
	}
	list = append(list, task{id: taskPromote, title: "Promote"})
	if r.Strategy.Watch > 0 {
		list = append(list, task{id: taskWatch, title: "Watch for " + duration(r.Strategy.Watch)})
	}
	return list
}

// wayBack is what a rollback does. Where somebody else moved the alias there is
// none of ours.
func wayBack(r rollout.Rollout) []task {
	if !wentBack(r) || r.Cause.Code == rollout.CauseForeign {
		return nil
	}
	back := task{id: "back", title: fmt.Sprintf("Live back on %s", r.Stable), status: slack.TaskCardStatusInProgress}
	if r.Cause.Code == rollout.CauseRescued {
		back.status = slack.TaskCardStatusComplete
		return []task{back}
	}
	check := task{id: "back-check", title: fmt.Sprintf("Health check of %s", r.Stable), status: slack.TaskCardStatusPending}
	if r.Phase == rollout.RolledBack || r.Move != nil && r.Move.To == rollout.All(r.Stable) && !r.Move.Seen.IsZero() {
		back.status, check.status = slack.TaskCardStatusComplete, slack.TaskCardStatusInProgress
		check.notes = health(r, r.Stable)
	}
	if r.Phase == rollout.RolledBack {
		check.status = slack.TaskCardStatusError
		if r.Health != nil && r.Health.Version == r.Stable && r.Health.OK {
			check.status = slack.TaskCardStatusComplete
		}
	}
	return []task{back, check}
}

// health is what a version answered, if it is what was asked last.
func health(r rollout.Rollout, v rollout.Version) []line {
	h := r.Health
	switch {
	case h == nil || v == "" || h.Version != v:
		return nil
	case h.OK && h.Status > 0:
		return []line{say(fmt.Sprintf("%s answered %d.", v, h.Status))}
	case h.OK:
		return []line{say(fmt.Sprintf("%s is well.", v))}
	case h.Status > 0:
		return []line{say(fmt.Sprintf("%s answered %d", v, h.Status)).quote(": ", h.Detail, maxQuote)}
	default:
		return []line{say(fmt.Sprintf("%s did not answer", v)).quote(": ", h.Detail, maxQuote)}
	}
}
