package grammar

import (
	"slices"
	"strings"
)

const (
	anyDash = "-‐‑‒–—―−"
	// textFlag is the flag that takes free text: a quoted one, or all words up
	// to the next flag.
	textFlag = "reason"
)

// flag is one --name value.
type flag struct{ name, value string }

// takeFlags takes the flags and their values out of the words.
func (p *parser) takeFlags(words []string) []string {
	rest := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		if !p.isFlag(words[i]) {
			rest = append(rest, words[i])
			continue
		}
		word, value, hasValue := cutFlag(words[i])
		following := p.nextFlag(words[i+1:])
		switch {
		case hasValue || following == 0 || p.isSwitch(word):
			following = 0
		case strings.TrimLeft(word, anyDash) == textFlag && words[i+1][0] != '"':
			value = strings.Join(words[i+1:i+1+following], " ")
		default:
			value, following = words[i+1], 1
		}
		p.addFlag(word, value)
		i += following
	}
	return rest
}

// nextFlag is how many words there are before the next flag.
func (p *parser) nextFlag(words []string) int {
	for i, w := range words {
		if p.isFlag(w) {
			return i
		}
	}
	return len(words)
}

// isFlag tells whether a word is meant as a flag: it begins with two hyphens,
// is one of the command's flags with the wrong dashes, or such a flag with a
// single slip in it. Keyboards like to turn two hyphens into a long one.
func (p *parser) isFlag(word string) bool {
	word, _, _ = cutFlag(word)
	name := strings.TrimLeft(word, anyDash)
	switch {
	case name == "":
		return false
	case strings.HasPrefix(word, "--"), name != word && p.takes(name):
		return true
	}
	return len(onlyTypos(word, p.flagWords())) > 0
}

// cutFlag cuts "--name=value". An earlier "=" is a slip of the next key.
func cutFlag(word string) (name, value string, has bool) {
	dashes := min(len(word), len("--"))
	name, value, has = strings.Cut(word[dashes:], "=")
	return word[:dashes] + name, value, has
}

// takes tells whether the command has a flag of that name.
func (p *parser) takes(name string) bool {
	if name == "help" {
		return true
	}
	_, ok := lookup(p.spec.flags, name)
	return ok || p.isSwitch(name)
}

// isSwitch tells whether a flag of the command is one that takes no value.
func (p *parser) isSwitch(word string) bool {
	_, ok := lookup(p.spec.switches, strings.TrimLeft(word, anyDash))
	return ok
}

// flagWords lists the command's flags as they are typed.
func (p *parser) flagWords() []string {
	words := []string{"--help"}
	for _, f := range slices.Concat(p.spec.flags, p.spec.switches) {
		words = append(words, "--"+f)
	}
	return words
}

func (p *parser) addFlag(word, value string) {
	name := strings.TrimLeft(word, anyDash)
	switch {
	case !p.takes(name):
		p.complain(Complaint{
			Word:        word,
			Message:     show(word) + " is not a flag of `" + p.spec.Name + "`.",
			Suggestions: near(word, p.flagWords()),
		})
	case word != "--"+name:
		p.complain(Complaint{
			Word:        word,
			Message:     show(word) + " has the wrong dash; a flag begins with two hyphens.",
			Suggestions: []string{"--" + asciiLower(name)},
		})
	case p.flag(name) != "":
		p.complain(Complaint{Word: word, Message: show(word) + " is given twice."})
	case p.isSwitch(name) && value == "":
		p.flags = append(p.flags, flag{asciiLower(name), "yes"})
	case p.isSwitch(name):
		p.complain(Complaint{Word: word, Message: show(word) + " takes no value."})
	case unquote(value) == "":
		p.complain(Complaint{Word: word, Message: show(word) + " needs a value after it."})
	case strings.ContainsRune(curlyDouble, firstRune(value)):
		p.complain(Complaint{
			Word:    value,
			Message: show(value) + " begins with a curly quote; type straight ones: `" + word + " \"…\"`.",
		})
	default:
		p.flags = append(p.flags, flag{asciiLower(name), unquote(value)})
	}
}

// flag returns the value of a flag, empty when it was not given.
func (p *parser) flag(name string) string {
	for _, f := range p.flags {
		if f.name == asciiLower(name) {
			return f.value
		}
	}
	return ""
}

// given tells whether a switch was.
func (p *parser) given(name string) bool { return p.flag(name) != "" }

// flagText returns the value of a flag that holds free text.
func (p *parser) flagText(name string) string { return clip(p.flag(name)) }
