package views_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func TestEveryOutcomeHasItsAnswer(t *testing.T) {
	target := rollout.Target{Service: "checkout", Environment: "prod"}
	shifting, paused := deploy(at(0), few), deploy(at(1), waits(rollout.PauseAsked, "", ben))
	undoing := undo()
	hold := &rollout.Hold{By: ben, Reason: "migrating *orders*", Since: begin(), Until: begin().Add(2 * time.Hour)}
	v41 := rollout.Published{Version: "41", Release: rollout.Release{SHA: sha41}}
	refusal := &rollout.Refusal{
		Code:   "locked",
		Reason: rollout.Say("checkout is locked in prod by ").Who(ben).Say(" since ").When(begin()).Say(": ").Quote("migrating *orders* <!here>"),
		Hint:   "When it is sorted out: `/deploy unlock prod checkout`. A rollback still works.",
	}
	changed := func(action string, r rollout.Rollout) commands.Changed {
		return commands.Changed{Action: action, Rollout: r}
	}
	targets := []commands.TargetStatus{
		{Target: target, Live: v41, Weight: 0.1, Since: begin(), By: ana, Rollout: &shifting},
		{Target: rollout.Target{Service: "checkout", Environment: "staging"}, Live: v41, Weight: 0.25, Since: begin(), By: rollout.Slipway, Rollout: &paused, Hold: hold},
		{Target: rollout.Target{Service: "search", Environment: "prod"}, Live: v41, Hold: &rollout.Hold{Reason: "abc1234 was rolled back", Since: begin()}},
		{Target: rollout.Target{Service: "search", Environment: "staging"}, Live: v41, Weight: 0.5, Red: []string{"search-<!here>"}},
		{Target: rollout.Target{Service: "mail", Environment: "dev"}, Live: v41, Rollout: &undoing, Red: []string{"mail-errors", "mail-slow", "mail-queue"}},
		{Target: rollout.Target{Service: "mail", Environment: "staging"}},
		{Target: rollout.Target{Service: "mail", Environment: "prod"}, Problem: "it cannot be read right now"},
	}
	ended := []rollout.Rollout{
		shifting, paused,
		deploy(whole, good, over(rollout.Succeeded)),
		deploy(at(0), bad, because(rollout.CauseVerdict, worse), back(true), over(rollout.RolledBack)),
		deploy(because(rollout.CauseBuild, "the build failed: `exit` 1"), over(rollout.Failed)),
		deploy(wanted(rollout.CauseAbort, "wrong branch"), over(rollout.Cancelled)),
	}
	plan := commands.Planned{
		Target: target, Release: deploy().Release, Live: v41, Strategy: deploy().Strategy,
		Gates: []commands.GateResult{{Name: "authorised"}, {Name: "not locked"}},
	}
	blocked := plan
	blocked.Gates = []commands.GateResult{{Name: "authorised"}, {Name: "not locked", Refusal: refusal}, {Name: "not already live", Refusal: rollout.Refuse("already_live", "It is live.", "")}}
	for name, out := range map[string]commands.Outcome{
		"started":            commands.Started{Rollout: deploy()},
		"started-rollback":   commands.Started{Rollout: undoing},
		"promoting":          changed("promote", shifting),
		"paused":             changed("pause", paused),
		"resumed":            changed("resume", shifting),
		"aborted":            changed("abort", deploy(at(0), in(rollout.RollingBack))),
		"abort-cancelled":    changed("abort", deploy(over(rollout.Cancelled))),
		"rolling-back":       changed("rollback", deploy(at(0), in(rollout.RollingBack))),
		"rollback-cancelled": changed("rollback", deploy(over(rollout.Cancelled))),
		"weight":             changed("weight", deploy(func(r *rollout.Rollout) { r.Manual = 0.4 }, at(1))),
		"changed":            changed("something new", deploy(func(r *rollout.Rollout) { r.Channel = "" })),
		"locked":             commands.HoldChanged{Target: target, Hold: hold},
		"unlocked":           commands.HoldChanged{Target: target},
		"plan-open":          plan,
		"plan-blocked":       blocked,
		"status":             commands.StatusShown{Targets: targets},
		"status-nothing":     commands.StatusShown{},
		"history":            commands.HistoryShown{Where: target, Rollouts: ended},
		"history-drills": commands.HistoryShown{Rollouts: []rollout.Rollout{
			deploy(drilling(0), at(0), few),
			deploy(at(0), bad, because(rollout.CauseVerdict, worse), back(true), drilling(time.Minute), over(rollout.RolledBack)),
			deploy(at(0), bad, because(rollout.CauseDrill, "nothing had taken it back"), back(true), drilling(time.Hour), over(rollout.RolledBack)),
			deploy(at(0), wanted(rollout.CauseAbort, "lunch"), back(true), drilling(time.Minute), over(rollout.RolledBack)),
		}},
		"history-nothing": commands.HistoryShown{},
		"canary":          commands.CanaryShown{Target: target, Live: rollout.Split("41", "42", 0.1), Rollout: &shifting},
		"canary-undo":     commands.CanaryShown{Target: target, Live: rollout.All("42"), Rollout: &undoing},
		"canary-quiet":    commands.CanaryShown{Target: target, Live: rollout.All("41")},
		"canary-nothing":  commands.CanaryShown{Target: target},
		"plan-first":      commands.Planned{Target: target, Release: deploy().Release, Strategy: deploy().Strategy},
		"plan-adopts":     commands.Planned{Target: target, Release: deploy().Release, Live: v41, Adopts: rollout.Split("41", "39", 0.3), Strategy: deploy().Strategy},
		"help":            commands.HelpShown{},
		"help-canary":     commands.HelpShown{Topic: "canary"},
		"nothing":         nil,
	} {
		t.Run(name, func(t *testing.T) { golden(t, "answers", name, views.Outcome(out, options())) })
	}
	t.Run("refused", func(t *testing.T) { golden(t, "answers", "refused", views.Refused(refusal)) })
}

// faults.md I1: what the log is for stays in the log.
func TestWhatFailedIsToldWithoutItsCause(t *testing.T) {
	failed := &rollout.Error{Kind: rollout.Broken, Message: "I could not look up who you are, so nothing was done.", Hint: "Try again in a moment.", Err: errors.New("token xoxb-1")}
	golden(t, "answers", "failed", views.Failed(failed))
	golden(t, "answers", "broken", views.Broken("a1b2c3"))
	golden(t, "answers", "broken-without-ref", views.Failed(nil))
	golden(t, "answers", "broken-without-ref", views.Refused(nil))
}

// faults.md E13
func TestWhatWasGivenUpIsToldWithWhatToTypeOrPressAgain(t *testing.T) {
	golden(t, "answers", "given-up-command", views.GivenUp("/deploy pause prod checkout \"`lunch` <!here>\"", ""))
	golden(t, "answers", "given-up-button", views.GivenUp("", job.RollbackAction))
	golden(t, "answers", "given-up-unknown", views.GivenUp("", "slipway_new"))
}

func TestTheChannelHearsOfLocks(t *testing.T) {
	lock := rollout.Lock{Target: rollout.Target{Service: "checkout", Environment: "prod"}}
	held := lock.Hold(rollout.Hold{By: ben, Reason: "migrating *orders*", Since: begin()})
	for name, n := range map[string]rollout.Notice{
		"locked":       {Kind: rollout.Locked, Lock: &held, By: ben},
		"unlocked":     {Kind: rollout.Unlocked, Lock: &lock, By: ben},
		"without-lock": {Kind: rollout.Locked, By: ben},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "locks", name, views.Held(n)) })
	}
}

func TestTheChannelHearsOfSplitsThatNobodyOwns(t *testing.T) {
	left := rollout.Stray{
		Target: rollout.Target{Service: "checkout", Environment: "prod"}, Found: rollout.Split("41", "42", 0.1),
		Origin: rollout.LeftBehind, Rollout: "01JABC", Deadline: begin(), Back: "41",
	}
	byHand := rollout.Stray{Target: left.Target, Found: rollout.Split("41", "40", 0.3), Origin: rollout.Foreign}
	lost := byHand
	lost.Origin, lost.Rollout = rollout.Unrecorded, "01J`*b*`<!here>"
	for name, n := range map[string]rollout.Notice{
		"put-right":     {Kind: rollout.Strayed, Stray: &left},
		"by-hand":       {Kind: rollout.Strayed, Stray: &byHand},
		"unrecorded":    {Kind: rollout.Strayed, Stray: &lost},
		"without-stray": {Kind: rollout.Strayed},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "strays", name, views.Stray(n)) })
	}
}
