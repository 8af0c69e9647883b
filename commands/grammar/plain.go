package grammar

import (
	"strings"
	"unicode"
)

// The letters that look like plain ones, and the plain ones they look like.
const (
	lookalikes = "аеорсухіѕјһԁԛԝвкмнтАВЕКМНОРСТУХІЅЈοανιρτκΑΒΕΗΙΚΜΝΟΡΤΥΧΖıɑɡ"
	lookedLike = "aeopcyxisjhdqwbkmhtABEKMHOPCTYXISJoaviptkABEHIKMNOPTYXZiag"
)

// plain is text as it was probably typed, before a phone, another keyboard's
// layout or Slack made something nicer of it. It only ever leads to a
// suggestion: nothing is executed that was not plain to begin with.
func plain(text string) string {
	var b strings.Builder
	before := ' '
	for _, r := range labels(text) {
		writePlain(&b, before, r)
		before = r
	}
	return b.String()
}

func writePlain(b *strings.Builder, before, r rune) {
	switch {
	case r <= unicode.MaxASCII:
		b.WriteRune(r)
	case unicode.Is(unicode.Z, r):
		b.WriteByte(' ')
	case unicode.Is(unicode.Cf, r): // invisible
	case strings.ContainsRune(curlyDouble, r):
		b.WriteByte('"')
	case strings.ContainsRune(curlySingle, r):
		b.WriteByte('\'')
	case strings.ContainsRune(anyDash, r) && isBlankRune(before):
		b.WriteString("--")
	case strings.ContainsRune(anyDash, r):
		b.WriteByte('-')
	case r >= '！' && r <= '～': // as wide as a Chinese character
		b.WriteRune(r - '！' + '!')
	default:
		b.WriteRune(latin(r))
	}
}

// latin is the plain letter that another one looks like, or that other one.
func latin(r rune) rune {
	if before, _, found := strings.Cut(lookalikes, string(r)); found {
		return rune(lookedLike[len([]rune(before))])
	}
	return r
}

// labels is text in which each mention or link "<…|label>" is its label again.
func labels(text string) string {
	var b strings.Builder
	for {
		before, rest, opened := strings.Cut(text, "<")
		b.WriteString(before)
		inside, after, closed := strings.Cut(rest, ">")
		if !opened || !closed {
			b.WriteString(text[len(before):])
			return b.String()
		}
		if _, label, has := strings.Cut(inside, "|"); has {
			b.WriteString(label)
		} else {
			b.WriteString("<" + inside + ">")
		}
		text = after
	}
}
