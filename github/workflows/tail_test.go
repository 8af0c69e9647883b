package workflows_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/github/workflows"
)

// D11: what a build prints is inert: it is shown, and does nothing.
func TestD11WhateverALogHoldsIsShownAsPlainLines(t *testing.T) {
	for name, c := range map[string]struct {
		log  string
		want []string
	}{
		"nothing":                  {"", nil},
		"time stamps":              {"\uFEFF2026-11-23T12:00:59.1234567Z one\r\n2026-11-23T12:01:00Z two\r\n", []string{"one", "two"}},
		"blank lines":              {"one\n\n  \n2026-11-23T12:01:00Z\ntwo", []string{"one", "two"}},
		"indented lines":           {"func:\n\treturn\n    end  ", []string{"func:", " return", "    end"}},
		"colours":                  {"\x1b[1;31mFAIL\x1b[0m \x1b[38;5;208mprice\x1b[K", []string{"FAIL price"}},
		"a window's name":          {"\x1b]0;owned\x07text \x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", []string{"text link"}},
		"a terminal's reset":       {"\x1bcall gone\x1b(B", []string{"all gone"}},
		"an escape that ends it":   {"text\x1b", []string{"text"}},
		"a bar of progress":        {"10%\r50%\r100%\n", []string{"100%"}},
		"control characters":       {"a\x00b\x08c\x7fd\u0085e", []string{"abcd e"}},
		"text that runs backwards": {"safe\u202Eexe.txt\u2066\u200B", []string{"safeexe.txt"}},
		"what is no UTF-8":         {"a\xff\xfeb", []string{"a\uFFFDb"}},
		"commands of the runner":   {"::set-output name=x::y\n##[group]Run go test\n##[endgroup]\n##[command]/usr/bin/go", []string{"::set-output name=x::y", "Run go test", "/usr/bin/go"}},
		"words for Slack":          {"<!here> <@U123> `x` *b* ${{ secrets.X }}", []string{"<!here> <@U123> `x` *b* ${{ secrets.X }}"}},
		"what comes after the error": {"##[error]first\nmore\n##[error]Process completed with exit code 1.\nPost job cleanup.\nCleaning up",
			[]string{"Error: first", "more", "Error: Process completed with exit code 1."}},
		"an error without words": {"one\n##[error]\ntwo", []string{"one", "two"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, workflows.Tail([]byte(c.log))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestALogIsCutToItsLastLinesAndThoseToTheirBeginnings(t *testing.T) {
	got := workflows.Tail([]byte(strings.Repeat("early\n", 50) + strings.Repeat("ä", 100<<10) + "\nlast"))
	if len(got) != 20 || got[19] != "last" || got[0] != "early" {
		t.Fatalf("got %d lines", len(got))
	}
	if want := strings.Repeat("ä", 199) + "…"; got[18] != want {
		t.Errorf("a line of 100 KB is cut to %d runes", utf8.RuneCountInString(got[18]))
	}
}

func FuzzAnyLogIsAFewShortPlainLines(f *testing.F) {
	for _, seed := range []string{"", "2026-11-23T12:01:00Z \x1b[31mx\x1b[0m\r\n", "##[error]no\n##[group]", "\x1b]0;x\x07\xff\u202e\ty", strings.Repeat("x", 300)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, log []byte) {
		lines := workflows.Tail(log)
		if len(lines) > 20 {
			t.Fatalf("%d lines", len(lines))
		}
		for _, line := range lines {
			if !utf8.ValidString(line) || utf8.RuneCountInString(line) > 200 || strings.TrimSpace(line) == "" {
				t.Errorf("%q is not fit to be shown", line)
			}
			if i := strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }); i >= 0 {
				t.Errorf("%q holds what a terminal obeys", line)
			}
		}
	})
}
