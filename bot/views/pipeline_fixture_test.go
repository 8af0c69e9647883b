package views_test

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

const runPage = "https://git.example/shop/runs/7"

// building has a run build the image.
func building(changes ...func(*rollout.Build)) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		r.Phase, r.Builds = rollout.Building, true
		r.Build = &rollout.Build{State: rollout.BuildRunning, Run: 7, Attempt: 1, URL: runPage}
		for _, change := range changes {
			change(r.Build)
		}
	}
}

func attempt(n int) func(*rollout.Build) { return func(b *rollout.Build) { b.Attempt = n } }

func gated(names ...string) func(*rollout.Build) { return func(b *rollout.Build) { b.Waits = names } }

// brokenBuild ends a rollout by its build.
func brokenBuild(f *rollout.Failure) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		building(func(b *rollout.Build) { b.State, b.Failure = rollout.BuildFailed, f })(r)
		because(rollout.CauseBuild, "the build failed: job test, step Unit tests")(r)
		over(rollout.Failed)(r)
	}
}

func broken() *rollout.Failure {
	return &rollout.Failure{
		Job: "test", Step: "Unit tests <!here>", URL: "https://git.example/shop/runs/7/job/3",
		Log: []string{"--- FAIL: TestRound (0.00s)", "    round_test.go:12: 2.5: got 3, want 2", "", "\x1b[31mFAIL\x1b[0m <!channel> `rm` ${{ x }}", "exit status 1  "},
	}
}

// staged says how long its phases took: the build 45 s, the deploy 12 s, and so on.
func staged(r *rollout.Rollout) {
	at := begin()
	for _, s := range []struct {
		phase rollout.Phase
		took  time.Duration
	}{
		{rollout.Pending, 0}, {rollout.Building, 45 * time.Second}, {rollout.Deploying, 12 * time.Second}, {rollout.Checking, time.Second},
		{rollout.Shifting, 30 * time.Minute}, {rollout.Promoting, 400 * time.Millisecond}, {rollout.Watching, 10 * time.Minute},
	} {
		r.Stages = append(r.Stages, rollout.Stage{Phase: s.phase, At: at})
		at = at.Add(s.took)
		if s.phase == r.Phase {
			break
		}
	}
	if r.Phase.Ended() {
		r.Ended = at
	}
}

// ships is a comparison of n commits.
func ships(n int) rollout.Comparison {
	c := rollout.Comparison{From: sha41, To: sha42, Ahead: n, URL: "https://git.example/shop/compare/a...b"}
	for i := range min(n, 50) {
		sha := fmt.Sprintf("%07d", i+1) + sha42[7:]
		c.Commits = append(c.Commits, rollout.Commit{
			SHA: sha, Subject: fmt.Sprintf("Change %d *boldly* <!channel>", i+1), Author: "Ana Silva", URL: "https://git.example/shop/commit/" + sha, Pull: i,
		})
	}
	return c
}

func files(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("migrations/%04d_orders.sql", i+1))
	}
	return out
}

// planToProd is a plan that nothing speaks against.
func planToProd(changes ...func(*commands.Planned)) commands.Planned {
	c := ships(3)
	p := commands.Planned{
		Target: deploy().Target, Release: deploy().Release, Live: rollout.Published{Version: "41", Release: rollout.Release{SHA: sha41}},
		Strategy: deploy().Strategy, Ships: &c,
		Gates: []commands.GateResult{{Name: "authorised"}, {Name: "checks green", Idle: true}, {Name: "not locked"}, {Name: "small enough", Idle: true}},
	}
	for _, change := range changes {
		change(&p)
	}
	return p
}

func proposal(p *commands.Planned) { p.Proposal, p.Asked = "01PROPOSAL", true }

// red is a refusal that names checks and links them.
func red() *rollout.Refusal {
	return &rollout.Refusal{
		Code: "checks", Hint: "When they are green: `/deploy prod checkout abc1234`",
		Reason: rollout.Say("2 checks of abc1234 are not green: ").Link("ci/security <!here>", "https://git.example/checks/1").Say(" (failed), ").
			Link("build", "javascript:alert(1)").Say(" (still running)."),
	}
}

func thread(r rollout.Rollout, n int, flagged ...string) rollout.Shipping {
	return rollout.Shipping{Rollout: r.ID, Comparison: ships(n), Flagged: flagged}
}
