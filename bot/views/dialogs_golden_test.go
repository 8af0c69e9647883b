package views_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// goldenView compares a dialog or Home tab with its golden file.
func goldenView(t *testing.T, name string, view any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(plain(t, view)); err != nil {
		t.Fatal(err)
	}
	goldenFile(t, "dialogs", name, b.Bytes())
}

func live() []commands.TargetStatus {
	shifting := deploy(at(0), few)
	v41 := rollout.Published{Version: "41", Release: rollout.Release{SHA: sha41}}
	hold := &rollout.Hold{By: ben, Reason: "migrating *orders* <!here>", Since: begin(), Until: begin().Add(2 * time.Hour)}
	return []commands.TargetStatus{
		{Target: rollout.Target{Service: "checkout", Environment: "staging"}, Live: v41, Since: begin(), By: rollout.Slipway, Hold: hold},
		{Target: shifting.Target, Live: v41, Weight: 0.1, Since: begin(), By: ana, Rollout: &shifting},
		{Target: rollout.Target{Service: "checkout", Environment: "dev"}, Problem: "it cannot be read right now"},
	}
}

// The question is the one of the button on the rollout's message.
func TestBeforeARollbackItIsSaidWhatWillHappen(t *testing.T) {
	from := job.Source{Channel: "C0CHECKOUT", Message: "1.2", Value: string(deploy().ID), Asked: begin()}
	for name, r := range map[string]rollout.Rollout{
		"confirm-finished": deploy(whole, good, over(rollout.Succeeded)),
		"confirm-shifting": deploy(at(0), few),
		"confirm-building": deploy(building()),
	} {
		t.Run(name, func(t *testing.T) { goldenView(t, name, views.ConfirmRollback(r, from)) })
	}
}

func TestBeforeWhatIsSuspectedIsTakenBackItIsSaidWhatWillHappen(t *testing.T) {
	from := job.Source{Channel: "C0CHECKOUT", Message: "1.2", Value: incidentID, Asked: begin()}
	for name, i := range map[string]rollout.Incident{
		"confirm-suspect": incident(suspicious(), guilty),
		"confirm-drill":   incident(suspicious(func(s *rollout.Suspect) { s.Drill = true })),
	} {
		t.Run(name, func(t *testing.T) { goldenView(t, name, views.ConfirmBack(i, from, options())) })
	}
}
