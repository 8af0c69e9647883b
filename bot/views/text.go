package views

import (
	"strings"
	"unicode"
)

// Lengths of what is shown, in code points. They are far enough below Slack's
// limits that escaping cannot reach those.
const (
	maxText    = 4000 // a message's text
	maxWords   = 500  // one run of our own words
	maxQuote   = 400  // something untrusted, where it has the space
	maxSubject = 100  // a commit's subject
	maxName    = 40   // a name in a title, on a button or in a dialog
)

// clean takes out of a text what is not seen but acts: control characters, and
// those that turn the direction of writing or hide. White space becomes spaces.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case ' ' <= r && r <= '~': // nearly all of them
			return r
		case unicode.In(r, unicode.White_Space):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// tidy is clean text on one line, without spaces around it, and not longer than
// most.
func tidy(s string, most int) string {
	return cut(strings.Join(strings.Fields(clean(s)), " "), most)
}

// cut shortens a text to most code points, visibly.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
