package grammar

import (
	"slices"
	"strings"
)

// longestMended is how long a whole line may be to be suggested, in bytes.
const longestMended = 120

// mend looks for what was probably meant where the first complaint suggests
// nothing: the same line without what a phone or Slack did to it, its words in
// another order, or a name that begins like the word. It only adds suggestions.
func (c Context) mend(specs []Spec, slash, text string, usage *Usage) {
	first := &usage.Complaints[0]
	words, wrong := split(plain(text))
	if len(first.Suggestions) > 0 || len(words) == 0 || len(wrong) > 0 {
		return
	}
	line := strings.Join(append([]string{slash}, words...), " ")
	switch _, wrong := c.read(specs, slash, words); {
	case wrong == nil && fit(line):
		first.Suggestions = []string{line}
	case c.reorder(specs, slash, words, usage):
	default:
		first.Suggestions = alike(first.Word, c.vocabulary(specs))
	}
}

// reorder suggests the words in the order in which they are read, if that says
// more than the order in which they were typed, and nothing is wrong with it but
// that something is missing.
func (c Context) reorder(specs []Spec, slash string, words []string, usage *Usage) bool {
	o, plain := c.inOrder(specs, slash, words)
	line := strings.Join(append([]string{o.spec.beginning()}, o.words...), " ")
	if !plain || !fit(line) || line == strings.Join(append([]string{slash}, words...), " ") {
		return false
	}
	read := o.words
	if o.spec.Sub() {
		read = append([]string{o.spec.Name}, read...)
	}
	_, wrong := c.read(specs, o.spec.Slash, read)
	complaint := Complaint{
		Word:        strings.Join(words, " "),
		Message:     "The environment and the service come first, then the rest, and no other words.",
		Suggestions: []string{line},
	}
	switch {
	case wrong != nil && !wrong.incomplete():
		return false
	case o.named != "" && !o.spec.Sub():
		complaint.Message = show(o.named) + " is a command of its own."
	case wrong != nil && (usage.incomplete() || slices.ContainsFunc(words, isPunctuation)):
		return false // a ".." is there for what is missing
	case among(stops, asciiLower(o.named)):
		complaint.Message = "To stop a rollout is to `abort` it."
	case startsEach(words, read): // it is only the punctuation
		complaint.Message = usage.Complaints[0].Message
	}
	*usage = Usage{Command: o.spec.Name, Complaints: []Complaint{complaint}, Line: o.spec.Usage()}
	if wrong != nil {
		usage.Complaints = append(usage.Complaints, wrong.Complaints...)
	}
	return true
}

// startsEach tells whether each word begins with the one at its place.
func startsEach(words, beginnings []string) bool {
	return slices.EqualFunc(words, beginnings, func(word, beginning string) bool {
		return strings.HasPrefix(asciiLower(word), asciiLower(beginning))
	})
}

// fit tells whether a line may be suggested: it isn't long, and nothing in it
// does harm where it is shown.
func fit(line string) bool {
	var b strings.Builder
	for _, r := range line {
		writeHarmless(&b, r)
	}
	return len(line) <= longestMended && b.String() == line
}

// incomplete tells whether nothing is wrong but that something is missing.
func (u *Usage) incomplete() bool {
	for _, c := range u.Complaints {
		if c.Word != "" {
			return false
		}
	}
	return true
}
