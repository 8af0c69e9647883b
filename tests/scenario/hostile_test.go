package scenario

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/sandbox/github"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// faults.md D11: what somebody writes into a commit, a branch or a log, from the code
// host through the real client to what people see. Slack's own strictness is the
// workspace's: a message that it does not take is not there.
func TestHostileWordsOnTheCodeHostAreInert(t *testing.T) {
	const words = "${{ secrets.KEY }} `rm -rf /` <!here> <@U0EVE> <https://evil.example|click> *bold* \x1b[31mred\x1b[0m \u202eesrever"
	run(t, machine{speed: 120}, func(m *machine) {
		sha := strings.Repeat("e71", 13) + "a"
		must(m.t, m.w.GitHub.PushCommits("acme/checkout", "evil", github.Commit{
			SHA: sha, Message: words + "\n\n" + strings.Repeat("ä<!channel>", 10_000), Author: "<!here> ${{ github.token }}", Files: []string{"src/<!here>.go"},
		}))
		must(m.t, m.w.GitHub.Will(sha, github.Outcome{Conclusion: "failure", Job: "test", Step: "Unit tests", Log: []string{words, "::set-output name=x::" + words}}))
		for _, text := range []string{"plan staging evil", "staging evil"} {
			if _, err := m.w.Slack.Command(m.t.Context(), world.People()[0].ID, "C0CHECKOUT", "/deploy", text); err != nil {
				m.t.Fatal(err)
			}
			time.Sleep(30 * time.Second)
		}
		told := 0
		for _, s := range said(m) {
			if strings.Contains(s.Text, "rm -rf /") {
				told++
			}
			inert(m.t, s)
		}
		if told < 3 { // the plan, the rollout's message, and what it ships or where it failed
			m.t.Errorf("the words are in %d messages only", told)
		}
	})
}

// said are the messages that Ana sees in #checkout, with those in threads.
func said(m *machine) []slack.MessageView {
	for _, c := range m.w.Slack.View(world.People()[0].ID).Channels {
		if c.ID == "C0CHECKOUT" {
			all := slices.Clone(c.Messages)
			for _, root := range c.Messages {
				all = append(all, root.Replies...)
			}
			return all
		}
	}
	return nil
}

// inert holds that nothing of a message calls anybody, leads anywhere else, or hides.
func inert(t *testing.T, m slack.MessageView) {
	t.Helper()
	for _, live := range []string{"<!here", "<!channel", "<@U0EVE>", "<https://evil", "\x1b", "\u202e"} {
		if strings.Contains(m.Text, live) {
			t.Errorf("%q is in the text %q", live, m.Text)
		}
	}
	var blocks any
	if len(m.Blocks) > 0 {
		must(t, json.Unmarshal(m.Blocks, &blocks))
	}
	each(blocks, func(o map[string]any) {
		text, _ := o["text"].(string)
		switch kind := o["type"]; {
		case kind == "mrkdwn" && strings.ContainsAny(text, "`") && strings.Contains(text, "rm -rf"):
			t.Errorf("it is read as markup: %q", text)
		case kind == "broadcast", kind == "link" && strings.Contains(o["url"].(string), "evil.example"):
			t.Errorf("it became %v", o)
		case strings.ContainsAny(text, "\x1b\u202e"):
			t.Errorf("it hides something: %q", text)
		}
	})
}

// each visits every object.
func each(v any, do func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		do(v)
		for _, inner := range v {
			each(inner, do)
		}
	case []any:
		for _, inner := range v {
			each(inner, do)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
