package views_test

import (
	"testing"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func TestProgressShowsTheBuildAndHowLongEachPhaseTook(t *testing.T) {
	byWorkflow := func(r *rollout.Rollout) { r.By = commands.WorkflowActor + "ana-silva" }
	for name, r := range map[string]rollout.Rollout{
		"building-again": deploy(building(attempt(2))),
		"building-gated": deploy(building(gated("staging <!here>", "prod"))),
		"shifting-timed": deploy(at(1), few, staged),
		"by-a-workflow":  deploy(byWorkflow, at(0)),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "progress", name, views.Progress(r, options())) })
	}
	held := deploy(healthy, in(rollout.Checking), waits(rollout.PauseHeld, "waits for its workflow to switch", commands.WorkflowActor+"ana"))
	t.Run("held", func(t *testing.T) { golden(t, "paused", "held", views.Progress(held, options())) })
}

func TestProgressTellsWhatBecameOfABuild(t *testing.T) {
	artifact := because(rollout.CauseArtifact, "the image of abc1234 is not the one that was verified before: expected sha256:0123, found sha256:4567")
	for name, r := range map[string]rollout.Rollout{
		"failed-build-step":  deploy(brokenBuild(broken())),
		"failed-build-where": deploy(brokenBuild(&rollout.Failure{Job: "test"})),
		"cancelled-building": deploy(building(), wanted(rollout.CauseAbort, ""), over(rollout.Cancelled)),
		"failed-artifact":    deploy(building(func(b *rollout.Build) { b.State = rollout.BuildReady }), func(r *rollout.Rollout) { r.Release.Digest = digest }, artifact, over(rollout.Failed)),
		"succeeded-timed":    deploy(whole, good, over(rollout.Succeeded), staged),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "ended", name, views.Progress(r, options())) })
	}
	seen := options()
	seen.Page = "https://shop.example.com/"
	golden(t, "ended", "succeeded-page", views.Progress(deploy(whole, good, over(rollout.Succeeded)), seen))
}

func TestAThreadTellsWhatARolloutShipsAndWhereItsBuildFailed(t *testing.T) {
	r, unknown := deploy(), deploy(brokenBuild(nil))
	because := deploy(brokenBuild(nil), func(r *rollout.Rollout) { r.Build.Reason = "the run was cancelled <!here>" })
	byOthers := deploy(brokenBuild(&rollout.Failure{Job: "test"}), func(r *rollout.Rollout) { r.Builds = false })
	back := thread(r, 0)
	back.Comparison.Behind = 2
	for name, m := range map[string]views.Message{
		"ships":           views.Ships(r, thread(r, 3, files(2)...)),
		"ships-many":      views.Ships(r, thread(r, 1200, files(9)...)),
		"ships-one":       views.Ships(r, thread(r, 1)),
		"ships-back":      views.Ships(r, back),
		"broke":           views.Broke(deploy(brokenBuild(broken()))),
		"broke-unknown":   views.Broke(unknown),
		"broke-because":   views.Broke(because),
		"broke-elsewhere": views.Broke(byOthers),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "threads", name, m) })
	}
}

func TestAJobOrAReasonThatNobodySeesIsNone(t *testing.T) {
	f, reason := rollout.Failure{Job: "\u200b \x00", Step: "Unit tests"}, func(r *rollout.Rollout) { r.Build.Reason = "\u202e " }
	says(t, views.Broke(deploy(brokenBuild(&f), reason)), "GitHub does not say where (<"+runPage+"|run>).")
}

func TestAPlanShowsWhatItShipsAndLetsItBeConfirmed(t *testing.T) {
	back := func(p *commands.Planned) { c := ships(0); c.Behind = 1; p.Ships, p.Release.Digest = &c, digest }
	for name, p := range map[string]commands.Planned{
		"plan-ships":    planToProd(),
		"plan-proposed": planToProd(proposal, func(p *commands.Planned) { p.Flagged, p.Ships.Behind = files(2), 2 }),
		"plan-back":     planToProd(proposal, back),
		"plan-partly":   planToProd(func(p *commands.Planned) { p.Ships.Partial = true }),
		"plan-unknown":  planToProd(func(p *commands.Planned) { p.Ships, p.Unknown = nil, "def5678 is not there any more <!here>" }),
		"plan-checks":   planToProd(func(p *commands.Planned) { p.Gates[1] = commands.GateResult{Name: "checks green", Refusal: red()} }),
		"plan-changed": planToProd(proposal, func(p *commands.Planned) {
			p.Changed = rollout.Say("").Quote("main").Say(" is abc1234 now, not def5678.")
		}),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "answers", name, views.Outcome(p, options())) })
	}
	first := planToProd(proposal, func(p *commands.Planned) { p.Ships, p.Live = nil, rollout.Published{} })
	t.Run("plan-first-proposed", func(t *testing.T) { golden(t, "answers", "plan-first-proposed", views.Outcome(first, options())) })
}

func TestTheOtherOutcomesOfBuildsAndPlansHaveTheirAnswers(t *testing.T) {
	head := func(state rollout.CheckState) *rollout.Head {
		return &rollout.Head{Service: "checkout", Commit: ships(1).Commits[0], Checks: state, At: begin()}
	}
	var targets []commands.TargetStatus
	for _, state := range []rollout.CheckState{rollout.CheckPassed, rollout.CheckFailed, rollout.CheckRunning, rollout.CheckMissing, ""} {
		targets = append(targets, commands.TargetStatus{Target: deploy().Target, Live: rollout.Published{Version: "41", Release: rollout.Release{SHA: sha41}}, Head: head(state)})
	}
	shifting := deploy(at(0))
	targets = append(targets, commands.TargetStatus{Target: shifting.Target, Weight: 0.1, Rollout: &shifting, Head: head("")},
		commands.TargetStatus{Target: shifting.Target, Live: rollout.Published{Version: "41", Release: rollout.Release{SHA: sha41}}, Weight: 0.1, Rollout: &shifting})
	for name, out := range map[string]commands.Outcome{
		"dismissed":   commands.Dismissed{Target: deploy().Target},
		"approved":    commands.Changed{Action: "approve", Rollout: deploy(building(gated("staging")))},
		"status-head": commands.StatusShown{Targets: targets},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "answers", name, views.Outcome(out, options())) })
	}
	t.Run("refused-checks", func(t *testing.T) { golden(t, "answers", "refused-checks", views.Refused(red())) })
}
