package grammar

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of what is read, in characters.
const (
	longestText = 4000
	longestWord = 255
	// mostComplaints about one line; the next are more of the same.
	mostComplaints = 5
)

const (
	curlyDouble = "“”„‟«»"
	curlySingle = "‘’‚‛"
)

// split cuts text at ASCII blanks. A word that begins with a straight quote
// runs to the closing one and keeps both; so does one after "--flag=".
func split(text string) ([]string, []Complaint) {
	if n := utf8.RuneCountInString(text); n > longestText {
		return nil, []Complaint{{Message: fmt.Sprintf("That is %d characters long; %d is the most.", n, longestText)}}
	}
	words := make([]string, 0, 8)
	for i := 0; i < len(text); {
		if isBlank(text[i]) {
			i++
			continue
		}
		end := wordEnd(text, i)
		if end < 0 {
			return words, []Complaint{{Word: text[i:], Message: "The quote before " + show(strings.TrimLeft(text[i:], `"`)) + " is never closed."}}
		}
		words = append(words, text[i:end])
		i = end
	}
	return words, nil
}

// wordEnd returns the end of the word at i, or -1 for an open quote.
func wordEnd(text string, i int) int {
	end := nextBlank(text, i)
	open := i
	if strings.HasPrefix(text[i:end], "--") {
		open += strings.Index(text[i:end], `="`) + 1
	}
	if text[open] != '"' {
		return end
	}
	for end-1 == open || text[end-1] != '"' {
		if end == len(text) {
			return -1
		}
		end = nextBlank(text, end+1)
	}
	return end
}

func nextBlank(text string, i int) int {
	for i < len(text) && !isBlank(text[i]) {
		i++
	}
	return i
}

// spotOddWords complains about what can be in no word: invisible and broken
// characters, and endless words. Vocabulary is what may have been meant.
func spotOddWords(words []string, vocabulary func() []string) []Complaint {
	var complaints []Complaint
	for _, w := range words {
		problem := oddCharacter(w)
		if problem == "" && w[0] != '"' && utf8.RuneCountInString(w) > longestWord && !strings.Contains(w, `="`) {
			problem = fmt.Sprintf("it is longer than %d characters", longestWord)
		}
		if problem == "" {
			continue
		}
		complaints = append(complaints, Complaint{
			Word:        w,
			Message:     "I can't read " + show(w) + ": " + problem + ".",
			Suggestions: near(w, vocabulary()),
		})
		if len(complaints) == mostComplaints {
			break
		}
	}
	return complaints
}

func oddCharacter(word string) string {
	if !utf8.ValidString(word) {
		return "it holds a broken character"
	}
	for _, r := range word {
		if !unicode.IsPrint(r) && !isBlankRune(r) {
			return "it holds " + describe(r)
		}
	}
	return ""
}

// oddity says what keeps a printable word from being an identifier; empty when
// nothing does.
func oddity(word string) string {
	if word[0] == '<' {
		return "Slack made a mention or a link of it; type the plain word"
	}
	for _, r := range word {
		if r > unicode.MaxASCII {
			return "it holds " + describe(r)
		}
	}
	return ""
}

// describe names a character for people who cannot see it.
func describe(r rune) string {
	what := "`" + string(r) + "`, which is not a plain letter"
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
		what = "a character that turns the direction of writing"
	case unicode.Is(unicode.Zs, r):
		what = "a special blank"
	case unicode.Is(unicode.Cf, r):
		what = "an invisible character"
	case unicode.IsControl(r):
		what = "a control character"
	case strings.ContainsRune(curlyDouble+curlySingle, r):
		what = "a curly quote"
	case unicode.Is(unicode.Pd, r):
		what = "a long dash"
	case !unicode.IsPrint(r):
		what = "a character that can't be shown"
	}
	return fmt.Sprintf("%s (U+%04X)", what, r)
}

// unquote takes the straight quotes around a word away.
func unquote(word string) string {
	if len(word) >= 2 && word[0] == '"' && word[len(word)-1] == '"' {
		return word[1 : len(word)-1]
	}
	return word
}
