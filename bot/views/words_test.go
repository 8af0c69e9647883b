package views

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"
)

func TestDurationsReadAsPeopleSayThem(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0 s", 45 * time.Second: "45 s", 92 * time.Second: "1 min 32 s", 65 * time.Second: "1 min 5 s", 10 * time.Minute: "10 min",
		time.Hour: "1 h", 125 * time.Minute: "2 h 5 min", 47 * time.Hour: "47 h", 50 * time.Hour: "2 days", 59*time.Second + 600*time.Millisecond: "1 min",
	} {
		if got := duration(d); got != want {
			t.Errorf("duration(%s) = %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{-time.Hour: "0 s left", 30 * time.Second: "30 s left", 61 * time.Second: "2 min left", 7 * time.Minute: "7 min left"} {
		if got := left(d); got != want {
			t.Errorf("left(%s) = %q, want %q", d, got, want)
		}
	}
}

func TestABarLooksEmptyOrFullOnlyAtNothingAndAll(t *testing.T) {
	for share, full := range map[float64]int{0: 0, 0.001: 1, 0.1: 1, 0.25: 3, 0.5: 5, 0.999: 9, 1: 10, math.NaN(): 0} {
		if got := strings.Count(bar(share), "▰"); got != full {
			t.Errorf("bar(%v) has %d full cells, want %d", share, got, full)
		}
	}
}

// faults.md D11
func TestWhatHidesOrTurnsTextAroundIsTakenOut(t *testing.T) {
	for in, want := range map[string]string{
		"fix\u202eevil\u2066":       "fixevil",
		"\x1b[31mred\x00":           "[31mred",
		"two\nlines\r\n\tand\u00a0": "two lines and",
		"bad \xff\xfe utf8":         "bad \uFFFD utf8",
		"zero\u200bwidth\ufeff":     "zerowidth",
		"  ":                        "",
	} {
		if got := tidy(in, maxQuote); got != want {
			t.Errorf("tidy(%q) = %q, want %q", in, got, want)
		}
	}
}

// faults.md B18
func TestWhatIsCutShowsThatItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, most := rapid.String().Draw(t, "s"), rapid.IntRange(1, 40).Draw(t, "most")
		got := cut(s, most)
		switch n := len([]rune(s)); {
		case n <= most && got != s:
			t.Errorf("%q was cut though it fits", s)
		case n > most && (len([]rune(got)) != most || !strings.HasSuffix(got, "…")):
			t.Errorf("cut(%q, %d) = %q", s, most, got)
		}
	})
}

func TestMarkupIsNeverCutInTwo(t *testing.T) {
	at := time.Date(2026, 11, 20, 14, 2, 0, 0, time.UTC)
	l := say("seen by ").who("U0ANA").say(" ").when(at)
	whole := mrkdwn([]line{l}, maxText)
	for most := 1; most <= len(whole)+1; most++ {
		got := mrkdwn([]line{l}, most)
		if strings.Count(got, "<") != strings.Count(got, ">") {
			t.Errorf("with %d characters: %q", most, got)
		}
		if got != whole && !strings.HasSuffix(got, "…") {
			t.Errorf("with %d characters nothing shows that more was there: %q", most, got)
		}
	}
}

func TestACommandCannotEndItsOwnMarkup(t *testing.T) {
	got := mrkdwn([]line{line(nil).code("a`*b*`<!here>")}, maxText)
	if want := "`a'*b*'&lt;!here&gt;`"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAContextHoldsNoMoreThanSlackTakes(t *testing.T) {
	var l line
	for range 20 {
		l = l.quote("ours: ", "theirs", maxQuote)
	}
	elements := runs([]line{l})
	last, _ := elements[len(elements)-1].(*slack.TextBlockObject)
	if len(elements) != maxContext || last.Text != "…" {
		t.Errorf("%d elements, the last of them %q", len(elements), last.Text)
	}
}

func TestOnlyWebPagesAreLinked(t *testing.T) {
	for address, want := range map[string]string{
		"https://git.example/c/1":                  "https://git.example/c/1",
		"http://git.example":                       "http://git.example",
		"https://git.example/a b":                  "https://git.example/a%20b",
		"javascript:alert(1)":                      "",
		"https://":                                 "",
		"https://ana:secret@git.example/":          "",
		"https://git.example/?q=|x":                "",
		"https://git.example/?q=<!channel>":        "",
		"https://git.example/?q=\u202e":            "",
		"https://git.example/\x00":                 "",
		"/c/1":                                     "",
		"https://x.y/" + strings.Repeat("a", 3000): "",
	} {
		if got := webPage(address); got != want {
			t.Errorf("webPage(%q) = %q, want %q", address, got, want)
		}
	}
}
