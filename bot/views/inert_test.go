package views_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// evil is what somebody may write who wants to be taken for somebody else, to call
// people, to hide, or to break what is around it.
func evil() []string {
	return []string{
		"*bold*", "_it_", "~no~", "`code`", "```", "> quoted", "• listed", ":tada:", ":white_check_mark: Done",
		"<!channel>", "<!here|x>", "<!everyone>", "<!subteam^S1>", "@channel", "@here", "<@U0ANA>", "<#C1|general>",
		"<https://evil.example|good.example>", "https://evil.example/", "[good](https://evil.example)", "<mailto:a@b.example>",
		"<!date^1392734382^{date}^https://evil.example|today>", "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "&#60;!channel&#62;", "&",
		"\u202eevil", "\u2066\u2067\u2068\u2069", "\u061c\u200e\u200f", "zero\u200bwidth\u2060\ufeff", "\u00ad", "\u3164", "\U000e0041",
		"\x00", "\x07\x1b[31mred\x1b[0m", "\u0085\u009b31m", "\xff\xfe", "\xed\xa0\x80", "\ufdd0", "a\n*Approved* by <@U0BEN>", "\r\n\r\n", "\u2028\u2029", "\v\f",
		"🏴‍☠️", "e\u0301\u0302\u0303", `"}],"type":"mrkdwn"`, "{{.}} ${{ x }} %s %!d(x)", `\u003c!channel\u003e`, "<script>alert(1)</script>",
	}
}

// faults.md D11: in each place, words that try to be more than words change nothing
// but these words: the message is the one with harmless words in it, which alone
// are looked for afterwards.
func TestWordsOfSomebodyElseAreWordsOnly(t *testing.T) {
	all := append(evil(), strings.Repeat("a", 100_000), strings.Repeat("<!channel>", 10_000), strings.Repeat("\u202e\n", 50_000))
	for _, p := range places() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			want := skeleton(t, p.shown(mark+"harmless"+mark))
			if !strings.Contains(want, "WORDS") {
				t.Fatal("they are not shown")
			}
			for _, words := range all {
				shown := p.shown(mark + words + mark)
				for _, fault := range faults(shown) {
					t.Errorf("%.40q: %s", words, fault)
				}
				if diff := cmp.Diff(want, skeleton(t, shown)); diff != "" {
					t.Errorf("%.40q changes more than itself (-want +got):\n%s", words, diff)
				}
			}
		})
	}
}

// skeleton is all that is sent to Slack, with WORDS for words of somebody else.
func skeleton(t *testing.T, shown any) string {
	t.Helper()
	raw, err := json.MarshalIndent(shown, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const noNewline = `(?:[^\\]|\\[^n])*?` // in a string of JSON
	return regexp.MustCompile(mark+noNewline+"("+mark+"|…)").ReplaceAllString(string(raw), "WORDS")
}

// A link is to a web page, or there is none; what it says is never the address of
// another one.
func TestNoAddressOfSomebodyElseLeadsAnywhereButToAWebPage(t *testing.T) {
	for address, want := range map[string]bool{
		"https://git.example/c/1": true, "http://git.example/?a=1&b=2": true, "https://x.example/<!channel>\u202e": true, // encoded
		"javascript:alert(1)": false, "slack://user?id=U1": false, "data:text/html,x": false, "//git.example": false, "ftp://git.example": false,
		"https://good.example@evil.example/": false, "https://a|b>c/": false, "https://x.example/?<!channel>": false, "": false,
		"https://x.example/?\u202e": false, "https://x.example/" + strings.Repeat("a", 2000): false,
	} {
		r := deploy(at(0))
		r.Release.URL, r.Build.URL = address, address
		m := views.Progress(r, options())
		for _, fault := range faults(m) {
			t.Errorf("%.40q: %s", address, fault)
		}
		for name, text := range map[string]string{"commit": "|`abc1234`>", "log": "|log>"} {
			if got := strings.Contains(m.Text, text); got != want {
				t.Errorf("%.40q: a link to the %s: %t", address, name, got)
			}
		}
	}
}

// Somebody is called only by an id of Slack's; anything else that stands in the
// place of one is words.
func TestOnlyAnIDOfSlackCallsAnybody(t *testing.T) {
	for id, want := range map[string]string{
		"U0ANA": "by <@U0ANA> <", "W012": "by <@W012> <", "": "by Slipway <",
		"U": "by U <", "u0ana": "by u0ana <", "U0ANA|x": "by U0ANA|x <", "!channel": "by !channel <", "S012": "by S012 <", "<!here>": "by &lt;!here&gt; <",
	} {
		m := views.Progress(deploy(func(r *rollout.Rollout) { r.By = id }), options())
		for _, fault := range faults(m) {
			t.Errorf("%q: %s", id, fault)
		}
		says(t, m, "asked for "+want)
	}
}
