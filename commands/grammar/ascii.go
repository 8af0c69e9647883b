package grammar

import (
	"strings"
	"unicode/utf8"
)

// Identifiers are ASCII. The Unicode-aware functions would fold other letters
// into it: the Kelvin sign becomes a "k".

func asciiLower(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return s
		}
	}
	return strings.ToLower(s)
}

func asciiUpper(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return s
		}
	}
	return strings.ToUpper(s)
}

func isBlank(b byte) bool { return isBlankRune(rune(b)) }

func isBlankRune(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// consistsOf tells whether all bytes of word are in the alphabet.
func consistsOf(word, alphabet string) bool {
	for i := range len(word) {
		if strings.IndexByte(alphabet, word[i]) < 0 {
			return false
		}
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// lookup finds a word in a list, whatever its case: phones like to begin with
// a capital.
func lookup(list []string, word string) (string, bool) {
	word = asciiLower(word)
	for _, known := range list {
		if known == word {
			return known, true
		}
	}
	return "", false
}
