package params

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// Printable is a text for a terminal. Files and flags are quoted in complaints,
// and what controls a terminal is shown instead of obeyed.
func Printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
	}
	return b.String()
}

// Many is a number of things: "1 rollout", "4,000 rollouts".
func Many(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return judge.Count(int64(n)) + " " + thing
}
