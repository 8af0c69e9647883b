package views_test

import (
	"fmt"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func TestATableTooLongSaysHowMuchIsMissing(t *testing.T) {
	var s commands.StatusShown
	for i := range 100 {
		s.Targets = append(s.Targets, commands.TargetStatus{Target: rollout.Target{Service: fmt.Sprintf("service-%d", i), Environment: "prod"}})
	}
	m := views.Outcome(s, options())
	if !strings.Contains(m.Text, "… and 60 more. Name an environment") {
		t.Errorf("nothing says that 60 are missing:\n%s", m.Text)
	}
	if table, _ := m.Blocks[1].(*slackgo.TableBlock); len(table.Rows) != 42 {
		t.Errorf("%d rows, want the header, 40 targets and what is missing", len(table.Rows))
	}
	if err := newWorkspace(t).post(t.Context(), m); err != nil {
		t.Error(err)
	}
}

func TestATableOfLongWordsStaysBelowWhatSlackTakes(t *testing.T) {
	var s commands.StatusShown
	for range 40 {
		hold := &rollout.Hold{By: ben, Reason: strings.Repeat("r", 500)}
		s.Targets = append(s.Targets, commands.TargetStatus{Target: rollout.Target{Service: strings.Repeat("s", 500), Environment: "prod"}, Hold: hold})
	}
	m := views.Outcome(s, options())
	for _, complaint := range complaints(m) {
		t.Error(complaint)
	}
	if !strings.Contains(m.Text, "…") {
		t.Error("nothing says that something is missing")
	}
}

func TestAPlanTooLongForSlackSaysSo(t *testing.T) {
	r := deploy(at(0))
	for range 100 {
		r.Strategy.Steps = append(r.Strategy.Steps, r.Strategy.Steps[2])
	}
	m := views.Progress(r, options())
	if !strings.Contains(m.Text, "… and 59 more") {
		t.Errorf("nothing says that 59 are missing:\n%s", m.Text)
	}
	if err := newWorkspace(t).post(t.Context(), m); err != nil {
		t.Error(err)
	}
}
