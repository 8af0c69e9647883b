package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/process"
)

func TestAtTheDefaultSpeedACanaryEndsWithinAboutFifteenSeconds(t *testing.T) {
	p := fresh(t)
	before, began := p.Target(t, "checkout", "prod"), time.Now()
	types(t, p, "/deploy", "prod checkout abc123", "T.1", "Looking at `abc123` for checkout in prod")
	now := after(t, p, before.Last, "prod")
	if took := time.Since(began); took > 18*time.Second {
		t.Errorf("it took %s", took)
	}
	if now.Last.Phase != "succeeded" || !strings.HasPrefix(now.SHA(now.Live.Version), "abc123") || len(now.Live.Weights) != 0 || *now.Blue != before.Live.Version {
		t.Errorf("after it: %+v", now)
	}
	types(t, p, "/deploy", "status prod", "T.2", "Looking at")
	if said := answers(t, p, "T.2"); !strings.Contains(said, "abc123") || !strings.Contains(said, "nothing under way") {
		t.Errorf("at the response_url: %s", said)
	}
}

func TestAButtonFromTheChannelTakesADeployBack(t *testing.T) {
	p := fresh(t, "--speed", "600")
	before := p.Target(t, "checkout", "staging")
	types(t, p, "/deploy", "staging abc123", "T.1", "Looking at")
	deployed := after(t, p, before.Last, "staging")
	m, action := button(t, p, deployed.Last.ID, "Roll back")
	if a := p.Signed(t, "/slack/interactions", click(t, p, m, action, "C.1")); a.Status != http.StatusOK || a.Body != "" {
		t.Fatalf("the click: %d %s", a.Status, a.Body)
	}
	var back process.Target
	p.Eventually(t, patience, "the version before", func() bool {
		back = p.Target(t, "checkout", "staging")
		return back.Rollout == nil && back.Live.Version == before.Live.Version && back.Last.Phase == "rolled_back"
	})
	// faults.md A18: clicked again, it says so and changes nothing.
	p.Signed(t, "/slack/interactions", click(t, p, m, action, "C.2"))
	if said := answers(t, p, "C.2"); said == "" {
		t.Error("a late click was not answered")
	}
	if now := p.Target(t, "checkout", "staging"); now.Rollout != nil || now.Last.ID != back.Last.ID {
		t.Errorf("a late click began something: %+v", now)
	}
}

func TestEveryCommitBehavesAsInfoSays(t *testing.T) {
	for behaviour, want := range map[string]struct{ phase, reason string }{
		"good": {"succeeded", ""}, "bad": {"rolled_back", "errors"}, "slow": {"rolled_back", "slow calls"},
		"crash": {"failed", "health check"}, "late": {"rolled_back", "errors"},
	} {
		for _, environment := range []string{"staging", "prod"} {
			t.Run(behaviour+" in "+environment, func(t *testing.T) {
				p := fresh(t, "--speed", "600")
				before := p.Target(t, "checkout", environment)
				types(t, p, "/deploy", environment+" "+p.Info.Commit("checkout", behaviour), "T.1", "Looking at")
				now := after(t, p, before.Last, environment)
				if now.Last.Phase != want.phase || !strings.Contains(now.Last.Reason, want.reason) || (now.Live.Version == before.Live.Version) == (behaviour == "good") {
					t.Errorf("%+v", now)
				}
			})
		}
	}
}

// faults.md A3: the same signed request, sent again.
func TestAReplayedRequestBeginsOneRollout(t *testing.T) {
	p := fresh(t, "--speed", "600")
	before := p.Target(t, "checkout", "staging")
	body := p.Typed(p.Info.User("developer"), p.Info.Channel("checkout"), "/deploy", "staging abc123", "T.1")
	header := process.Sign(p.Info.SigningSecret, body, time.Now())
	for range 3 {
		if a := p.Do(t, http.MethodPost, "/slack/commands", body, header...); a.Status != http.StatusOK {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
	}
	now := after(t, p, before.Last, "staging")
	p.Do(t, http.MethodPost, "/slack/commands", body, header...)
	types(t, p, "/deploy", "history staging", "T.2", "Looking") // read after it
	if said := answers(t, p, "T.2"); strings.Count(said, "Let people pay by invoice") != 1 {
		t.Errorf("the history: %s", said)
	}
	if len(now.Versions) != len(before.Versions)+1 {
		t.Errorf("%d versions became %d", len(before.Versions), len(now.Versions))
	}
}

// faults.md A1, A2
func TestAForgeryGetsNothing(t *testing.T) {
	p := fresh(t)
	body := p.Typed(p.Info.User("developer"), p.Info.Channel("checkout"), "/deploy", "prod abc123", "T.1")
	for name, header := range map[string][]string{
		"a wrong secret":  process.Sign("not the secret", body, time.Now()),
		"an old request":  process.Sign(p.Info.SigningSecret, body, time.Now().Add(-6*time.Minute)),
		"no signature":    {"Content-Type", "application/x-www-form-urlencoded"},
		"of another text": process.Sign(p.Info.SigningSecret, body+"1", time.Now()),
	} {
		if a := p.Do(t, http.MethodPost, "/slack/commands", body, header...); a.Status != http.StatusUnauthorized || a.Body != "" {
			t.Errorf("%s: %d %q", name, a.Status, a.Body)
		}
	}
	if now := p.Target(t, "checkout", "prod"); now.Rollout != nil || len(now.Versions) != 4 {
		t.Errorf("%+v", now)
	}
	if strings.Contains(p.Log.String(), p.Info.SigningSecret) || strings.Contains(p.Log.String(), p.Info.BotToken) {
		t.Error("a secret is in the log")
	}
}
