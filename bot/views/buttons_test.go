package views_test

import (
	"slices"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// pressable are the actions of a message's buttons. Each has to carry the
// rollout's id, and those that move traffic have to ask first.
func pressable(t *testing.T, r rollout.Rollout, o views.Options) (actions []string) {
	t.Helper()
	for _, b := range views.Progress(r, o).Blocks {
		row, ok := b.(*slackgo.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			button, _ := e.(*slackgo.ButtonBlockElement)
			if button.Value != string(r.ID) {
				t.Errorf("%s carries %q", button.ActionID, button.Value)
			}
			harmless := []string{job.PauseAction, job.ResumeAction, job.WhyAction}
			asks := !slices.Contains(harmless, button.ActionID)
			if (button.Confirm != nil) != asks {
				t.Errorf("%s asks before it acts: %t", button.ActionID, button.Confirm != nil)
			}
			actions = append(actions, button.ActionID)
		}
	}
	return actions
}

func TestTheButtonsAreThoseThatMakeSenseNow(t *testing.T) {
	for name, c := range map[string]struct {
		r    rollout.Rollout
		want []string
	}{
		"build that waits":      {deploy(building(gated("staging"))), []string{job.ApproveAction, job.PauseAction, job.AbortAction}},
		"build that waits, too": {deploy(building(gated("a", "b")), waits(rollout.PauseHeld, "", "")), []string{job.ApproveAction, job.ResumeAction, job.AbortAction}},
		"waited before":         {deploy(building(gated("staging")), in(rollout.Deploying)), []string{job.PauseAction, job.AbortAction}},
		"build failed":          {deploy(brokenBuild(broken())), []string{job.RetryAction}},
		"build failed, of who?": {deploy(brokenBuild(nil), func(r *rollout.Rollout) { r.Builds = false }), nil},
		"another image":         {deploy(brokenBuild(nil), because(rollout.CauseArtifact, "")), nil},
		"building":              {deploy(in(rollout.Building)), []string{job.PauseAction, job.AbortAction}},
		"checking, paused":      {deploy(in(rollout.Checking), healthy, waits(rollout.PauseAsked, "", ben)), []string{job.ResumeAction, job.AbortAction}},
		"shifting":              {deploy(at(0)), []string{job.PauseAction, job.PromoteAction, job.RollbackAction}},
		"shifting, paused":      {deploy(at(0), waits(rollout.PauseAsked, "", ben)), []string{job.ResumeAction, job.PromoteAction, job.RollbackAction}},
		"shifting, undecided":   {deploy(at(0), waits(rollout.PauseInconclusive, "", "")), []string{job.ResumeAction, job.PromoteAction, job.RollbackAction, job.WhyAction}},
		"shifting, misrouted":   {deploy(at(0), waits(rollout.PauseMisrouted, "", "")), []string{job.ResumeAction, job.PromoteAction, job.RollbackAction, job.WhyAction}},
		"watching":              {deploy(whole), []string{job.RollbackAction}},
		"watching, paused":      {deploy(whole, waits(rollout.PauseMetrics, "", "")), []string{job.ResumeAction, job.RollbackAction}},
		"rolling back":          {deploy(at(0), in(rollout.RollingBack)), nil},
		"rolled back":           {deploy(at(0), back(true), over(rollout.RolledBack)), []string{job.WhyAction}},
		"undone":                {undo(back(true), over(rollout.RolledBack)), nil},
		"failed":                {deploy(over(rollout.Failed)), nil},
		"failed after moving":   {deploy(at(0), over(rollout.Failed)), []string{job.WhyAction}},
		"cancelled":             {deploy(over(rollout.Cancelled)), nil},
		"first, checking":       {deploy(first, in(rollout.Checking), published), []string{job.PauseAction, job.AbortAction}},
		"first, going live":     {deploy(first, goingLive), nil},
		"nothing to go back to": {deploy(whole, func(r *rollout.Rollout) { r.Stable = "" }, over(rollout.Succeeded)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := pressable(t, c.r, options()); !slices.Equal(got, c.want) {
				t.Errorf("buttons %v, want %v", got, c.want)
			}
		})
	}
}

func TestTheWayBackIsOfferedForADay(t *testing.T) {
	r := deploy(whole, over(rollout.Succeeded))
	for after, want := range map[time.Duration][]string{
		0: {job.RollbackAction, job.WhyAction}, 24*time.Hour - time.Second: {job.RollbackAction, job.WhyAction}, 24 * time.Hour: {job.WhyAction},
	} {
		if got := pressable(t, r, views.Options{Now: r.Ended.Add(after)}); !slices.Equal(got, want) {
			t.Errorf("%s after the end: %v, want %v", after, got, want)
		}
	}
}
