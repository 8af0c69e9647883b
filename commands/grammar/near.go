package grammar

import (
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// mostSuggestions is how many words are suggested at once.
const mostSuggestions = 3

// near lists the candidates that a word was probably meant to be: the closest
// ones, at most two slips away, or one from a short name.
func near(word string, candidates []string) []string {
	word = asciiLower(bare(word))
	var found []string
	best := 2
	for _, c := range candidates {
		d := distance(word, c)
		if d > best || d > allowed(c) {
			continue
		}
		if d < best {
			found, best = nil, d
		}
		found = append(found, c)
	}
	return found[:min(len(found), mostSuggestions)]
}

// allowed is how many slips a candidate may be away: two in a short name make
// another word of it.
func allowed(candidate string) int {
	if len(candidate) <= 4 {
		return 1
	}
	return 2
}

// typo tells whether a word is a candidate with a single slip in it.
func typo(word, candidate string) bool { return distance(asciiLower(bare(word)), candidate) <= 1 }

func onlyTypos(word string, candidates []string) []string {
	var found []string
	for _, c := range candidates {
		if typo(word, c) {
			found = append(found, c)
		}
	}
	return found
}

// distance counts the slips between two words: a letter too many, missing or
// wrong, or two neighbours swapped. Above 2 it is only a lower bound.
func distance(a, b string) int {
	if swapped(a, b) {
		return 1
	}
	if gap := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); gap > 2 || gap < -2 {
		return max(gap, -gap)
	}
	return levenshtein.Distance(a, b, nil)
}

// swapped tells whether b is a with two neighbouring letters exchanged, which
// the library counts as two slips.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// alike lists the candidates that begin like a word: "production" is not a
// misspelt "prod", but meant it.
func alike(word string, candidates []string) []string {
	word = asciiLower(bare(word))
	var found []string
	for _, c := range candidates {
		if len(c) >= 3 && c != word && strings.HasPrefix(word, c[:min(len(c), 4)]) {
			found = append(found, c)
		}
	}
	return found[:min(len(found), mostSuggestions)]
}

// bare is a word as it was probably typed, without the quotes around it.
func bare(word string) string { return strings.Trim(plain(word), `"'`) }
