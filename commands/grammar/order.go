package grammar

import (
	"slices"
	"strings"
)

const (
	// fillers are words that people put between the others. None can be a name
	// that is declared, since those are looked for first. "from" is none: it says
	// in which direction something goes.
	fillers = " please pls to on in into at of the for with version commit branch "
	// negations turn round what the others say.
	negations = " not no don't dont never without nothing except "
	// stops are what people call the abort command.
	stops = " stop cancel "
	// punctuation is what the words of a sentence end with.
	punctuation = ".,;:!?%"
)

func isPunctuation(word string) bool { return strings.Trim(word, punctuation) == "" }

func among(words, word string) bool { return word != "" && strings.Contains(words, " "+word+" ") }

// order is words in the order in which they are read.
type order struct {
	spec  Spec
	named string   // the command's word, if it was among them
	words []string // without that
}

// inOrder sorts words into the order in which they are read: the command's own
// word, the environment, the service, the rest, without fillers and without the
// punctuation of a sentence. Flags and what follows them stay as they are. It is
// not plain what was meant when something is negated, when there are two
// environments, or when one command is to be stopped by another one's word.
func (c Context) inOrder(specs []Spec, slash string, words []string) (o order, plain bool) {
	var t Target
	var rest []string
	o.spec, _, _ = choose(specs, slash, nil)
	for i, typed := range words {
		if strings.HasPrefix(typed, "--") {
			rest = append(rest, words[i:]...)
			break
		}
		word := asciiLower(strings.TrimRight(typed, punctuation))
		_, isEnvironment := lookup(c.Environments, word)
		_, isService := lookup(c.Services, word)
		command, isCommand := meant(specs, word)
		switch {
		case among(negations, word), isEnvironment && t.Environment != "", among(stops, word) && o.named != "":
			return o, false
		case isEnvironment:
			t.Environment = word
		case isService && t.Service == "":
			t.Service = word
		case isCommand && among(stops, asciiLower(o.named)):
			return o, false
		case isCommand && o.named == "":
			o.spec, o.named = command, typed
		case word != "" && !among(fillers, word):
			rest = append(rest, strings.TrimRight(typed, ".,;:!?"))
		}
	}
	o.words = slices.DeleteFunc(append([]string{t.Environment, t.Service}, rest...), func(w string) bool { return w == "" })
	return o, true
}

// meant is the command that a word names, or is what people call.
func meant(specs []Spec, word string) (Spec, bool) {
	if among(stops, word) {
		word = (Abort{}).Name()
	}
	return find(specs, word)
}
