package params_test

import (
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

func TestWhatControlsATerminalIsShownInstead(t *testing.T) {
	for text, want := range map[string]string{
		"a: b\nc é 日":    "a: b\nc é 日",
		"\x1b[31m\a\r":   `\x1b[31m\a\r`,
		"\u009b2J\u202e": `\u009b2J\u202e`,
		"\xff'":          "\ufffd'",
	} {
		if got := params.Printable(text); got != want {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}
