package views

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// escape keeps Slack from reading a mention, a link or a command in a text.
func escape(s string) string {
	s = strings.ReplaceAll(s, "&", "&amp;") // first: the others make more of them
	s = strings.ReplaceAll(s, "<", "&lt;")
	return strings.ReplaceAll(s, ">", "&gt;")
}

// mrkdwn is the span in Slack's markup. A quoted one is escaped here, which is
// good enough for a message's text and for nothing else.
func (s span) mrkdwn() string {
	text := escape(s.text)
	switch s.kind {
	case person:
		return "<@" + text + ">"
	case channel:
		return "<#" + text + ">"
	case moment:
		return fmt.Sprintf("<!date^%d^%s|%s>", s.at.Unix(), dateFormat, text)
	case link:
		return "<" + escape(s.url) + "|`" + inCode(text) + "`>"
	case leads:
		return "<" + escape(s.url) + "|" + text + ">"
	case code:
		return "`" + inCode(text) + "`"
	case strong:
		return "*" + text + "*"
	case words, quoted:
	}
	return text
}

func inCode(s string) string { return strings.ReplaceAll(s, "`", "'") }

// mrkdwn is lines in Slack's markup. What does not fit within most code points
// is left out whole, so that no piece of markup is ever cut in two.
func mrkdwn(lines []line, most int) string {
	w := writer{most: most}
	for i, l := range lines {
		if i > 0 {
			w.write("\n")
		}
		for _, s := range l {
			w.write(s.mrkdwn())
		}
	}
	return w.text.String()
}

// writer writes pieces until one does not fit, and a dot-dot-dot in its place.
type writer struct {
	text strings.Builder
	most int // code points, with the dots
	used int
	full bool
}

func (w *writer) write(piece string) {
	if w.full {
		return
	}
	n := utf8.RuneCountInString(piece)
	if w.used+n >= w.most {
		piece, w.full = "…", true
	}
	w.used += n
	w.text.WriteString(piece)
}
