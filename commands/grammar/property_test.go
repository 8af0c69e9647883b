package grammar_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands/grammar"
)

func TestACommandSurvivesTheQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyCommand(t)
		data, err := grammar.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := grammar.Unmarshal(data)
		if err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func anyCommand(t *rapid.T) grammar.Command {
	text := rapid.String()
	where := target(text.Draw(t, "service"), text.Draw(t, "environment"))
	what := grammar.Subject{Target: where, Rollout: text.Draw(t, "rollout")}
	word := text.Draw(t, "word")
	share := rapid.Ptr(rapid.IntRange(0, 100), true).Draw(t, "percent")
	return rapid.SampledFrom([]grammar.Command{
		grammar.Deploy{Target: where, Ref: word, Strategy: text.Draw(t, "strategy"), Reason: text.Draw(t, "reason")},
		grammar.Plan{Target: where, Ref: word},
		grammar.Status{Target: where}, grammar.History{Target: where},
		grammar.Promote{Subject: what}, grammar.Pause{Subject: what, Reason: word},
		grammar.Resume{Subject: what}, grammar.Abort{Subject: what, Reason: word},
		grammar.Lock{Target: where, Reason: word, For: time.Duration(rapid.Int64().Draw(t, "for"))},
		grammar.Unlock{Target: where}, grammar.Rollback{Target: where, To: word},
		grammar.Canary{Target: where, Percent: share}, grammar.Help{Topic: word}, grammar.Form{Service: word},
		grammar.Dashboard{Target: where, Range: word, Chart: text.Draw(t, "chart"), Fresh: rapid.Bool().Draw(t, "fresh"), Picture: rapid.Bool().Draw(t, "picture")},
		grammar.Summary{Period: word, On: text.Draw(t, "on"), Page: rapid.Int().Draw(t, "page")}, grammar.Status{Target: where, Page: 2}, grammar.History{Target: where, Page: 9999},
		grammar.Drill{Target: where}, grammar.Doctor{Target: where},
	}).Draw(t, "command")
}

func TestTheQueueRefusesWhatItDoesNotKnow(t *testing.T) {
	for name, data := range map[string]string{
		"no JSON":         `deploy`,
		"no command":      `{"args":{}}`,
		"unknown command": `{"command":"drop","args":{}}`,
		"unknown field":   `{"command":"unlock","args":{"environment":"prod","force":true}}`,
		"unknown sibling": `{"command":"unlock","args":{},"user":"U1"}`,
		"wrong type":      `{"command":"unlock","args":{"environment":1}}`,
		"no args":         `{"command":"unlock"}`,
		"null args":       `{"command":"unlock","args":null}`,
		"array args":      `{"command":"unlock","args":[]}`,
		"something after": `{"command":"unlock","args":{}} {}`,
		"nothing at all":  ``,
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := grammar.Unmarshal([]byte(data)); err == nil {
				t.Errorf("accepted as %#v", got)
			}
		})
	}
	if _, err := grammar.Marshal(nil); err == nil {
		t.Error("a nil command was written")
	}
}
