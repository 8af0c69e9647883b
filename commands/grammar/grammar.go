// Package grammar is the text side of the commands: what a person may type,
// how it is parsed, and the help that describes it. Slack and the command line
// share it. It reads text and names, and touches nothing else, so that a typo
// is answered at once and without a network.
//
// It never guesses: text is either exactly one command, or a [Usage] that says
// everything that is wrong with it and what was probably meant.
package grammar

import (
	"errors"
	"strings"
)

// Names are the words that a deployment's configuration declares. They are
// lower-case ASCII and none of them is a sub-command.
type Names struct {
	Services     []string
	Environments []string
}

// Context is what is known before the text is read.
type Context struct {
	Names
	// DefaultService is the service whose channel the text was typed in: it is
	// meant when no service is named. Empty where there is none.
	DefaultService string
}

// Parse reads what was typed after a slash command ("/deploy"; the slash may
// be left out). The error is always a *Usage with every complaint about it, and
// with what was probably meant.
func Parse(c Context, slash, text string) (Command, error) {
	command, err := Read(c, slash, text)
	var usage *Usage
	if errors.As(err, &usage) && usage.Command != "" {
		c.mend(Specs(), slashed(slash), text, usage)
	}
	return command, err
}

// Read is [Parse] for a line that nobody has typed as one: it does not look for
// other lines that may have been meant.
func Read(c Context, slash, text string) (Command, error) {
	specs := Specs()
	slash = slashed(slash)
	spec, _, known := choose(specs, slash, nil)
	if !known {
		return nil, unknownSlash(specs, slash)
	}
	words, complaints := split(text)
	if len(complaints) > 0 {
		return nil, &Usage{Command: spec.Name, Complaints: complaints, Line: spec.Usage()}
	}
	command, usage := c.read(specs, slash, words)
	if usage != nil {
		return nil, usage
	}
	return command, nil
}

// slashed is a slash command with its slash.
func slashed(slash string) string { return "/" + strings.TrimPrefix(asciiLower(slash), "/") }

// read understands words as they are: they are a command, or something is wrong.
func (c Context) read(specs []Spec, slash string, words []string) (Command, *Usage) {
	spec, words, _ := choose(specs, slash, words)
	if complaints := spotOddWords(words, func() []string { return c.vocabulary(specs) }); len(complaints) > 0 {
		return nil, &Usage{Command: spec.Name, Complaints: complaints, Line: spec.Usage()}
	}
	if topic, asked := wantsHelp(spec, words); asked {
		return Help{Topic: topic}, nil
	}
	if len(words) == 0 && spec.Bare != "" {
		return Form{Service: c.meantService()}, nil
	}
	p := parser{Context: c, spec: spec, specs: specs}
	p.words = p.takeFlags(words)
	command := spec.parse(&p)
	if len(p.complaints) > 0 {
		return nil, &Usage{Command: p.spec.Name, Complaints: p.complaints[:min(len(p.complaints), mostComplaints)], Line: p.spec.Usage()}
	}
	return command, nil
}

// meantService is the service that is meant when none is named: the channel's,
// or the only one that there is.
func (c Context) meantService() string {
	if name, ok := lookup(c.Services, c.DefaultService); ok {
		return name
	}
	if len(c.Services) == 1 {
		return c.Services[0]
	}
	return ""
}

// choose finds the command that a slash and its first word name, and the words
// that remain for it.
func choose(specs []Spec, slash string, words []string) (Spec, []string, bool) {
	if len(words) > 0 {
		word := asciiLower(words[0])
		for _, s := range specs {
			if s.Slash == slash && s.Sub() && s.Name == word {
				return s, words[1:], true
			}
		}
	}
	for _, s := range specs {
		if s.Slash == slash && !s.Sub() {
			return s, words, true
		}
	}
	return Spec{}, nil, false
}

// wantsHelp tells whether help was asked for, and about what: by --help
// anywhere, or by "help" after a slash command that has no sub-commands.
func wantsHelp(spec Spec, words []string) (topic string, asked bool) {
	if len(words) == 1 && !spec.Sub() && asciiLower(words[0]) == "help" {
		return spec.Name, true
	}
	for _, w := range words {
		if asciiLower(w) == "--help" {
			return spec.Name, true
		}
	}
	return "", false
}

// vocabulary is every word that has a meaning somewhere.
func (c Context) vocabulary(specs []Spec) []string {
	words := append([]string(nil), c.Environments...)
	words = append(words, c.Services...)
	return append(words, subCommands(specs)...)
}
