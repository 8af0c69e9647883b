package views_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// What the account has not said just now is shown, and not as if it had.
func TestATargetThatWasOnlyRecalledSaysSo(t *testing.T) {
	s := commands.TargetStatus{Target: rollout.Target{Service: "checkout", Environment: "prod"}, Live: rollout.Published{Version: "41"}}
	for _, recalled := range []bool{false, true} {
		s.Recalled = recalled
		text := views.Outcome(commands.StatusShown{Targets: []commands.TargetStatus{s}}, options()).Text
		if !strings.Contains(text, "v41") || strings.Contains(text, "as I saw it last") != recalled {
			t.Errorf("recalled %v: %s", recalled, text)
		}
	}
}
