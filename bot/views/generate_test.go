package views_test

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// untrusted is what somebody else may write, always with the mark in it.
func untrusted() *rapid.Generator[string] {
	nasty := rapid.SampledFrom(evil())
	part := rapid.OneOf(nasty, nasty, rapid.String())
	return rapid.Custom(func(t *rapid.T) string {
		parts := append([]string{mark}, rapid.SliceOfN(part, 0, 5).Draw(t, "parts")...)
		if rapid.IntRange(0, 50).Draw(t, "huge") == 50 {
			parts = append(parts, strings.Repeat(nasty.Draw(t, "repeated"), 10_000))
		}
		return strings.Join(append(parts, mark), "")
	})
}

// text is what is our own, or checked before it comes here, at its worst.
func text() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "checkout", "prod", "`", "a `b` c", "<&>", strings.Repeat("x", 5000)}), rapid.String())
}

func id() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", ana, "slipway", "C0CHECKOUT", "W1", "<!here>", "u1", commands.WorkflowActor, commands.WorkflowActor + "ana"}), rapid.String())
}

func moment() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "zero") {
			return time.Time{}
		}
		return begin().Add(time.Duration(rapid.Int64().Draw(t, "offset")))
	})
}

func share() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.SampledFrom([]float64{0, 0.1, 0.5, 1}), rapid.Float64())
}

func counts(most int64) *rapid.Generator[judge.Counts] {
	return rapid.Custom(func(t *rapid.T) judge.Counts {
		n := rapid.Int64Range(0, most).Draw(t, "invocations")
		return judge.Counts{Invocations: n, Errors: rapid.Int64Range(0, n).Draw(t, "errors")}
	})
}

func maybe[T any](t *rapid.T, name string, g *rapid.Generator[T]) *T {
	if rapid.Bool().Draw(t, "no "+name) {
		return nil
	}
	v := g.Draw(t, name)
	return &v
}

func anyTarget(t *rapid.T) rollout.Target {
	return rollout.Target{Service: text().Draw(t, "service"), Environment: text().Draw(t, "environment")}
}

func anyHold(t *rapid.T) *rollout.Hold {
	return maybe(t, "hold", rapid.Custom(func(t *rapid.T) rollout.Hold {
		return rollout.Hold{By: id().Draw(t, "by"), Reason: untrusted().Draw(t, "why"), Since: moment().Draw(t, "since"), Until: moment().Draw(t, "until")}
	}))
}

func anyRelease(t *rapid.T) rollout.Release {
	return rollout.Release{
		SHA: rapid.OneOf(rapid.Just(sha42), rapid.StringMatching(`[0-9a-f]{0,64}`)).Draw(t, "sha"), Digest: rapid.SampledFrom([]string{"", digest}).Draw(t, "digest"),
		Subject: untrusted().Draw(t, "subject"), Author: untrusted().Draw(t, "author"),
		URL: rapid.OneOf(rapid.SampledFrom([]string{"", "https://git.example/c/1", "javascript:alert(1)", "https://a|b>c/"}), untrusted()).Draw(t, "url"),
	}
}

func version() *rapid.Generator[rollout.Version] {
	return rapid.SampledFrom([]rollout.Version{"", "41", "42", "<!here>", rollout.Version(strings.Repeat("9", 400))})
}

// phases are all that there are, and one of a later version.
func phases() []rollout.Phase {
	return []rollout.Phase{
		rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval, rollout.Shifting, rollout.Promoting,
		rollout.Watching, rollout.Succeeded, rollout.RollingBack, rollout.RolledBack, rollout.Failed, rollout.Cancelled, "parked",
	}
}

func anyRollout() *rapid.Generator[rollout.Rollout] {
	step := rapid.Custom(func(t *rapid.T) rollout.Step {
		return rollout.Step{Weight: share().Draw(t, "weight"), Hold: time.Duration(rapid.Int64().Draw(t, "hold"))}
	})
	return rapid.Custom(func(t *rapid.T) rollout.Rollout {
		r := rollout.Rollout{
			ID: "01JD4Z0000000000000000CKPR", Target: anyTarget(t), Release: anyRelease(t), StableRelease: anyRelease(t),
			By: id().Draw(t, "by"), Channel: id().Draw(t, "channel"), Reason: untrusted().Draw(t, "reason"),
			Phase: rapid.SampledFrom(phases()).Draw(t, "phase"), Created: moment().Draw(t, "created"), Since: moment().Draw(t, "since"), Ended: moment().Draw(t, "ended"),
			Stable: version().Draw(t, "stable"), Candidate: version().Draw(t, "candidate"),
			Strategy: rollout.Strategy{
				Kind: rollout.Canary, Watch: time.Duration(rapid.Int64().Draw(t, "watch")), MaxHold: time.Duration(rapid.Int64().Draw(t, "maxHold")),
				Steps: rapid.SliceOfN(step, 0, 60).Draw(t, "steps"), Judge: judge.Default(),
				Inconclusive: rapid.SampledFrom([]rollout.Choice{"", rollout.Ask, rollout.Probe, rollout.PromoteAnyway, rollout.RollBackAnyway}).Draw(t, "choice"),
			},
			Step: rapid.IntRange(0, 61).Draw(t, "step"), Manual: rapid.SampledFrom([]float64{0, 0.4}).Draw(t, "manual"), Moves: rapid.IntRange(0, 3).Draw(t, "moves"), Probing: moment().Draw(t, "probing"),
			Failures: rapid.IntRange(0, 3).Draw(t, "failures"), LockAfter: rapid.Bool().Draw(t, "lock"), IsRollback: rapid.Bool().Draw(t, "rollback"),
		}
		anyHistory(t, &r)
		return r
	})
}

// anyHistory is what happened to it so far.
func anyHistory(t *rapid.T, r *rollout.Rollout) {
	causes := []string{"", rollout.CauseVerdict, rollout.CauseHealth, rollout.CauseBuild, rollout.CauseArtifact, rollout.CauseVersion, rollout.CauseForeign, rollout.CauseAbort, rollout.CauseLost, rollout.CauseRescued, rollout.CauseAlarm, rollout.CauseDrill}
	pauses := []string{rollout.PauseAsked, rollout.PauseInconclusive, rollout.PauseMetrics, rollout.PauseForeign, rollout.PauseManual, rollout.PauseMisrouted, rollout.PauseHeld, "new"}
	routes := []rollout.Routing{{}, rollout.All(r.Stable), rollout.All(r.Candidate), rollout.Split(r.Stable, r.Candidate, r.Weight())}
	r.Cause = rollout.Cause{
		Code: rapid.SampledFrom(causes).Draw(t, "cause"), Text: untrusted().Draw(t, "text"),
		By: id().Draw(t, "by"), Wanted: rapid.Bool().Draw(t, "wanted"),
	}
	r.Pause = maybe(t, "pause", rapid.Custom(func(t *rapid.T) rollout.Pause {
		return rollout.Pause{
			Code: rapid.SampledFrom(pauses).Draw(t, "code"), Reason: untrusted().Draw(t, "reason"), By: id().Draw(t, "by"),
			Since: moment().Draw(t, "since"), Until: moment().Draw(t, "until"),
		}
	}))
	r.Build, r.Builds, r.Stages = maybe(t, "build", anyBuild()), rapid.Bool().Draw(t, "builds"), anyStages(t)
	r.Health = maybe(t, "health", rapid.Custom(func(t *rapid.T) rollout.Health {
		return rollout.Health{
			Version: version().Draw(t, "version"), OK: rapid.Bool().Draw(t, "ok"),
			Status: rapid.SampledFrom([]int{0, 200, 500}).Draw(t, "status"), Detail: untrusted().Draw(t, "detail"),
		}
	}))
	r.Move = maybe(t, "move", rapid.Custom(func(t *rapid.T) rollout.Move {
		return rollout.Move{To: rapid.SampledFrom(routes).Draw(t, "to"), Seen: moment().Draw(t, "seen")}
	}))
	r.Adopted = maybe(t, "adopted", rapid.Custom(func(t *rapid.T) rollout.Move {
		return rollout.Move{From: rollout.Split(r.Stable, "39", share().Draw(t, "split")), To: rollout.All(r.Stable), Seen: moment().Draw(t, "whole")}
	}))
	for range rapid.IntRange(0, 2).Draw(t, "shares") {
		r.Shares = append(r.Shares, rollout.Share{Weight: share().Draw(t, "share"), Move: r.Moves})
	}
	if rapid.Bool().Draw(t, "judged") {
		judged(rapid.SampledFrom([]float64{0.1, 1}).Draw(t, "weight"), counts(1e8).Draw(t, "candidate"), counts(1e8).Draw(t, "stable"))(r)
	}
	r.Judging.Problem = rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "problem")
	r.Until = rapid.OneOf(rapid.Just(time.Time{}), moment()).Draw(t, "until another")
	r.RedBefore, r.Holder = rapid.SliceOfN(untrusted(), 0, 5).Draw(t, "red before"), id().Draw(t, "holder")
	r.Drill = maybe(t, "drill", rapid.Custom(func(t *rapid.T) rollout.Drill {
		return rollout.Drill{Within: time.Duration(rapid.Int64().Draw(t, "within")), By: moment().Draw(t, "by")}
	}))
	if r.Strategy.Shadow = rapid.Bool().Draw(t, "shadow"); r.Strategy.Shadow && rapid.Bool().Draw(t, "would have") {
		r.Judging.Shadow = &rollout.Judgement{Minute: judge.Minute{At: moment().Draw(t, "minute"), Weight: share().Draw(t, "at weight")}, Verdict: r.Judging.Verdict}
	}
}

// anyJudgements are what the real judge makes of any minutes, a few or many.
func anyJudgements(t *rapid.T, r rollout.Rollout) []rollout.Judgement {
	one := rapid.Custom(func(t *rapid.T) run {
		return run{
			weight: rapid.SampledFrom([]float64{0.1, 0.25, 1}).Draw(t, "weight"), minutes: rapid.SampledFrom([]int{1, 7, 40}).Draw(t, "minutes"),
			candidate: counts(1e5).Draw(t, "candidate"), stable: counts(1e5).Draw(t, "stable"), probes: counts(1e5).Draw(t, "probes"),
		}
	})
	return kept(&r, rapid.SliceOfN(one, 0, 8).Draw(t, "runs")...)
}
