package runbook

import (
	"maps"
	"os/exec"
	"testing"

	"github.com/slipway-dev/slipway/tests/ministack"
)

// story is the state that a chapter is about, and what has to be true when everything in
// it was typed.
type story struct {
	values map[string]string // of the page's variables; the rest is as on the page
	given  func(*place)
	typed  func(*place) string // into what reads from the keyboard; nil: nothing
	then   func(p *place, printed string)
}

// at are the values for a target.
func at(service, environment string) map[string]string {
	return map[string]string{"SERVICE": service, "ENVIRONMENT": environment, "FUNCTION": service + "-" + environment}
}

// stories, by the chapters' titles.
func stories() map[string]story {
	rotated := map[string]string{"FRONT": "rotated-front", "WORKER": "rotated-worker"}
	return map[string]story{
		"Roll back by hand":             {at("checkout", "prod"), halfway("checkout", byHand), nil, isBack},
		"A stuck canary":                {at("payments", "prod"), halfway("payments", stuck), nil, isTakenUp},
		"A lost lock":                   {at("checkout", "staging"), isHeld, nil, isFree},
		"A broken worker":               {nil, badRelease, nil, isItselfAgain},
		"Slack is down":                 {at("search", "prod"), finished, nil, isBackWithoutSlack},
		"Rotating a secret":             {rotated, vaults, newSecrets, areRotated},
		"The WAF blocks":                {map[string]string{"STAGE": stage}, isBlocked, nil, isCounted},
		"Throttling":                    {at("checkout", "prod"), isThrottled, nil, isGivenBack},
		"The table is lost":             {at("payments", "staging"), tableIsGone, nil, tableIsThere},
		"A drill that failed":           {at("search", "staging"), drillFailed, nil, drillIsExplained},
		"An alarm that nobody heard of": {nil, isMuted, nil, isHeard},
	}
}

func TestEveryChapterIsRehearsed(t *testing.T) {
	known := stories()
	for _, title := range read(t).chapters {
		if _, ok := known[title]; !ok {
			t.Errorf("nobody rehearses %q", title)
		}
		delete(known, title)
	}
	for title := range known {
		t.Errorf("the page has no chapter %q", title)
	}
}

func TestWhatTheRunbookSaysWorks(t *testing.T) {
	if missing() {
		t.Skip("needs MiniStack and AWS's command line: run it with `make test`, or set MINISTACK_BIN and AWS_CLI")
	}
	for _, program := range []string{"bash", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("needs " + program)
		}
	}
	p, b := open(t), read(t)
	known := stories()
	for _, title := range b.chapters {
		t.Run(title, func(t *testing.T) {
			here, s := *p, known[title]
			here.t = t
			s.given(&here)
			values := maps.Clone(s.values)
			if values == nil {
				values = map[string]string{}
			}
			values["REGION"] = ministack.Region
			var typed string
			if s.typed != nil {
				typed = s.typed(&here)
			}
			s.then(&here, shellOf(t, p.env, b.script(t, title, values), typed))
		})
	}
}
