package views

import (
	"strings"
	"unicode"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// maxAlt is how long the words for a picture may be, in code points.
const maxAlt = 1000

// Picture is what goes with a dashboard's picture, as plain text: the name of its file, a
// title, and for those who do not see it the numbers in words.
func Picture(p commands.Pictured) (name, title, alt string) {
	d := p.DashboardShown
	d.Range = chosen(d.Range, grammar.Ranges())
	title = tidy(rollout.Graph{Numbers: d.Numbers}.Title(), maxSubject)
	name = strings.Join(strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "-")
	words := []string{title + "."}
	for _, l := range append([]line{traffic(d), changes(d)}, numbersTable(d).text...) {
		if s := unmarked(l); s != "" {
			words = append(words, strings.TrimSuffix(s, ".")+".")
		}
	}
	return name + ".png", title, cut(strings.Join(words, " "), maxAlt)
}

// unmarked is a line as plain text.
func unmarked(l line) string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.text)
	}
	return b.String()
}
