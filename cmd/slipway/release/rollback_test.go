package release_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

var staging = grammar.Rollback{Target: grammar.Target{Service: "checkout", Environment: "staging"}}

func TestASecondAlarmChangesNothingAndSaysThatItIsBackAlready(t *testing.T) {
	back := at(rollout.RolledBack, health("41", true))
	sick := at(rollout.RolledBack, health("41", false))
	going := at(rollout.RollingBack, v42)
	well := at(rollout.Succeeded, v42)
	for name, c := range map[string]struct {
		refusal string
		past    rollout.Rollout
		live    rollout.Version
		life    []rollout.Rollout
		code    int
		says    string
	}{
		"it went back":                        {"already_back", back, "41", []rollout.Rollout{back}, release.CodeOK, "It is already back on v41"},
		"it went back, to what is sick":       {"already_back", sick, "41", []rollout.Rollout{sick}, release.CodeFailed, "BUT IT IS NOT WELL"},
		"it is going back":                    {"rolling_back", going, "42", []rollout.Rollout{going, back}, release.CodeOK, "Live is v41 again"},
		"it went back, and was changed since": {"already_back", back, "43", nil, release.CodeRefused, "No."},
		"what is live was deployed":           {"already_back", well, "42", nil, release.CodeRefused, "No."},
		"a later one has failed":              {"already_back", at(rollout.Failed, v42), "41", nil, release.CodeRefused, "No."},
		"there is no way back":                {"no_way_back", back, "41", nil, release.CodeRefused, "No."},
	} {
		p, _ := pilot(t, &bot{life: c.life, past: []rollout.Rollout{c.past}, live: c.live, refusal: rollout.Refuse(c.refusal, "No.", "")})
		if got := p.Rollback(t.Context(), staging, patience); got.Code != c.code || !strings.Contains(got.Message, c.says) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// What our own rollouts have left is no proof: somebody may have changed it since.
func TestItIsNotBackAlreadyBeforeTheAccountSaysSo(t *testing.T) {
	back := at(rollout.RolledBack, health("41", true))
	p, _ := pilot(t, &bot{past: []rollout.Rollout{back}, live: "41", unasked: true, refusal: rollout.Refuse("already_back", "No.", "")})
	if got := p.Rollback(t.Context(), staging, patience); got.Code != release.CodeRefused {
		t.Errorf("%+v", got)
	}
}

func TestAnAlarmTakesBackOnlyWhatItMayBeAbout(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // as the pilot's
	over := func(p rollout.Phase, ago time.Duration) rollout.Rollout {
		return at(p, v42, func(r *rollout.Rollout) { r.Ended = now.Add(-ago) })
	}
	moving := at(rollout.Shifting, v42, func(r *rollout.Rollout) { r.Moves = 1 })
	for name, c := range map[string]struct {
		past []rollout.Rollout
		says string // of the refusal; empty for none
	}{
		"shipped just now":                      {[]rollout.Rollout{over(rollout.Succeeded, time.Minute)}, ""},
		"shipped a day ago":                     {[]rollout.Rollout{over(rollout.Succeeded, rollout.UndoFor)}, ""},
		"shipped longer ago":                    {[]rollout.Rollout{over(rollout.Succeeded, rollout.UndoFor+time.Second)}, "more than a day old"},
		"taken back longer ago":                 {[]rollout.Rollout{over(rollout.RolledBack, 2*rollout.UndoFor)}, "more than a day old"},
		"having its first traffic":              {[]rollout.Rollout{moving}, ""},
		"having none yet":                       {[]rollout.Rollout{at(rollout.Checking, held), over(rollout.Succeeded, time.Minute)}, "has no traffic yet"},
		"shipped just now, and a try that fell": {[]rollout.Rollout{over(rollout.Failed, 0), over(rollout.Cancelled, 0), over(rollout.Succeeded, time.Minute)}, ""},
		"shipped longer ago, and tries since":   {[]rollout.Rollout{over(rollout.Cancelled, 0), over(rollout.Failed, 0), over(rollout.Succeeded, 2*rollout.UndoFor)}, "more than a day old"},
		"nothing at all":                        {nil, "Nothing of checkout was shipped to staging lately"},
	} {
		b := &bot{life: []rollout.Rollout{at(rollout.RolledBack, health("41", true))}, past: c.past}
		p, _ := pilot(t, b)
		got := p.RollbackRecent(t.Context(), staging, patience)
		if c.says == "" && (got.Code != release.CodeOK || len(b.asked) != 1) {
			t.Errorf("%s: %+v", name, got)
		}
		if c.says != "" && (got.Code != release.CodeRefused || !strings.Contains(got.Message, c.says) || !strings.Contains(got.Hint, "/rollback staging checkout") || len(b.asked) > 0) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestTheCommandForAlarmsIsAFlag(t *testing.T) {
	for flag, asked := range map[string]int{"--if-recent": 0, "--if-recent=false": 1} {
		b := &bot{life: []rollout.Rollout{at(rollout.RolledBack, health("41", true))}}
		if _, _, err := run(t, b, "rollback", "--by", "ana", "--service", "checkout", "--env", "staging", flag); (err == nil) != (asked == 1) || len(b.asked) != asked {
			t.Errorf("%s: %v, %+v", flag, err, b.asked)
		}
	}
}

// Whoever reads it may have nothing but a terminal.
func TestARollbackThatFailsSaysWhatToTypeByHand(t *testing.T) {
	const line = "By hand: `aws lambda update-alias --region eu-west-1 --function-name checkout-staging --name live --function-version 41 --routing-config '{\"AdditionalVersionWeights\":{}}'`."
	first := func(r *rollout.Rollout) { r.Candidate, r.Stable = "42", "" }
	for name, c := range map[string]struct {
		b    *bot
		line bool
	}{
		"it does not end":      {&bot{life: []rollout.Rollout{at(rollout.RollingBack, v42)}}, true},
		"no turn can be taken": {&bot{life: []rollout.Rollout{at(rollout.RollingBack, v42)}, turns: 1, turn: errDown}, true},
		"it does not happen":   {&bot{life: []rollout.Rollout{at(rollout.Succeeded, v42)}}, true},
		"nothing was before":   {&bot{life: []rollout.Rollout{at(rollout.Succeeded, first)}}, false},
	} {
		p, _ := pilot(t, c.b)
		got := p.Rollback(t.Context(), staging, patience)
		if got.Code != release.CodeFailed || strings.HasPrefix(got.Hint, line) != c.line || strings.Contains(got.Hint, "By hand") != c.line || !strings.Contains(got.Hint, "/deploy status staging checkout") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestARolloutSaysWhichRunBeganIt(t *testing.T) {
	const address = "https://github.com/acme/checkout/actions/runs/7"
	for name, c := range map[string]struct{ server, repository, run, reason string }{
		"as GitHub tells it":   {"https://github.com", "acme/checkout", "7", "It's time " + address},
		"on another machine":   {"", "", "", "It's time"},
		"with another scheme":  {"javascript:", "acme/checkout", "7", "It's time"},
		"with more than a run": {"https://github.com", "acme/checkout", "7\n<!here>", "It's time"},
		"with another path":    {"https://github.com", "acme/checkout/../..", "7", "It's time"},
	} {
		t.Setenv("GITHUB_SERVER_URL", c.server)
		t.Setenv("GITHUB_REPOSITORY", c.repository)
		t.Setenv("GITHUB_RUN_ID", c.run)
		b := &bot{life: []rollout.Rollout{at(rollout.Checking, held)}}
		if _, _, err := run(t, b, "publish", "--by", "ana", "--service", "checkout", "--env", "staging", "--sha", sha, "--reason", "It's time"); err != nil || len(b.deploys) != 1 || b.deploys[0].Reason != c.reason {
			t.Errorf("%s: %v, %+v", name, err, b.deploys)
		}
	}
}
