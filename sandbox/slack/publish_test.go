package slack_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestThePackageKnowsNothingOfTheAppsThatItServes(t *testing.T) {
	foreign := regexp.MustCompile(`(?i)deploy|rollout|rollback|canary|slipway|lambda`)
	files, err := filepath.Glob("*.go")
	ok(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		ok(t, err)
		for _, word := range foreign.FindAllString(string(text), -1) {
			t.Errorf("%s speaks of %q", name, word)
		}
	}
}

func TestEveryMethodIsThere(t *testing.T) {
	w := newWorld(t)
	for _, name := range slack.Methods() {
		if got := w.call(name, nil); got["error"] == any("unknown_method") || got["error"] == any("internal_error") {
			t.Errorf("%s: %v", name, got)
		}
	}
	equal(t, "another", w.call("chat.scheduleMessage", nil)["error"], any("unknown_method"))
}
