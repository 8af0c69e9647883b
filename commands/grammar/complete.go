package grammar

import (
	"slices"
	"strings"
)

// mostCompletions is how many are offered at once.
const mostCompletions = 12

// Completion is one thing that may come next in a line that is being typed.
type Completion struct {
	// Text is the whole line with it, and a blank where more is expected. It
	// is the line as it was typed where a person has to fill something in.
	Text  string
	Label string // the word, or the place as usage lines write it
	Hint  string // one line: what it does, or what kind of thing it is
}

// Complete lists what may come next in a line that was typed up to the cursor,
// best first, at most twelve. It offers nothing that [Parse] would refuse, and
// nothing at all behind a mistake.
func Complete(c Context, typed string) []Completion {
	words, wrong := split(typed)
	if len(wrong) > 0 || !strings.HasPrefix(typed, "/") {
		return nil
	}
	l := composer{Context: c, specs: Specs(), typed: typed}
	if !isBlank(typed[len(typed)-1]) {
		l.prefix = words[len(words)-1]
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		for _, s := range l.specs {
			if !s.Sub() {
				l.add(s.Slash, s.Summary, true)
			}
		}
	} else {
		l.slash, l.words = asciiLower(words[0]), words[1:]
		l.next()
	}
	return l.found[:min(len(l.found), mostCompletions)]
}

// composer is a line that is being typed, and what was found to go on with.
type composer struct {
	Context
	specs  []Spec
	typed  string
	slash  string
	words  []string // the whole ones after the slash command
	prefix string   // the beginning of a word before the cursor; may be empty
	found  []Completion
}

// next offers what may follow the words: the value of a flag that is the last of
// them, or else a word for the next place.
func (l *composer) next() {
	spec, words, known := choose(l.specs, l.slash, l.words)
	if !known {
		return
	}
	read := l.words
	flag, open := spec.openFlag(words)
	if open {
		words, read = words[:len(words)-1], read[:len(read)-1]
	}
	command, wrong := l.read(l.specs, l.slash, read)
	_, help := command.(Help)
	_, form := command.(Form)
	if help && spec.Name != "help" || wrong != nil && !wrong.incomplete() {
		return
	}
	p := parser{Context: l.Context, spec: spec, specs: l.specs}
	p.words = p.takeFlags(words)
	switch {
	case !open:
		l.places(&p, wrong == nil && !form)
	case p.flag(flag.name[2:]) == "":
		l.value(flag)
	}
}

// places offers what the usage line still has places for. Flags come last: they
// are offered behind a line that is a command already.
func (l *composer) places(p *parser, command bool) {
	var t Target
	places := p.spec.slots()
	subject := len(p.words) > 0 && isULID(p.words[0])
	switch {
	case subject:
		p.words = p.words[1:]
	case has(places, "env"):
		t = p.names(anyNumber)
	}
	whole := subject || !has(places, "env") || t.Environment != "" && (t.Service != "" || l.meantService() != "")
	if len(p.words) == 0 && p.flag(textFlag) == "" { // else it would belong to the text
		l.names(places, t, subject)
		l.fillIns(places, t, whole)
		l.choices(places, whole)
		l.services(places, t, subject)
	}
	for _, s := range places {
		switch {
		case !s.isFlag() || !command || p.flag(s.name[2:]) != "":
		case s.isSwitch():
			l.add(s.name, s.hint(), false)
		default:
			l.add(s.name, s.takes, true)
		}
	}
}

// names offers environments, sub-commands and topics of the help.
func (l *composer) names(places []slot, t Target, subject bool) {
	if has(places, "env") && t.Environment == "" && !subject {
		for _, name := range l.Environments {
			l.add(name, "environment", false)
		}
	}
	for _, s := range l.specs {
		if has(places, "command") || len(l.words) == 0 && s.Slash == l.slash && s.Sub() {
			l.add(s.Name, s.Summary, !has(places, "command"))
		}
	}
}

// services offers the services that need to be named.
func (l *composer) services(places []slot, t Target, subject bool) {
	if !has(places, "service") || t.Service != "" || subject {
		return
	}
	for _, name := range l.Services {
		if name != l.meantService() {
			l.add(name, "service", false)
		}
	}
}

// fillIns shows what a person has to know by themselves.
func (l *composer) fillIns(places []slot, t Target, whole bool) {
	for _, s := range places {
		switch {
		case s.isFlag() || s.isName() || len(s.words()) > 0:
		case s.name == "rollout-id" && t == Target{} && !whole, s.name != "rollout-id" && whole:
			l.fillIn(s)
		}
	}
}

// choices offers the words of a place that takes one of a few.
func (l *composer) choices(places []slot, whole bool) {
	for _, s := range places {
		for _, word := range s.words() {
			if whole {
				l.add(word, "one of "+strings.Join(s.words(), ", "), false)
			}
		}
	}
}

// value offers what a flag takes.
func (l *composer) value(flag slot) {
	if len(flag.values()) == 0 {
		l.fillIn(flag)
	}
	for _, v := range flag.values() {
		l.add(v, flag.hint(), false)
	}
}

func (l *composer) fillIn(s slot) {
	if l.prefix == "" {
		l.found = append(l.found, Completion{Text: l.typed, Label: s.label(), Hint: s.hint()})
	}
}

// add offers a word that goes on from what was typed of it. More tells that
// something follows it even where the line is a command already.
func (l *composer) add(word, hint string, more bool) {
	if !strings.HasPrefix(word, asciiLower(l.prefix)) {
		return
	}
	text := strings.TrimSuffix(l.typed, l.prefix) + word
	if more || !l.done(word) {
		text += " "
	}
	if text != l.typed {
		l.found = append(l.found, Completion{Text: text, Label: word, Hint: hint})
	}
}

// done tells whether the line is a command with one more word.
func (l *composer) done(word string) bool {
	_, wrong := l.read(l.specs, l.slash, slices.Concat(l.words, []string{word}))
	return wrong == nil
}

func has(places []slot, name string) bool {
	return slices.ContainsFunc(places, func(s slot) bool { return s.name == name })
}
