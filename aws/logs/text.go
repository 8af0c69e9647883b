package logs

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
)

// longestText is how many characters of a text are kept.
const longestText = 1000

// clean makes untrusted text one line of bounded length. Control characters, those
// of terminals and of writing from right to left too, become spaces.
func clean(text string) string {
	if len(text) > 4*longestText {
		text = text[:4*longestText] // so that no more is looked at
	}
	text = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	if runes := []rune(text); len(runes) > longestText {
		text = string(runes[:longestText-1]) + "…"
	}
	return strings.TrimSpace(text)
}

// own is what makes one line differ from another that says the same: times,
// request ids and trace ids.
var own = regexp.MustCompile(`(?i)(request_?id:? ?)?\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b` +
	`|\b1-[0-9a-f]{8}-[0-9a-f]{24}\b` +
	`|\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?`)

// essence is what a line says, without what is its own, so that equal failures
// are equal: of a JSON line the fields that speak of what happened.
func essence(text string) string {
	var fields map[string]any
	if json.Unmarshal([]byte(text), &fields) == nil {
		var said []string
		for _, name := range []string{"errorType", "errorMessage", "message", "msg", "error"} {
			if s, _ := fields[name].(string); s != "" {
				said = append(said, s)
			}
		}
		if len(said) > 0 {
			text = strings.Join(said, ": ")
		}
	}
	return strings.Join(strings.Fields(own.ReplaceAllString(clean(text), " ")), " ")
}
