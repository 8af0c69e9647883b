package grammar

import (
	"slices"
	"strings"
)

// longestMended is how long a whole line may be to be suggested, in bytes.
const longestMended = 120

// fillers are words that people put between the others. None can be a name
// that is declared, since those are looked for first.
const fillers = " please pls to on in into at of the for from with version commit branch "

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
// more than the order in which they were typed.
func (c Context) reorder(specs []Spec, slash string, words []string, usage *Usage) bool {
	spec, named, ordered := c.inOrder(specs, slash, words)
	line := strings.Join(append([]string{spec.beginning()}, ordered...), " ")
	if !fit(line) || line == strings.Join(append([]string{slash}, words...), " ") {
		return false
	}
	if spec.Sub() {
		ordered = append([]string{spec.Name}, ordered...)
	}
	_, wrong := c.read(specs, spec.Slash, ordered)
	complaint := Complaint{
		Word:        strings.Join(words, " "),
		Message:     "The environment and the service come first, then the rest, and no other words.",
		Suggestions: []string{line},
	}
	switch own := named != "" && !spec.Sub(); {
	case own:
		complaint.Message = show(named) + " is a command of its own."
	case wrong != nil && (!wrong.incomplete() || usage.incomplete()):
		return false
	case startsEach(words, ordered): // it is only the punctuation
		complaint.Message = usage.Complaints[0].Message
	}
	*usage = Usage{Command: spec.Name, Complaints: []Complaint{complaint}, Line: spec.Usage()}
	if wrong != nil && wrong.incomplete() {
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

// inOrder sorts words into the order in which they are read: the command's own
// word, the environment, the service, the rest, without fillers and without the
// punctuation of a sentence. Named is the command's word if it was among them.
// Flags and what follows them stay as they are.
func (c Context) inOrder(specs []Spec, slash string, words []string) (spec Spec, named string, ordered []string) {
	var environment, service string
	var rest []string
	spec, _, _ = choose(specs, slash, nil)
	for i, typed := range words {
		if strings.HasPrefix(typed, "--") {
			rest = append(rest, words[i:]...)
			break
		}
		word := asciiLower(strings.TrimRight(typed, ".,;:!?%"))
		_, isEnvironment := lookup(c.Environments, word)
		_, isService := lookup(c.Services, word)
		other, isCommand := find(specs, word)
		switch {
		case isEnvironment && environment == "":
			environment = word
		case isService && service == "":
			service = word
		case isCommand && named == "":
			spec, named = other, typed
		case word != "" && !strings.Contains(fillers, " "+word+" "):
			rest = append(rest, strings.TrimRight(typed, ".,;:!?"))
		}
	}
	ordered = slices.DeleteFunc(append([]string{environment, service}, rest...), func(w string) bool { return w == "" })
	return spec, named, ordered
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
