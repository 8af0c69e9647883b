package grammar_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

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
		grammar.Canary{Target: where, Percent: share}, grammar.Help{Topic: word},
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

// Every single slip in every word: a letter missing, added, wrong or swapped.
// None may be executed, and the right word is suggested in at least 95 %.
func TestASlipIsNeverExecutedAndIsAnsweredWithTheRightWord(t *testing.T) {
	total, right := 0, 0
	try := func(word, before, after string, c grammar.Context) {
		for _, wrong := range slips(word) {
			if slices.Contains(slices.Concat(names.Services, names.Environments, grammar.SubCommands()), wrong) {
				continue
			}
			total++
			got, err := grammar.Parse(c, "/deploy", before+wrong+after)
			if err == nil {
				t.Fatalf("%q was executed as %#v", before+wrong+after, got)
			}
			if strings.Contains(err.Error(), "`"+word+"`?") || strings.Contains(err.Error(), "`"+word+"` or") {
				right++
			}
		}
	}
	for _, e := range names.Environments {
		try(e, "", " checkout abc123", anywhere)
		try(e, "lock ", " checkout migrating orders", anywhere)
		try(e, "status ", "", inCheckout)
	}
	for _, s := range names.Services {
		try(s, "staging ", " abc123", inCheckout)
		try(s, "", " staging abc123", anywhere)
		try(s, "lock prod ", " migrating orders", inCheckout)
		try(s, "staging ", "", inCheckout)
	}
	for _, s := range grammar.SubCommands() {
		try(s, "", " prod checkout", inCheckout)
	}
	if share := float64(right) / float64(total); share < 0.95 {
		t.Errorf("%.1f %% of %d slips are answered with the right word", 100*share, total)
	}
}

func slips(word string) []string {
	var all []string
	for i := range len(word) {
		all = append(all, word[:i]+word[i+1:], word[:i]+"x"+word[i+1:], word[:i]+"e"+word[i:])
		if i > 0 && word[i] != word[i-1] {
			all = append(all, word[:i-1]+word[i:i+1]+word[i-1:i]+word[i+1:])
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == word })
}

// faults.md A19
func FuzzParseNeverGuesses(f *testing.F) {
	for _, s := range grammar.Specs() {
		for _, example := range s.Examples {
			slash, text, _ := strings.Cut(example, " ")
			f.Add(slash, text)
		}
	}
	f.Add("/deploy", "ѕtaging <@U1> <https://x|prod> “a” —reason --")
	f.Fuzz(func(t *testing.T, slash, text string) {
		command, err := grammar.Parse(inCheckout, slash, text)
		if err != nil {
			if strings.ContainsAny(harmless(err.Error()), "<>") {
				t.Errorf("not harmless: %s", err)
			}
			return
		}
		where := command.Where()
		if where.Service != "" && !slices.Contains(names.Services, where.Service) {
			t.Errorf("undeclared service %q", where.Service)
		}
		if where.Environment != "" && !slices.Contains(names.Environments, where.Environment) {
			t.Errorf("undeclared environment %q", where.Environment)
		}
		if !plain(identifier(command)) {
			t.Errorf("%q is not plain ASCII", identifier(command))
		}
	})
}

// harmless is an answer without its usage line, the only one with brackets.
func harmless(answer string) string {
	answer, _, _ = strings.Cut(answer, "\nUsage: ")
	return answer
}

func identifier(c grammar.Command) string {
	switch c := c.(type) {
	case grammar.Deploy:
		return c.Ref + c.Strategy
	case grammar.Plan:
		return c.Ref
	case grammar.Rollback:
		return c.To
	case grammar.Promote:
		return c.Rollout
	case grammar.Pause:
		return c.Rollout
	case grammar.Help:
		return c.Topic
	default:
		return ""
	}
}

func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > unicode.MaxASCII || r == 0x7F })
}

func FuzzUnmarshalNeverPanics(f *testing.F) {
	f.Add([]byte(`{"command":"deploy","args":{"service":"checkout","environment":"prod","ref":"abc123"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		command, err := grammar.Unmarshal(data)
		if err != nil {
			return
		}
		if _, err := grammar.Marshal(command); err != nil {
			t.Errorf("%s is read but not written: %v", data, err)
		}
	})
}
