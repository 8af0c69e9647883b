package grammar_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands/grammar"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	names = grammar.Names{
		Services:     []string{"checkout", "payments", "search"},
		Environments: []string{"dev", "staging", "prod"},
	}
	anywhere   = grammar.Context{Names: names}
	inCheckout = grammar.Context{Names: names, DefaultService: "checkout"}
)

const ulid = "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ"

func target(service, environment string) grammar.Target {
	return grammar.Target{Service: service, Environment: environment}
}

func byTarget(service, environment string) grammar.Subject {
	return grammar.Subject{Target: target(service, environment)}
}

func percent(n int) *int { return &n }

// Each phrase is typed in #checkout.
func TestPhrasesThatPeopleTypeAreUnderstood(t *testing.T) {
	sha40 := strings.Repeat("0123456789", 4)
	tests := map[string]grammar.Command{
		"/deploy staging abc123":            grammar.Deploy{Target: target("checkout", "staging"), Ref: "abc123"},
		"/deploy  staging \t abc123 ":       grammar.Deploy{Target: target("checkout", "staging"), Ref: "abc123"},
		"/deploy staging\nabc123":           grammar.Deploy{Target: target("checkout", "staging"), Ref: "abc123"},
		"/deploy Staging ABC123":            grammar.Deploy{Target: target("checkout", "staging"), Ref: "abc123"},
		"/deploy staging payments abc123":   grammar.Deploy{Target: target("payments", "staging"), Ref: "abc123"},
		"/deploy payments staging abc123":   grammar.Deploy{Target: target("payments", "staging"), Ref: "abc123"},
		"/deploy prod " + sha40:             grammar.Deploy{Target: target("checkout", "prod"), Ref: sha40},
		"/deploy prod #123":                 grammar.Deploy{Target: target("checkout", "prod"), Ref: "#123"},
		"/deploy prod latest":               grammar.Deploy{Target: target("checkout", "prod"), Ref: "latest"},
		"/deploy prod Latest":               grammar.Deploy{Target: target("checkout", "prod"), Ref: "latest"},
		"/deploy prod main":                 grammar.Deploy{Target: target("checkout", "prod"), Ref: "main"},
		"/deploy prod feature/Fix_it-2.1":   grammar.Deploy{Target: target("checkout", "prod"), Ref: "feature/Fix_it-2.1"},
		"/deploy prod v1.2.3":               grammar.Deploy{Target: target("checkout", "prod"), Ref: "v1.2.3"},
		"/deploy staging staging":           grammar.Deploy{Target: target("checkout", "staging"), Ref: "staging"},
		"/deploy staging payments payments": grammar.Deploy{Target: target("payments", "staging"), Ref: "payments"},
		"/deploy prod main --strategy canary": grammar.Deploy{
			Target: target("checkout", "prod"), Ref: "main", Strategy: "canary"},
		"/deploy --strategy=All-At-Once prod main": grammar.Deploy{
			Target: target("checkout", "prod"), Ref: "main", Strategy: "all-at-once"},
		`/deploy prod --reason "fixes  the bug" main`: grammar.Deploy{
			Target: target("checkout", "prod"), Ref: "main", Reason: "fixes the bug"},
		`/deploy prod main --reason="it’s <!here> urgent — really"`: grammar.Deploy{
			Target: target("checkout", "prod"), Ref: "main", Reason: "it’s <!here> urgent — really"},
		"/deploy prod main --reason fix login --strategy canary": grammar.Deploy{
			Target: target("checkout", "prod"), Ref: "main", Reason: "fix login", Strategy: "canary"},
		"/deploy prod main --reason urgent": grammar.Deploy{
			Target: target("checkout", "prod"), Ref: "main", Reason: "urgent"},

		"/deploy plan prod abc123":          grammar.Plan{Target: target("checkout", "prod"), Ref: "abc123"},
		"/deploy status":                    grammar.Status{Target: target("checkout", "")},
		"/deploy status prod":               grammar.Status{Target: target("checkout", "prod")},
		"/deploy STATUS search":             grammar.Status{Target: target("search", "")},
		"/deploy history payments prod":     grammar.History{Target: target("payments", "prod")},
		"/deploy promote prod":              grammar.Promote{Subject: byTarget("checkout", "prod")},
		"/deploy promote " + ulid:           grammar.Promote{Subject: grammar.Subject{Rollout: ulid}},
		"/deploy resume search prod":        grammar.Resume{Subject: byTarget("search", "prod")},
		"/deploy pause prod":                grammar.Pause{Subject: byTarget("checkout", "prod")},
		"/deploy pause prod wait for @ana!": grammar.Pause{Subject: byTarget("checkout", "prod"), Reason: "wait for @ana!"},
		"/deploy pause " + strings.ToLower(ulid) + " let me look": grammar.Pause{
			Subject: grammar.Subject{Rollout: ulid}, Reason: "let me look"},
		`/deploy abort prod "payments is down"`: grammar.Abort{
			Subject: byTarget("checkout", "prod"), Reason: "payments is down"},
		`/deploy abort prod he said "no" to it`: grammar.Abort{
			Subject: byTarget("checkout", "prod"), Reason: `he said "no" to it`},

		"/deploy lock prod migrating orders": grammar.Lock{Target: target("checkout", "prod"), Reason: "migrating orders"},
		"/deploy lock prod payments don’t touch -- ask me --for 2h": grammar.Lock{
			Target: target("payments", "prod"), Reason: "don’t touch -- ask me", For: 2 * time.Hour},
		"/deploy unlock prod":            grammar.Unlock{Target: target("checkout", "prod")},
		"/rollback prod":                 grammar.Rollback{Target: target("checkout", "prod")},
		"rollback prod search":           grammar.Rollback{Target: target("search", "prod")},
		"/rollback prod 41":              grammar.Rollback{Target: target("checkout", "prod"), To: "v41"},
		"/rollback prod v123456":         grammar.Rollback{Target: target("checkout", "prod"), To: "v123456"},
		"/rollback prod 123456":          grammar.Rollback{Target: target("checkout", "prod"), To: "123456"},
		"/rollback prod ABCDEF1":         grammar.Rollback{Target: target("checkout", "prod"), To: "abcdef1"},
		"/rollback prod search previous": grammar.Rollback{Target: target("search", "prod"), To: "previous"},
		"/canary prod":                   grammar.Canary{Target: target("checkout", "prod")},
		"/canary prod 25":                grammar.Canary{Target: target("checkout", "prod"), Percent: percent(25)},
		"/canary search prod 0%":         grammar.Canary{Target: target("search", "prod"), Percent: percent(0)},

		"/deploy drill staging":             grammar.Drill{Target: target("checkout", "staging")},
		"/deploy Drill search prod":         grammar.Drill{Target: target("search", "prod")},
		"/deploy doctor":                    grammar.Doctor{Target: target("checkout", "")},
		"/deploy doctor prod":               grammar.Doctor{Target: target("checkout", "prod")},
		"/deploy doctor search":             grammar.Doctor{Target: target("search", "")},
		"/deploy":                           grammar.Form{Service: "checkout"},
		"/deploy help":                      grammar.Help{},
		"/deploy help lock":                 grammar.Help{Topic: "lock"},
		"/deploy doctor --help":             grammar.Help{Topic: "doctor"},
		"/deploy help /canary":              grammar.Help{Topic: "canary"},
		"/deploy lock prod --help":          grammar.Help{Topic: "lock"},
		"/deploy --help":                    grammar.Help{Topic: "deploy"},
		"/rollback help":                    grammar.Help{Topic: "rollback"},
		"/canary Help":                      grammar.Help{Topic: "canary"},
		"/deploy plan payments dev release": grammar.Plan{Target: target("payments", "dev"), Ref: "release"},
	}
	for phrase, want := range tests {
		t.Run(phrase, func(t *testing.T) {
			got, err := parse(inCheckout, phrase)
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheOnlyServiceNeedNotBeNamed(t *testing.T) {
	c := grammar.Context{Names: grammar.Names{Services: []string{"shop"}, Environments: []string{"prod"}}}
	got, err := grammar.Parse(c, "/rollback", "prod")
	if err != nil || got.Where() != target("shop", "prod") {
		t.Errorf("got %#v, %v", got, err)
	}
}

func TestABareDeployAsksForTheFormOfWhatIsMeant(t *testing.T) {
	one := grammar.Context{Names: grammar.Names{Services: []string{"shop"}, Environments: []string{"prod"}}}
	undeclared := grammar.Context{Names: names, DefaultService: "gone"}
	for service, c := range map[string]grammar.Context{"": anywhere, "checkout": inCheckout, "shop": one} {
		for _, text := range []string{"", " ", " \t\n"} {
			got, err := grammar.Parse(c, "/deploy", text)
			if want := (grammar.Form{Service: service}); err != nil || got != want || got.Where() != target(service, "") {
				t.Errorf("%q: %#v, %v", text, got, err)
			}
		}
	}
	if got, err := grammar.Parse(undeclared, "/deploy", ""); err != nil || got != (grammar.Form{}) {
		t.Errorf("got %#v, %v", got, err)
	}
	for _, slash := range []string{"/rollback", "/canary"} {
		if got, err := grammar.Parse(inCheckout, slash, " "); err == nil {
			t.Errorf("%s: %#v", slash, got)
		}
	}
}

func TestAnUndeclaredDefaultServiceIsNotUsed(t *testing.T) {
	c := grammar.Context{Names: names, DefaultService: "gone"}
	if got, err := grammar.Parse(c, "/rollback", "prod"); err == nil {
		t.Errorf("accepted as %#v", got)
	}
}

func TestReasonsAreCutAtTwoHundredCharacters(t *testing.T) {
	for length, want := range map[int]int{199: 199, 200: 200, 201: 200, 3000: 200} {
		got, err := grammar.Parse(inCheckout, "/deploy", `lock prod "`+strings.Repeat("ü", length)+`"`)
		if err != nil {
			t.Fatal(err)
		}
		if n := len([]rune(got.(grammar.Lock).Reason)); n != want {
			t.Errorf("%d characters became %d, want %d", length, n, want)
		}
	}
}

func TestEverySpecIsCompleteAndItsExamplesParse(t *testing.T) {
	for _, s := range grammar.Specs() {
		if s.Summary == "" || s.Who == "" || len(s.Examples) == 0 {
			t.Errorf("%s describes itself badly: %+v", s.Name, s)
		}
		for _, example := range s.Examples {
			got, err := parse(inCheckout, example)
			if err != nil {
				t.Errorf("%s: %v", example, err)
			} else if got.Name() != s.Name && got.Name() != "help" {
				t.Errorf("%s is an example of %s but parses as %s", example, s.Name, got.Name())
			}
		}
	}
}

func TestHelpAndTable(t *testing.T) {
	golden(t, "help.golden", grammar.HelpText("")+"\n")
	var each strings.Builder
	for _, s := range grammar.Specs() {
		each.WriteString("## " + s.Name + "\n" + grammar.HelpText(s.Name) + "\n\n")
	}
	golden(t, "topics.golden", each.String())
	golden(t, "table.golden", grammar.Table())
}

func parse(c grammar.Context, phrase string) (grammar.Command, error) {
	blank := strings.IndexAny(phrase+" ", " \t\r\n")
	return grammar.Parse(c, phrase[:blank], phrase[min(blank+1, len(phrase)):])
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"accepted": "staging checkout abc123 --strategy canary",
		"typo":     "stagign checkout abc123",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = grammar.Parse(anywhere, "/deploy", text)
			}
		})
	}
}
