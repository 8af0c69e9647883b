package grammar_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// Each line is what was typed in #checkout; below it is what may come next.
func TestWhatMayComeNextIsOffered(t *testing.T) {
	var b strings.Builder
	for _, typed := range []string{
		"", "/", "/dep", "/DEP", "/deploy", "/deploy ", "/deploy sta", "/deploy STA", "/deploy u", "/deploy staging ", "/deploy staging p", "/deploy staging search ",
		"/deploy search ", "/deploy staging abc123", "/deploy staging abc123 ", "/deploy staging abc123 --", "/deploy staging abc123 --s",
		"/deploy staging abc123 --strategy ", "/deploy staging abc123 --strategy b", "/deploy staging abc123 --strategy canary ",
		"/deploy staging abc123 --reason ", "/deploy staging abc123 --reason fix it ", "/deploy staging --reason fix it ",
		"/deploy plan ", "/deploy status ", "/deploy status prod ", "/deploy why ", "/deploy pause prod ", "/deploy pause " + ulid + " ", "/deploy why " + ulid + " ",
		"/deploy lock prod ", "/deploy lock prod migrating orders ", "/deploy lock prod migrating orders --for ",
		"/deploy help ", "/deploy help l", "/deploy help lock ", "/rollback ", "/rollback prod ", "/canary prod ",
		"/deploy su", "/deploy summary ", "/deploy summary week ", "/deploy summary week --page ", "/deploy summary --on ", "/deploy status prod --", "/da", "/dashboard ", "/dashboard prod ", "/dashboard prod 1",
		"/dashboard prod 1d ", "/dashboard prod 1d --chart ", "/dashboard prod --chart load ", "/dashboard prod --fresh ", "/deploy dr", "/deploy drill ", "/deploy drill staging ", "/deploy doc", "/deploy doctor ", "/deploy doctor prod ",
	} {
		b.WriteString(typed + "|\n")
		for _, c := range grammar.Complete(inCheckout, typed) {
			fmt.Fprintf(&b, "    %-54s %-12s %s\n", c.Text+"|", c.Label, c.Hint)
		}
	}
	golden(t, "complete.golden", b.String())
}

func TestNothingIsOfferedBehindAMistake(t *testing.T) {
	for _, typed := range []string{
		"hello", "deploy ", " /deploy ", "/depoly ", "/deploy stagign ", "/deploy abc123 ", "/deploy prod abc123 def456 ", "/deploy prod \"",
		"/deploy prod main --force ", "/deploy prod main --strategy turbo ", "/deploy prod --help ", "/deploy --", "/deploy prod x; --strategy ",
		"/deploy prod main --strategy canary --strategy ", "/deploy prod\u00a0", "/deploy why 01JZ ", "/deploy prod staging search ",
		"/dashboard prod 2h ", "/dashboard prod --fresh=yes ", "/dashboard prod 1d 7d ", "/deploy summary month ", "/deploy summary --page 0 ", "/deploy summary --on friday ", "/dashboard prod --chart pie ",
	} {
		if got := grammar.Complete(inCheckout, typed); len(got) > 0 {
			t.Errorf("%q: %v", typed, got)
		}
	}
}

// Every way through the completions, with something filled in where a person has
// to, ends at a command, or at a line that lacks what nobody can know.
func TestEveryWayThroughTheCompletionsIsRead(t *testing.T) {
	filled := map[string]string{
		"<ref>": "abc123", "<to>": "v41", "<percent>": "25", "<rollout-id>": ulid, "<reason>": "because", `"…"`: `"because"`, "2h": "2h", "2026-11-22": "2026-11-22", "2": "2",
	}
	for _, context := range []grammar.Context{anywhere, inCheckout} {
		open, seen, ends := []string{"/"}, map[string]bool{}, 0
		for len(open) > 0 {
			typed := open[len(open)-1]
			open = open[:len(open)-1]
			if seen[typed] {
				continue
			}
			seen[typed] = true
			if typed != "/" && refused(context, typed) {
				t.Fatalf("%q is refused", typed)
			}
			offered := grammar.Complete(context, typed)
			if len(offered) == 0 && !strings.HasSuffix(typed, " ") {
				offered = grammar.Complete(context, typed+" ")
			}
			if len(offered) == 0 {
				ends++
				if _, err := parse(context, typed); err != nil {
					t.Errorf("%q leads nowhere: %v", typed, err)
				}
			}
			for _, c := range offered {
				if strings.TrimSpace(c.Text) == strings.TrimSpace(typed) && filled[c.Label] == "" {
					t.Fatalf("%q offers itself, or %q cannot be filled in", typed, c.Label)
				}
				open = append(open, c.Text+filled[c.Label])
			}
		}
		t.Logf("%d lines, %d ends", len(seen), ends)
	}
}

// refused tells whether something is wrong with a line but that it goes on: a
// word is missing, or what a flag takes.
func refused(c grammar.Context, line string) bool {
	_, err := parse(c, line)
	var usage *grammar.Usage
	if !errors.As(err, &usage) {
		return false
	}
	words := strings.Fields(line)
	for _, complaint := range usage.Complaints {
		if complaint.Word != "" && complaint.Word != words[len(words)-1] || complaint.Word != "" && !strings.HasPrefix(complaint.Word, "--") {
			return true
		}
	}
	return false
}
