package views_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
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
