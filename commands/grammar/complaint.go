package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Complaint is one thing that is wrong with what was typed.
type Complaint struct {
	Word        string   // as typed, so not fit to be shown; empty when something is missing
	Message     string   // a whole sentence
	Suggestions []string // what may have been meant
}

// Usage is the error of [Parse]: all that is wrong with the text, and how the
// command is typed.
type Usage struct {
	Command    string // the name of the command that was understood; may be empty
	Complaints []Complaint
	Line       string // the command's usage line; may be empty
}

// Error is a friendly answer of a few lines. What the person typed is made
// harmless in it; the usage line has the angle brackets of [Spec.Usage].
func (u *Usage) Error() string {
	var b strings.Builder
	for i, c := range u.Complaints {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(c.String())
	}
	if u.Line != "" {
		b.WriteString("\nUsage: " + u.Line)
	}
	return b.String()
}

// String is the complaint with its suggestions.
func (c Complaint) String() string {
	if len(c.Suggestions) == 0 {
		return c.Message
	}
	return c.Message + " Did you mean `" + strings.Join(c.Suggestions, "` or `") + "`?"
}

// unknownSlash is the error for a slash command that is not ours.
func unknownSlash(specs []Spec, slash string) *Usage {
	var names []string
	for _, s := range specs {
		if !s.Sub() {
			names = append(names, s.Slash)
		}
	}
	return &Usage{Complaints: []Complaint{{
		Word:        slash,
		Message:     show(slash) + " is not one of " + list(names) + ".",
		Suggestions: near(slash, names),
	}}}
}

// show quotes a word that somebody typed, so that it can do no harm wherever
// it is shown: cut short, nothing invisible, nothing that Slack acts on.
func show(word string) string {
	const most = 40
	var b strings.Builder
	b.WriteByte('`')
	shown := 0
	for _, r := range word {
		if shown++; shown > most {
			b.WriteRune('…')
			break
		}
		writeHarmless(&b, r)
	}
	b.WriteByte('`')
	return b.String()
}

func writeHarmless(b *strings.Builder, r rune) {
	switch {
	case r == '<':
		b.WriteRune('‹')
	case r == '>':
		b.WriteRune('›')
	case r == '`':
		b.WriteRune('\'')
	case !unicode.IsPrint(r):
		b.WriteRune(utf8.RuneError)
	default:
		b.WriteRune(r)
	}
}

// list writes names one after the other, the first of them if there are many.
func list(names []string) string {
	const most = 12
	if len(names) == 0 {
		return "none"
	}
	if len(names) > most {
		return "`" + strings.Join(names[:most], "`, `") + "` and more"
	}
	return "`" + strings.Join(names, "`, `") + "`"
}
