package views_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// explain is what /deploy why has about a rollout that was judged in some runs.
func explain(r rollout.Rollout, runs ...run) commands.Explained {
	minutes := kept(&r, runs...)
	return commands.Explained{Rollout: r, Minutes: r.Replay(minutes)}
}

func TestWhyExplainsEveryKindOfRollout(t *testing.T) {
	cause := because(rollout.CauseVerdict, worse)
	slow := run{weight: 0.1, minutes: 8, candidate: judge.Counts{Invocations: 100, Slow: 40}, stable: judge.Counts{Invocations: 900, Slow: 9}}
	lonely := run{weight: 0.1, minutes: 12, candidate: judge.Counts{Invocations: 20}}
	unshared := run{weight: 0.1, minutes: 8, stable: judge.Counts{Invocations: 900}}
	withProbes := quiet(10)
	withProbes.probes = judge.Counts{Invocations: 6, Slow: 1}
	policy := func(c rollout.Choice) func(*rollout.Rollout) {
		return func(r *rollout.Rollout) { r.Strategy.Inconclusive, r.Strategy.MaxHold = c, 12*time.Minute }
	}
	blueGreen := func(r *rollout.Rollout) { r.Strategy.Kind, r.Strategy.Steps = rollout.BlueGreen, nil }
	moved := func(n int) func(*rollout.Rollout) { return func(r *rollout.Rollout) { r.Moves = n } }
	for name, e := range map[string]commands.Explained{
		"rolled-back":       explain(deploy(at(1), cause, back(true), over(rollout.RolledBack)), busy(0.1, 14), failing(0.25)),
		"rolling-back":      explain(deploy(at(0), in(rollout.RollingBack), cause), failing(0.1)),
		"slow":              explain(deploy(at(0), cause, over(rollout.RolledBack)), slow),
		"burst":             explain(deploy(whole, cause, over(rollout.RolledBack)), burst()...),
		"aborted":           explain(deploy(at(0), wanted(rollout.CauseAbort, "wrong *branch*"), back(true), over(rollout.RolledBack)), quiet(3)),
		"somebody-else":     explain(deploy(at(0), because(rollout.CauseForeign, "found v41"), over(rollout.RolledBack)), quiet(3)),
		"undecided-back":    explain(deploy(at(0), policy(rollout.RollBackAnyway), because(rollout.CauseInconclusive, "too little to judge it by"), back(true), over(rollout.RolledBack)), quiet(12)),
		"succeeded":         explain(deploy(whole, over(rollout.Succeeded)), busy(0.1, 10), busy(0.25, 17), busy(0.5, 10), busy(1, 10)),
		"many-steps":        explain(deploy(whole, over(rollout.Succeeded)), busy(0.1, 3), busy(0.05, 3), busy(0.25, 9), busy(0.4, 3), busy(0.5, 10), busy(1, 10)),
		"undecided-on":      explain(deploy(at(1), policy(rollout.PromoteAnyway), moved(2)), quiet(12), lonely),
		"asks":              explain(deploy(at(0), waits(rollout.PauseInconclusive, "", "")), quiet(30)),
		"asks-after-probes": explain(deploy(at(0), policy(rollout.Probe), waits(rollout.PauseInconclusive, "", "")), withProbes),
		"asks-unprobed":     explain(deploy(at(0), policy(rollout.Probe), waits(rollout.PauseInconclusive, "", "")), quiet(10)),
		"looked-on":         explain(deploy(whole, func(r *rollout.Rollout) { r.Strategy.Shadow = true }), failing(0.1), failing(0.25)),
		"not-compared":      explain(deploy(at(0)), quiet(2)),
		"quiet-end":         explain(deploy(at(0)), busy(0.1, 3), run{weight: 0.1, minutes: 1, stable: judge.Counts{Invocations: 9}, goesOn: true}),
		"failed-too-late":   explain(deploy(at(0), because(rollout.CauseForeign, "found v41"), over(rollout.RolledBack)), failing(0.1)),
		"misrouted":         explain(deploy(at(0), waits(rollout.PauseMisrouted, "", "")), unshared),
		"paused":            explain(deploy(at(0), waits(rollout.PauseAsked, "lunch <!here>", ben)), quiet(3)),
		"probing":           explain(deploy(at(0), probed), withProbes),
		"going-on":          explain(deploy(at(0), moved(2)), busy(0.1, 10)),
		"under-way":         explain(deploy(at(0)), quiet(5)),
		"watching-no-calls": explain(deploy(whole, blueGreen, moved(1)), run{weight: 1, minutes: 3}),
		"not-first":         explain(deploy(first, goingLive, over(rollout.Succeeded))),
		"not-yet":           explain(deploy(in(rollout.Building))),
		"not-soon":          explain(deploy(at(0))),
		"not-readable":      explain(deploy(at(0), func(r *rollout.Rollout) { r.Judging.Problem = "throttled" })),
		"not-kept":          explain(deploy(whole, good, over(rollout.Succeeded))),
		"not-moved":         explain(deploy(in(rollout.Building), wanted(rollout.CauseAbort, ""), over(rollout.Cancelled))),
		"not-failed":        explain(deploy(because(rollout.CauseBuild, "exit 1"), over(rollout.Failed))),
		"not-in-time":       explain(deploy(at(0), wanted(rollout.CauseAbort, ""), over(rollout.RolledBack))),
		"not-an-undo":       explain(undo(back(true), over(rollout.RolledBack))),
		"back-from":         wentBackFrom(undo(wanted(rollout.CauseRollback, "checkout *is* slow"), back(true), over(rollout.RolledBack))),
		"back-from-alarm":   wentBackFrom(undo(because(rollout.CauseAlarm, "the alarm checkout-5xx is red"), back(true), over(rollout.RolledBack))),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "why", name, views.Outcome(e, options())) })
	}
}

// wentBackFrom explains a deploy, when the rollback that went back from it was asked about.
func wentBackFrom(back rollout.Rollout) commands.Explained {
	e := explain(deploy(whole, over(rollout.Succeeded)), busy(0.1, 10), busy(1, 10))
	back.ID = "01JBACK"
	e.Back = &back
	return e
}

func TestWhySaysWhenTheJudgeOfTodayDecidesOtherwise(t *testing.T) {
	r := deploy(at(0), because(rollout.CauseVerdict, worse), back(true), over(rollout.RolledBack))
	minutes := kept(&r, failing(0.1))
	minutes[2].Verdict.Kind, minutes[2].Verdict.Reason = judge.Pass, judge.ReasonBelowLimit
	m := views.Outcome(commands.Explained{Rollout: r, Minutes: r.Replay(minutes)}, options())
	golden(t, "why", "differs", m)
	if strings.Contains(m.Text, "the same verdicts") {
		t.Error("it says that nothing differs")
	}
}
