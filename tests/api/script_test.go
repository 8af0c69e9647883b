package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/process"
)

const patience = 30 * time.Second

// types sends a command of Ana's in #checkout, and holds what is answered at once
// against the words.
func types(t *testing.T, p *process.Process, command, text, trigger, want string) {
	t.Helper()
	a := p.Command(t, p.Info.User("developer"), p.Info.Channel("checkout"), command, text, trigger)
	if a.Status != http.StatusOK || !strings.Contains(a.Body, want) {
		t.Fatalf("%s %s: %d %s", command, text, a.Status, a.Body)
	}
}

// begun waits until a target's rollout has got somewhere.
func begun(t *testing.T, p *process.Process, environment string, phases ...string) {
	t.Helper()
	p.Eventually(t, patience, "a rollout in "+strings.Join(phases, " or "), func() bool {
		r := p.Target(t, "checkout", environment).Rollout
		return r != nil && strings.Contains(strings.Join(phases, " "), r.Phase)
	})
}

// after waits for a rollout that is not the one that ended last before.
func after(t *testing.T, p *process.Process, before *struct{ ID, Phase, Reason string }, environment string) process.Target {
	t.Helper()
	var now process.Target
	p.Eventually(t, patience, "the end of another rollout", func() bool {
		now = p.Target(t, "checkout", environment)
		return now.Rollout == nil && now.Last.ID != before.ID
	})
	return now
}

// button finds a button in the message about a rollout.
func button(t *testing.T, p *process.Process, rollout, label string) (m process.Message, action map[string]any) {
	t.Helper()
	p.Eventually(t, patience, "a button "+label, func() bool {
		all := p.About(t, p.Info.Channel("checkout"), rollout)
		if len(all) != 1 {
			return false
		}
		m = all[0]
		for _, block := range m.Blocks {
			for _, e := range block.Elements {
				if text, ok := e["text"].(map[string]any); ok && strings.Contains(text["text"].(string), label) {
					action = map[string]any{"type": "button", "action_id": e["action_id"], "value": e["value"], "block_id": block.BlockID}
					return true
				}
			}
		}
		return false
	})
	return m, action
}

// click is the form that Slack would send for a button.
func click(t *testing.T, p *process.Process, m process.Message, action map[string]any, trigger string) string {
	t.Helper()
	channel := p.Info.Channel("checkout")
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "api_app_id": p.Info.AppID, "team": map[string]any{"id": p.Info.TeamID},
		"user": map[string]any{"id": p.Info.User("developer")}, "channel": map[string]any{"id": channel},
		"container":  map[string]any{"type": "message", "message_ts": m.TS, "channel_id": channel},
		"trigger_id": trigger, "response_url": p.Info.URL + "/sandbox/response/" + trigger,
		"actions": []any{action},
	})
	if err != nil {
		t.Fatal(err)
	}
	return url.Values{"payload": {string(payload)}}.Encode()
}

// answers waits for what was said at a response_url, and gives all of it.
func answers(t *testing.T, p *process.Process, name string) string {
	t.Helper()
	var all []struct{ Text string }
	p.Eventually(t, patience, "an answer at "+name, func() bool {
		p.Get(t, "/sandbox/response/"+name, &all)
		return len(all) > 0
	})
	var b strings.Builder
	for _, a := range all {
		b.WriteString(a.Text + "\n")
	}
	return b.String()
}

// seconds is the time that a message's ts says.
func seconds(t *testing.T, ts string) time.Time {
	t.Helper()
	s, _, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(n, 0)
}
