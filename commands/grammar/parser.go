package grammar

import (
	"math"
	"strings"
)

// anyNumber is the tail of a command that ends in free text.
const anyNumber = math.MaxInt

// reasonLimit is how many characters of a reason are kept.
const reasonLimit = 200

// parser reads one command's words from the front and collects complaints.
type parser struct {
	Context
	spec  Spec
	specs []Spec

	words      []string // not read yet; flags are already taken out
	flags      []flag
	complaints []Complaint
	// lost is set by a word that fits nowhere: what else is missing can not be
	// told any more, and complaining about it would only be noise.
	lost bool
}

func (p *parser) complain(c Complaint) { p.complaints = append(p.complaints, c) }

// end complains about words that nothing is left to read.
func (p *parser) end(words []string) {
	if len(words) == 0 || p.lost {
		return
	}
	message := "There is no place for " + show(words[0]) + " here."
	if len(words) > 1 {
		message = "There is no place for " + show(words[0]) + " and what follows it."
	}
	for _, name := range p.spec.flags {
		if name == textFlag {
			message += " A reason goes after `--reason`."
		}
	}
	p.complain(Complaint{Word: words[0], Message: message})
}

// rest reads everything that is left as a reason.
func (p *parser) rest() string {
	words := p.words
	p.words = nil
	if len(words) == 1 {
		return clip(unquote(words[0]))
	}
	return clip(strings.Join(words, " "))
}

// clip makes a reason of free text: single blanks, [reasonLimit] characters.
func clip(text string) string {
	runes := []rune(strings.Join(strings.FieldsFunc(text, isBlankRune), " "))
	if len(runes) <= reasonLimit {
		return string(runes)
	}
	return string(runes[:reasonLimit-1]) + "…"
}
