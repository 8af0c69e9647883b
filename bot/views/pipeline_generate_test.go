package views_test

import (
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func address() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "https://git.example/x/commit/1", "javascript:alert(1)", "https://a|b>c/"}), untrusted())
}

func anyBuild() *rapid.Generator[rollout.Build] {
	return rapid.Custom(func(t *rapid.T) rollout.Build {
		return rollout.Build{
			State:   rapid.SampledFrom([]rollout.BuildState{rollout.BuildAbsent, rollout.BuildRunning, rollout.BuildReady, rollout.BuildFailed}).Draw(t, "state"),
			Attempt: rapid.IntRange(0, 3).Draw(t, "attempt"), URL: address().Draw(t, "url"), Reason: untrusted().Draw(t, "reason"),
			Waits: rapid.SliceOfN(untrusted(), 0, 5).Draw(t, "waits"), Failure: maybe(t, "failure", anyFailure()),
		}
	})
}

func anyFailure() *rapid.Generator[rollout.Failure] {
	line := rapid.OneOf(rapid.SampledFrom([]string{"", "   ", "\t"}), untrusted())
	return rapid.Custom(func(t *rapid.T) rollout.Failure {
		return rollout.Failure{
			Job: rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "job"), Step: untrusted().Draw(t, "step"),
			URL: address().Draw(t, "url"), Log: rapid.SliceOfN(line, 0, 30).Draw(t, "log"),
		}
	})
}

func anyStages(t *rapid.T) []rollout.Stage {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rollout.Stage {
		return rollout.Stage{Phase: rapid.SampledFrom(phases()).Draw(t, "phase"), At: moment().Draw(t, "at")}
	}), 0, 8).Draw(t, "stages")
}

func anyCommit() *rapid.Generator[rollout.Commit] {
	return rapid.Custom(func(t *rapid.T) rollout.Commit {
		return rollout.Commit{
			SHA: sha42, Subject: untrusted().Draw(t, "subject"), Author: untrusted().Draw(t, "author"),
			URL: address().Draw(t, "url"), Pull: rapid.IntRange(-1, 9).Draw(t, "pull"),
		}
	})
}

func anyComparison() *rapid.Generator[rollout.Comparison] {
	return rapid.Custom(func(t *rapid.T) rollout.Comparison {
		c := rollout.Comparison{
			Commits: rapid.SliceOfN(anyCommit(), 0, 15).Draw(t, "commits"), Behind: rapid.IntRange(0, 1<<40).Draw(t, "behind"),
			Partial: rapid.Bool().Draw(t, "partial"), URL: address().Draw(t, "url"),
		}
		c.Ahead = len(c.Commits) + rapid.IntRange(0, 1<<40).Draw(t, "more")
		return c
	})
}

// anyPlan adds to a plan what it ships and whether it can be confirmed.
func anyPlan(t *rapid.T, p commands.Planned) commands.Planned {
	p.Ships, p.Unknown = maybe(t, "ships", anyComparison()), rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "unknown")
	p.Flagged = rapid.SliceOfN(untrusted(), 0, 8).Draw(t, "flagged")
	p.Proposal = rapid.SampledFrom([]string{"", "01PROPOSAL"}).Draw(t, "proposal")
	p.Red = rapid.SliceOfN(untrusted(), 0, 5).Draw(t, "red")
	if rapid.Bool().Draw(t, "changed") {
		p.Changed = rollout.Say(text().Draw(t, "plain")).Link(untrusted().Draw(t, "words"), address().Draw(t, "address"))
	}
	return p
}

func anyHead() *rapid.Generator[rollout.Head] {
	return rapid.Custom(func(t *rapid.T) rollout.Head {
		return rollout.Head{Commit: anyCommit().Draw(t, "commit"), Checks: rapid.SampledFrom([]rollout.CheckState{"", rollout.CheckPassed, rollout.CheckFailed, "new"}).Draw(t, "checks")}
	})
}

// threads are what is told below a rollout's message.
func threads(t *rapid.T) []rendering {
	r := anyRollout().Draw(t, "rollout")
	s := rollout.Shipping{Comparison: anyComparison().Draw(t, "comparison"), Flagged: rapid.SliceOfN(untrusted(), 0, 8).Draw(t, "flagged")}
	return []rendering{{"Ships", views.Ships(r, s)}, {"Broke", views.Broke(r)}}
}
