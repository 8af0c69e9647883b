package views_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
)

// faults.md B18, D11: whatever a rollout holds, Slack takes its message, in both
// of its forms, and nothing that somebody typed becomes markup.
func TestAnyRolloutGivesAMessageThatSlackTakes(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := anyRollout().Draw(rt, "rollout")
		check(t, rt, w, views.Progress(r, views.Options{Now: now(), Judged: anyJudgements(rt, r), Next: maybe(rt, "next", anyRollout())}))
	})
}

func TestAnyAnswerIsAMessageThatSlackTakes(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) { check(t, rt, w, views.Outcome(anyOutcome(rt), options())) })
}

func TestAnyRefusalErrorOrNoticeIsAMessageThatSlackTakes(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) {
		for _, r := range append(answers(rt), notices(rt)...) {
			if m, is := r.shown.(views.Message); is {
				check(t, rt, w, m)
			}
		}
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
