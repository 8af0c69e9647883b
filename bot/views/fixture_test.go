package views_test

import (
	"runtime/debug"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

const (
	ana    = "U0ANA"
	ben    = "U0BEN"
	sha42  = "abc1234def5678abc1234def5678abc1234def56"
	sha41  = "def5678abc1234def5678abc1234def5678abc12"
	worse  = "v42 is worse than v41: v42 errors 20.1 % (41 of 204) vs 0.1 % (2 of 1,870): 188× worse; evidence over 1,000,000 : 1, needed 200 : 1"
	digest = "sha256:0123456789abcdef"
)

// The tests make much garbage and keep little: a third of their time went to
// collecting it.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}

// begin is when every rollout of these tests was asked for; now is ten minutes on.
func begin() time.Time       { return time.Date(2026, 11, 20, 14, 2, 0, 0, time.UTC) }
func now() time.Time         { return begin().Add(10 * time.Minute) }
func options() views.Options { return views.Options{Now: now()} }

// deploy is a canary to prod that was just accepted, after some changes.
func deploy(changes ...func(*rollout.Rollout)) rollout.Rollout {
	r := rollout.Rollout{
		ID: "01JD4Z0000000000000000CKPR", Revision: 1,
		Target:  rollout.Target{Service: "checkout", Environment: "prod"},
		Release: rollout.Release{SHA: sha42, Subject: "Round *half* to even <!channel>", Author: "Ana Silva", URL: "https://git.example/shop/commit/abc1234"},
		By:      ana, Channel: "C0CHECKOUT", Reason: "fixes the refund bug",
		Phase: rollout.Pending, Created: begin(), Since: begin(),
		Stable: "41", StableRelease: rollout.Release{SHA: sha41},
		Strategy: rollout.Strategy{
			Kind: rollout.Canary, MaxHold: 30 * time.Minute, Watch: 10 * time.Minute, PauseLimit: time.Hour,
			Inconclusive: rollout.Ask, Judge: judge.Default(),
			Steps: []rollout.Step{
				{Weight: 0.10, Hold: 10 * time.Minute}, {Weight: 0.25, Hold: 10 * time.Minute}, {Weight: 0.50, Hold: 10 * time.Minute},
			},
		},
	}
	for _, change := range changes {
		change(&r)
	}
	return r
}

func in(p rollout.Phase) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) { r.Phase = p }
}

func built(r *rollout.Rollout) {
	r.Build = &rollout.Build{State: rollout.BuildReady, Digest: digest, URL: "https://git.example/shop/runs/7"}
	r.Release.Digest = digest
}

func published(r *rollout.Rollout) {
	built(r)
	r.Candidate = "42"
}

func healthy(r *rollout.Rollout) {
	published(r)
	r.Health = &rollout.Health{Version: "42", OK: true, Status: 200, At: begin()}
}

// at puts the step's share on the candidate, seen three minutes ago.
func at(step int) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		healthy(r)
		seen := now().Add(-3 * time.Minute)
		r.Phase, r.Step, r.Moves = rollout.Shifting, step, step+1
		to := rollout.Split(r.Stable, r.Candidate, r.Weight())
		r.Move = &rollout.Move{From: rollout.All(r.Stable), To: to, Seen: seen}
		r.Shares = append(r.Shares, rollout.Share{From: seen, Weight: r.Weight(), Move: r.Moves})
	}
}

// whole puts everything on the candidate.
func whole(r *rollout.Rollout) {
	at(0)(r)
	r.Step, r.Moves, r.Phase = len(r.Strategy.Steps), 4, rollout.Watching
	r.Since = now().Add(-2 * time.Minute)
	r.Move = &rollout.Move{From: rollout.Split("41", "42", 0.5), To: rollout.All("42"), Seen: r.Since}
	r.Shares = append(r.Shares, rollout.Share{From: r.Since, Weight: 1, Move: 4})
}

// judged has the real judge look at one minute of calls.
func judged(weight float64, candidate, stable judge.Counts) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		m := judge.Minute{At: begin(), Weight: weight, Candidate: &candidate, Stable: &stable}
		r.Judging.State, r.Judging.Verdict = judge.Judge(judge.Default(), r.Judging.State, m)
		r.Judging.Move = r.Moves
		r.Judging.Calls += candidate.Invocations
	}
}

func few(r *rollout.Rollout) {
	judged(0.1, judge.Counts{Invocations: 120}, judge.Counts{Invocations: 1080, Errors: 1})(r)
}
func good(r *rollout.Rollout) {
	judged(1, judge.Counts{Invocations: 6120, Errors: 2}, judge.Counts{})(r)
	r.Judging.State.Baseline = judge.Counts{Invocations: 9870, Errors: 5}
}
func bad(r *rollout.Rollout) {
	judged(0.1, judge.Counts{Invocations: 204, Errors: 41}, judge.Counts{Invocations: 1870, Errors: 2})(r)
}

func silent(r *rollout.Rollout) {
	judged(0.1, judge.Counts{}, judge.Counts{Invocations: 3})(r)
}

// probed has synthetic calls sent to the candidate, 120 so far.
func probed(r *rollout.Rollout) {
	r.Strategy.Inconclusive, r.Strategy.Probes = rollout.Probe, 60
	r.Probing = now()
	r.Judging.Verdict.Probes = judge.Counts{Invocations: 120}
}

func waits(codeOf, reason, by string) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		r.Pause = &rollout.Pause{Code: codeOf, Reason: reason, By: by, Since: now().Add(-time.Minute), Until: now().Add(59 * time.Minute)}
	}
}

func because(code, text string) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) { r.Cause = rollout.Cause{Code: code, Text: text} }
}

func wanted(code, text string) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) { r.Cause = rollout.Cause{Code: code, Text: text, By: ben, Wanted: true} }
}

// over ends it in a phase, 92 seconds after it began.
func over(p rollout.Phase) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) { r.Phase, r.Ended = p, begin().Add(92*time.Second) }
}

// back has live on the stable version again, which answered for its health.
func back(healthy bool) func(*rollout.Rollout) {
	return func(r *rollout.Rollout) {
		r.Move = &rollout.Move{From: r.Move.To, To: rollout.All(r.Stable), Seen: now()}
		r.Health = &rollout.Health{Version: r.Stable, OK: healthy, Status: 200, At: now()}
		if !healthy {
			r.Health.Status, r.Health.Detail = 500, "database is <gone>"
		}
		r.LockAfter = true
	}
}

// first is a deploy of what was never deployed before.
func first(r *rollout.Rollout) { r.Stable, r.StableRelease = "", rollout.Release{} }

// goingLive has the first alias ordered.
func goingLive(r *rollout.Rollout) {
	healthy(r)
	r.Phase, r.Move = rollout.Promoting, &rollout.Move{To: rollout.All("42")}
}

// split is a deploy to an alias that somebody has split; taken, once that was ended.
func split(r *rollout.Rollout) {
	r.Adopted = &rollout.Move{From: rollout.Split("41", "39", 0.3), To: rollout.All("41")}
}

func taken(r *rollout.Rollout) { r.Adopted.Seen = now() }

func locks(r *rollout.Rollout) { r.LockAfter = true }

// undo is a rollback of a finished deploy.
func undo(changes ...func(*rollout.Rollout)) rollout.Rollout {
	r := deploy(in(rollout.RollingBack), wanted(rollout.CauseRollback, "asked for"), func(r *rollout.Rollout) {
		r.IsRollback, r.LockAfter, r.Candidate, r.By, r.Reason = true, true, "42", ben, ""
		r.Move = &rollout.Move{From: rollout.All("42"), To: rollout.All("41")}
	})
	for _, change := range changes {
		change(&r)
	}
	return r
}
