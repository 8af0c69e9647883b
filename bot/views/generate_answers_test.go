package views_test

import (
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func anyRefusal(t *rapid.T) *rollout.Refusal {
	return maybe(t, "refusal", rapid.Custom(func(t *rapid.T) rollout.Refusal {
		reason := rollout.Say(text().Draw(t, "plain")+" ").Who(id().Draw(t, "who")).When(moment().Draw(t, "when")).Quote(untrusted().Draw(t, "quote")).
			Link(untrusted().Draw(t, "words"), address().Draw(t, "address"))
		return rollout.Refusal{Reason: reason, Hint: text().Draw(t, "hint")}
	}))
}

func anyStatus(t *rapid.T) commands.TargetStatus {
	return commands.TargetStatus{
		Target: anyTarget(t), Live: rollout.Published{Version: version().Draw(t, "live"), Release: anyRelease(t)},
		Weight: share().Draw(t, "share"), Since: moment().Draw(t, "since"), By: id().Draw(t, "by"), Hold: anyHold(t),
		Rollout: maybe(t, "rollout", anyRollout()), Problem: rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "problem"),
		Head: maybe(t, "head", anyHead()), Red: rapid.SliceOfN(untrusted(), 0, 3).Draw(t, "red"),
		Drift: maybe(t, "drift", rapid.Custom(anyLag)), Waiting: rapid.IntRange(0, 300).Draw(t, "waiting"), Recalled: rapid.Bool().Draw(t, "recalled"),
	}
}

// anyStray is a split of any origin; what its alias says of its owner is untrusted.
func anyStray(t *rapid.T) *rollout.Stray {
	s := &rollout.Stray{
		Target: anyTarget(t), Found: rollout.Split("41", "42", 0.1), Rollout: "01JABC", Back: rapid.SampledFrom([]rollout.Version{"", "41"}).Draw(t, "back"),
		Origin: rapid.SampledFrom([]rollout.Origin{rollout.Foreign, rollout.Unrecorded, rollout.LeftBehind, rollout.Losing, ""}).Draw(t, "origin"),
	}
	if s.Origin == rollout.Unrecorded {
		s.Rollout = rollout.ID(untrusted().Draw(t, "stamp"))
	}
	return s
}

func anyOutcome(t *rapid.T) commands.Outcome {
	return outcome(t, rapid.IntRange(0, outcomes-1).Draw(t, "outcome"))
}

// outcomes is how many kinds of outcome there are.
const outcomes = 16

// outcome is any one of a kind.
func outcome(t *rapid.T, kind int) commands.Outcome {
	r, target := anyRollout().Draw(t, "rollout"), anyTarget(t)
	switch kind {
	case 0:
		return commands.Started{Rollout: r}
	case 1:
		return commands.Changed{Action: rapid.SampledFrom([]string{"promote", "weight", "abort", "<!here>"}).Draw(t, "action"), Rollout: r}
	case 2:
		return commands.HoldChanged{Target: target, Hold: anyHold(t)}
	case 3:
		gates := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) commands.GateResult {
			return commands.GateResult{Name: text().Draw(t, "gate"), Refusal: anyRefusal(t), Idle: rapid.Bool().Draw(t, "idle")}
		}), 0, 12).Draw(t, "gates")
		return anyPlan(t, commands.Planned{Target: target, Release: r.Release, Live: rollout.Published{Version: r.Stable}, Adopts: rollout.Split("41", "39", share().Draw(t, "adopts")), Strategy: r.Strategy, Gates: gates})
	case 4:
		one := rapid.SliceOfN(rapid.Custom(anyStatus), 0, 3).Draw(t, "targets")
		var many []commands.TargetStatus
		for range rapid.SampledFrom([]int{1, 50}).Draw(t, "times") {
			many = append(many, one...)
		}
		page, pages := anyPage(t)
		return commands.StatusShown{Where: target, Targets: many, Page: page, Pages: pages, Of: 15 * pages, Count: commands.StatusCounts{Moving: pages, Red: page}}
	case 5:
		page, pages := anyPage(t)
		return commands.HistoryShown{Where: target, Rollouts: rapid.SliceOfN(anyRollout(), 0, 3).Draw(t, "rollouts"), Page: page, More: page < pages}
	case 6:
		return commands.CanaryShown{Target: target, Live: rollout.Split("41", "42", share().Draw(t, "share")), Rollout: maybe(t, "open", anyRollout())}
	case 7:
		return commands.Explained{Rollout: r, Minutes: r.Replay(anyJudgements(t, r)), Back: maybe(t, "back", anyRollout())}
	case 8:
		return commands.Dismissed{Target: target, Back: version().Draw(t, "back")}
	case 9:
		return anyBackAsked(t)
	case 10:
		return commands.IncidentChanged{Action: rapid.SampledFrom([]string{"acknowledge", "snooze", "new"}).Draw(t, "said"), Incident: anyIncident().Draw(t, "incident")}
	case 11:
		return anyExamined(t)
	case 12:
		return anyDashboard(t)
	case 13:
		return commands.Pictured{DashboardShown: anyDashboard(t)}
	case 14:
		return anySummary(t)
	default:
		return commands.HelpShown{Topic: text().Draw(t, "topic")}
	}
}
