package params

import (
	"strconv"
	"strings"
	"unicode"
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
