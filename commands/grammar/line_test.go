package grammar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands/grammar"
)

func TestALineIsWhatSomebodyWouldType(t *testing.T) {
	prod, quarter := target("checkout", "prod"), 25
	byID := grammar.Subject{Rollout: "01JD4Z0000000000000000CKPR"}
	for want, c := range map[string]grammar.Command{
		"/deploy prod checkout abc123":                                         grammar.Deploy{Target: prod, Ref: "abc123"},
		`/deploy prod checkout #7 --strategy canary --reason "the refund bug"`: grammar.Deploy{Target: prod, Ref: "#7", Strategy: "canary", Reason: "the refund bug"},
		"/deploy plan prod checkout abc123":                                    grammar.Plan{Target: prod, Ref: "abc123"},
		"/deploy":                                                              grammar.Form{},
		"/deploy status":                                                       grammar.Status{},
		"/deploy why 01JD4Z0000000000000000CKPR":                               grammar.Why{Subject: byID},
		"/deploy history prod":                                                 grammar.History{Target: target("", "prod")},
		"/deploy promote prod checkout":                                        grammar.Promote{Subject: grammar.Subject{Target: prod}},
		"/deploy resume 01JD4Z0000000000000000CKPR":                            grammar.Resume{Subject: byID},
		`/deploy pause 01JD4Z0000000000000000CKPR "--now prod"`:                grammar.Pause{Subject: byID, Reason: "--now prod"},
		"/deploy abort prod checkout":                                          grammar.Abort{Subject: grammar.Subject{Target: prod}},
		`/deploy lock prod checkout "migrating orders" --for 2h0m0s`:           grammar.Lock{Target: prod, Reason: "migrating orders", For: 2 * time.Hour},
		`/deploy lock prod checkout say "later"`:                               grammar.Lock{Target: prod, Reason: `say "later"`},
		"/deploy unlock prod checkout":                                         grammar.Unlock{Target: prod},
		"/rollback prod checkout v41":                                          grammar.Rollback{Target: prod, To: "v41"},
		"/canary prod checkout 25":                                             grammar.Canary{Target: prod, Percent: &quarter},
		"/canary prod checkout":                                                grammar.Canary{Target: prod},
		"/deploy drill staging checkout":                                       grammar.Drill{Target: target("checkout", "staging")},
		"/deploy doctor":                                                       grammar.Doctor{},
		"/deploy doctor prod checkout":                                         grammar.Doctor{Target: prod},
		"/deploy status prod --page 2":                                         grammar.Status{Target: target("", "prod"), Page: 2},
		"/deploy history checkout --page 9999":                                 grammar.History{Target: target("checkout", ""), Page: 9999},
		"/dashboard prod checkout":                                             grammar.Dashboard{Target: prod},
		"/dashboard prod checkout 7d --chart cost --fresh --picture":           grammar.Dashboard{Target: prod, Range: "7d", Chart: "cost", Fresh: true, Picture: true},
		"/deploy summary":                                                      grammar.Summary{},
		"/deploy summary week --page 3":                                        grammar.Summary{Period: grammar.Week, Page: 3},
		"/deploy summary day --on 2026-11-22 --page 2":                         grammar.Summary{Period: grammar.Day, On: "2026-11-22", Page: 2},
		"/deploy help lock":                                                    grammar.Help{Topic: "lock"},
	} {
		line := grammar.Line(c)
		if line != want {
			t.Errorf("%q, want %q", line, want)
		}
		slash, text, _ := strings.Cut(line, " ")
		got, err := grammar.Parse(anywhere, slash, text)
		if diff := cmp.Diff(c, got); err != nil || diff != "" {
			t.Errorf("%q is read as something else: %v %s", line, err, diff)
		}
	}
}

// Whatever was understood once is understood again, by its line, in any channel.
func TestALineIsReadAsTheCommandThatItIsOf(t *testing.T) {
	word := rapid.OneOf(
		rapid.SampledFrom([]string{"prod", "staging", "checkout", "status", "lock", "pause", "abort", "canary", "--reason", "--for", "2h", "abc123", "v41", "25", "help", "latest", "previous", "#7", "1h", "7d", "day", "week", "--chart", "load", "--fresh", "--picture", "--page", "2", "--on", "2026-11-22", `"--reason x"`, `"prod"`}),
		rapid.StringMatching(`[a-z0-9/<>'“–-]{1,8}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		slash := rapid.SampledFrom([]string{"/deploy", "/rollback", "/canary", "/dashboard"}).Draw(t, "slash")
		beginning := rapid.SampledFrom([]string{"", "prod ", "search staging ", "lock prod ", "pause prod ", "plan prod ", "status ", "summary "}).Draw(t, "beginning")
		text := beginning + strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "words"), " ")
		want, err := grammar.Parse(inCheckout, slash, text)
		if _, form := want.(grammar.Form); form || err != nil {
			t.Skip("it is no command, or one that says nothing")
		}
		line := grammar.Line(want)
		slash, text, _ = strings.Cut(line, " ")
		got, err := grammar.Parse(anywhere, slash, text)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("%q: %v %s", line, err, diff)
		}
	})
}
