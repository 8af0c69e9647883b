package stage

import (
	"strings"
	"testing"
)

func TestWordsKeepQuotesTogether(t *testing.T) {
	got := strings.Join(words(`  ana presses 'Roll back' now`), "|")
	if got != "ana|presses|Roll back|now" {
		t.Error(got)
	}
	if words("# told to people") != nil {
		t.Error("a comment was played")
	}
}

func TestAStoryMayBringItsOwnPolicy(t *testing.T) {
	if got := string(Policy(t, "../scenario/probe.txtar")); !strings.Contains(got, "inconclusive: probe") {
		t.Errorf("%q", got)
	}
	if got := Policy(t, "../scenario/canary.txtar"); got != nil {
		t.Errorf("%q", got)
	}
}
