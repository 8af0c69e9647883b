package views_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// faults.md B18, D11: whatever a rollout holds, Slack takes its message, in both
// of its forms, and nothing that somebody typed becomes markup.
func TestAnyRolloutGivesAMessageThatSlackTakes(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := anyRollout().Draw(rt, "rollout")
		check(t, rt, w, views.Progress(r, views.Options{Now: now(), Judged: anyJudgements(rt, r)}))
	})
}

func TestAnyAnswerIsAMessageThatSlackTakes(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) { check(t, rt, w, views.Outcome(anyOutcome(rt), options())) })
}

func TestAnyRefusalErrorOrLockIsAMessageThatSlackTakes(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) {
		check(t, rt, w, views.Refused(anyRefusal(rt)))
		check(t, rt, w, views.Failed(&rollout.Error{Message: text().Draw(rt, "message"), Hint: text().Draw(rt, "hint")}))
		check(t, rt, w, views.Broken(text().Draw(rt, "ref")))
		lock := rollout.Lock{Target: anyTarget(rt), Held: anyHold(rt)}
		check(t, rt, w, views.Held(rollout.Notice{Kind: rollout.Locked, By: id().Draw(rt, "by"), Lock: &lock}))
		origin := rapid.SampledFrom([]rollout.Origin{rollout.Foreign, rollout.Unrecorded, rollout.LeftBehind, rollout.Losing, ""}).Draw(rt, "origin")
		s := rollout.Stray{Target: lock.Target, Found: rollout.Split("41", "42", 0.1), Origin: origin, Rollout: "01JABC"}
		if origin == rollout.Unrecorded {
			s.Rollout = rollout.ID(untrusted().Draw(rt, "stamp"))
		}
		check(t, rt, w, views.Stray(rollout.Notice{Kind: rollout.Strayed, Stray: &s}))
	})
}

func check(t *testing.T, rt *rapid.T, w *workspace, m views.Message) {
	t.Helper()
	for _, complaint := range complaints(m) {
		rt.Error(complaint)
	}
	if err := w.post(t.Context(), m); err != nil {
		rt.Errorf("Slack refuses it: %v\n%s", err, m.Text)
	}
}

// untrusted is what somebody else may write, always with the mark in it.
func untrusted() *rapid.Generator[string] {
	nasty := rapid.SampledFrom([]string{
		"<!channel>", "<@U0ANA>", "*bold*", "_it_", "~no~", "`code`", "```", "&amp;", "<https://evil.example|x>", "\u202e", "\u2066",
		"\x00", "\x1b[31m", "\n\n", "\u2028", "🏴‍☠️", "\xff\xfe", strings.Repeat("a", 100_000), strings.Repeat("&", 3000), ":tada:", "@here",
	})
	part := rapid.OneOf(nasty, nasty, rapid.String())
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(append([]string{mark}, rapid.SliceOfN(part, 0, 5).Draw(t, "parts")...), mark)
	})
}

// text is what is our own, or checked before it comes here, at its worst.
func text() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "checkout", "prod", "`", "a `b` c", "<&>", strings.Repeat("x", 5000)}), rapid.String())
}

func id() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", ana, "slipway", "C0CHECKOUT", "W1", "<!here>", "u1"}), rapid.String())
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

func counts() *rapid.Generator[judge.Counts] {
	return rapid.Custom(func(t *rapid.T) judge.Counts {
		n := rapid.Int64Range(0, 1e8).Draw(t, "invocations")
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
		SHA: rapid.OneOf(rapid.Just(sha42), text()).Draw(t, "sha"), Digest: rapid.SampledFrom([]string{"", digest}).Draw(t, "digest"),
		Subject: untrusted().Draw(t, "subject"), Author: untrusted().Draw(t, "author"),
		URL: rapid.OneOf(rapid.SampledFrom([]string{"", "https://git.example/c/1", "javascript:alert(1)", "https://a|b>c/"}), untrusted()).Draw(t, "url"),
	}
}

func version() *rapid.Generator[rollout.Version] {
	return rapid.SampledFrom([]rollout.Version{"", "41", "42", "<!here>", rollout.Version(strings.Repeat("9", 400))})
}

func anyRollout() *rapid.Generator[rollout.Rollout] {
	phases := []rollout.Phase{
		rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval, rollout.Shifting, rollout.Promoting,
		rollout.Watching, rollout.Succeeded, rollout.RollingBack, rollout.RolledBack, rollout.Failed, rollout.Cancelled, "",
	}
	step := rapid.Custom(func(t *rapid.T) rollout.Step {
		return rollout.Step{Weight: share().Draw(t, "weight"), Hold: time.Duration(rapid.Int64().Draw(t, "hold"))}
	})
	return rapid.Custom(func(t *rapid.T) rollout.Rollout {
		r := rollout.Rollout{
			ID: "01JD4Z0000000000000000CKPR", Target: anyTarget(t), Release: anyRelease(t), StableRelease: anyRelease(t),
			By: id().Draw(t, "by"), Channel: id().Draw(t, "channel"), Reason: untrusted().Draw(t, "reason"),
			Phase: rapid.SampledFrom(phases).Draw(t, "phase"), Created: moment().Draw(t, "created"), Since: moment().Draw(t, "since"), Ended: moment().Draw(t, "ended"),
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
	causes := []string{"", rollout.CauseVerdict, rollout.CauseHealth, rollout.CauseBuild, rollout.CauseVersion, rollout.CauseForeign, rollout.CauseAbort, rollout.CauseLost, rollout.CauseRescued}
	pauses := []string{rollout.PauseAsked, rollout.PauseInconclusive, rollout.PauseMetrics, rollout.PauseForeign, rollout.PauseManual, rollout.PauseMisrouted, "new"}
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
	r.Build = maybe(t, "build", rapid.Custom(func(t *rapid.T) rollout.Build {
		return rollout.Build{State: rollout.BuildRunning, URL: untrusted().Draw(t, "url"), Reason: untrusted().Draw(t, "reason")}
	}))
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
		judged(rapid.SampledFrom([]float64{0.1, 1}).Draw(t, "weight"), counts().Draw(t, "candidate"), counts().Draw(t, "stable"))(r)
	}
	r.Judging.Problem = rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "problem")
}

// anyJudgements are what the real judge makes of any minutes, a few or many.
func anyJudgements(t *rapid.T, r rollout.Rollout) []rollout.Judgement {
	one := rapid.Custom(func(t *rapid.T) run {
		return run{
			weight: rapid.SampledFrom([]float64{0.1, 0.25, 1}).Draw(t, "weight"), minutes: rapid.SampledFrom([]int{1, 7, 40}).Draw(t, "minutes"),
			candidate: counts().Draw(t, "candidate"), stable: counts().Draw(t, "stable"), probes: counts().Draw(t, "probes"),
		}
	})
	return kept(&r, rapid.SliceOfN(one, 0, 8).Draw(t, "runs")...)
}

func anyRefusal(t *rapid.T) *rollout.Refusal {
	return maybe(t, "refusal", rapid.Custom(func(t *rapid.T) rollout.Refusal {
		reason := rollout.Say(text().Draw(t, "plain")).Who(id().Draw(t, "who")).When(moment().Draw(t, "when")).Quote(untrusted().Draw(t, "quote"))
		return rollout.Refusal{Reason: reason, Hint: text().Draw(t, "hint")}
	}))
}

func anyStatus(t *rapid.T) commands.TargetStatus {
	return commands.TargetStatus{
		Target: anyTarget(t), Live: rollout.Published{Version: version().Draw(t, "live"), Release: anyRelease(t)},
		Weight: share().Draw(t, "share"), Since: moment().Draw(t, "since"), By: id().Draw(t, "by"), Hold: anyHold(t),
		Rollout: maybe(t, "rollout", anyRollout()), Problem: rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "problem"),
	}
}

func anyOutcome(t *rapid.T) commands.Outcome {
	r, target := anyRollout().Draw(t, "rollout"), anyTarget(t)
	switch rapid.IntRange(0, 8).Draw(t, "outcome") {
	case 0:
		return commands.Started{Rollout: r}
	case 1:
		return commands.Changed{Action: rapid.SampledFrom([]string{"promote", "weight", "abort", "<!here>"}).Draw(t, "action"), Rollout: r}
	case 2:
		return commands.HoldChanged{Target: target, Hold: anyHold(t)}
	case 3:
		gates := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) commands.GateResult {
			return commands.GateResult{Name: text().Draw(t, "gate"), Refusal: anyRefusal(t)}
		}), 0, 12).Draw(t, "gates")
		return commands.Planned{Target: target, Release: r.Release, Live: rollout.Published{Version: r.Stable}, Adopts: rollout.Split("41", "39", share().Draw(t, "adopts")), Strategy: r.Strategy, Gates: gates}
	case 4:
		one := rapid.SliceOfN(rapid.Custom(anyStatus), 0, 3).Draw(t, "targets")
		var many []commands.TargetStatus
		for range rapid.SampledFrom([]int{1, 50}).Draw(t, "times") {
			many = append(many, one...)
		}
		return commands.StatusShown{Targets: many}
	case 5:
		return commands.HistoryShown{Where: target, Rollouts: rapid.SliceOfN(anyRollout(), 0, 3).Draw(t, "rollouts")}
	case 6:
		return commands.CanaryShown{Target: target, Live: rollout.Split("41", "42", share().Draw(t, "share")), Rollout: maybe(t, "open", anyRollout())}
	case 7:
		return commands.Explained{Rollout: r, Minutes: r.Replay(anyJudgements(t, r))}
	default:
		return commands.HelpShown{Topic: text().Draw(t, "topic")}
	}
}
