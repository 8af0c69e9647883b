package slack_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// fills are what texts are filled with: Slack counts code points, not bytes and
// not UTF-16 units, of which the rocket has two.
var fills = []string{"a", "é", "🚀"}

func TestWhatIsAtALimitIsTakenAndOneBeyondRefused(t *testing.T) {
	for _, l := range slices.Concat(textLimits(), itemLimits(), numberLimits(), viewLimits(), sharedLimits()) {
		t.Run(l.constant+l.at, func(t *testing.T) {
			for _, fill := range fills[:l.fills] {
				for _, n := range l.taken {
					if err := checked(t, l.filled(n, fill)); err != nil {
						t.Errorf("%d of %q refused: %v", n, fill, err)
					}
				}
				for _, n := range l.refused {
					problems(t, checked(t, l.filled(n, fill)), l.says)
				}
			}
		})
	}
}

// checked puts a message's blocks or a view through the check.
func checked(t testing.TB, blocksOrView any) error {
	t.Helper()
	raw := []byte(toJSON(t, blocksOrView))
	if _, isView := blocksOrView.(obj); isView {
		return slack.CheckView(raw)
	}
	return slack.CheckBlocks(raw)
}

// problems checks for a refusal with a sentence.
func problems(t testing.TB, err error, want string) {
	t.Helper()
	var refusal *slack.Error
	if !errors.As(err, &refusal) {
		t.Errorf("got %v, want %q", err, want)
		return
	}
	if refusal.Code != "invalid_blocks" && refusal.Code != "invalid_arguments" {
		t.Errorf("code: got %s", refusal.Code)
	}
	if !slices.Contains(refusal.Details, want) {
		t.Errorf("problems: got %q, want %q", refusal.Details, want)
	}
}

func TestEveryLimitOfBlocksIsInATable(t *testing.T) {
	tested := map[string]int{}
	for _, l := range slices.Concat(textLimits(), itemLimits(), numberLimits(), viewLimits(), sharedLimits()) {
		if before, twice := tested[l.constant]; twice && before != l.is {
			t.Errorf("%s is both %d and %d", l.constant, before, l.is)
		}
		tested[l.constant] = l.is
	}
	written := limitsOfBlocks(t)
	for name, value := range written {
		if got, ok := tested[name]; !ok || got != value {
			t.Errorf("%s is %d; the tables test %d", name, value, got)
		}
	}
	for name := range tested {
		if _, ok := written[name]; !ok {
			t.Errorf("%s is tested and is no limit", name)
		}
	}
}

// says checks for invalid_blocks with a sentence, in both places where Slack
// puts it.
func says(t *testing.T, got map[string]any, want string) {
	t.Helper()
	equal(t, "error", got["error"], any("invalid_blocks"))
	errs, _ := got["errors"].(arr)
	if !slices.Contains(errs, any(want)) {
		t.Errorf("errors: got %v, want %q", errs, want)
	}
	if raw, _ := json.Marshal(got["response_metadata"]); !strings.Contains(string(raw), "[ERROR] ") {
		t.Errorf("response_metadata: got %s", raw)
	}
}

func TestMessageTextIsLimitedInCharacters(t *testing.T) {
	w := newWorld(t)
	equal(t, "at the limit", w.call("chat.postMessage", map[string]string{"channel": channel, "text": long(40000)})["ok"], any(true))
	equal(t, "beyond", w.call("chat.postMessage", map[string]string{"channel": channel, "text": long(40001)})["error"], any("msg_too_long"))
}

// limit is one of Slack's limits at one place.
type limit struct {
	constant string // its name in limits.go
	is       int
	at       string // the JSON pointer of what is limited
	says     string
	taken    []int
	refused  []int
	fills    int // how many of the fills make a difference
	filled   func(n int, fill string) any
}

// chars is a limit on a text's length.
func chars(constant string, most int, at string, with func(s string) any) limit {
	return limit{
		constant: constant, is: most, at: at, taken: []int{1, most}, refused: []int{most + 1}, fills: len(fills),
		says:   fmt.Sprintf("must be less than %d characters [json-pointer:%s]", most+1, at),
		filled: func(n int, fill string) any { return with(strings.Repeat(fill, n)) },
	}
}

// address is a limit on a URL's length.
func address(constant string, most int, at string, with func(s string) any) limit {
	const start = "https://x.test/"
	l := chars(constant, most, at, nil)
	l.taken = []int{len(start) + 1, most}
	l.filled = func(n int, fill string) any { return with(start + strings.Repeat(fill, n-len(start))) }
	return l
}

// items is a limit on an array's length.
func items(constant string, most int, at string, with func(n int) any) limit {
	return limit{
		constant: constant, is: most, at: at, taken: []int{most}, refused: []int{most + 1}, fills: 1,
		says:   fmt.Sprintf("no more than %d items allowed [json-pointer:%s]", most, at),
		filled: func(n int, _ string) any { return with(n) },
	}
}

// number is a limit on an integer, at both ends.
func number(constant string, least, most int, at string, with func(n int) any) limit {
	return limit{
		constant: constant, is: most, at: at, taken: []int{least, most}, refused: []int{least - 1, most + 1}, fills: 1,
		says:   fmt.Sprintf("must be between %d and %d [json-pointer:%s]", least, most, at),
		filled: func(n int, _ string) any { return with(n) },
	}
}
