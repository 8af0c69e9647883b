package grammar_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/slipway-dev/slipway/commands/grammar"
)

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
			if answer := harmless(err.Error()); strings.ContainsAny(answer, "<>") || strings.Count(answer, "`")%2 > 0 {
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
	case grammar.Dashboard:
		return c.Range + c.Chart
	case grammar.Summary:
		return c.Period + c.On
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

func FuzzCompleteOffersOnlyWhatIsRead(f *testing.F) {
	for _, line := range []string{"/", "/dep", "/deploy ", "/deploy sta", "/deploy staging abc123 --", "/deploy lock prod “x” --for ", "/canary \u00a0", "/dashboard prod 1d --chart "} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		offered := grammar.Complete(anywhere, typed)
		if len(offered) > 12 {
			t.Errorf("%d are offered", len(offered))
		}
		for _, c := range offered {
			if len(c.Text) < len(typed) || !strings.EqualFold(c.Text[:len(typed)], typed) || c.Label == "" || c.Hint == "" {
				t.Errorf("%q is offered for %q", c, typed)
			}
			if c.Text != typed && refused(anywhere, c.Text) {
				t.Errorf("%q is offered for %q and refused", c.Text, typed)
			}
		}
	})
}
