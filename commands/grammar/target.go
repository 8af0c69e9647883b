package grammar

// target reads the environment and the service, in either order, and complains
// when one is missing. At most tail words may follow them: any more are taken
// for mistyped names.
func (p *parser) target(tail int) Target {
	t := p.names(tail)
	if p.lost {
		return t
	}
	if t.Environment == "" {
		p.complain(Complaint{Message: "Which environment? " + list(p.Environments) + "."})
	}
	if t.Service == "" {
		t.Service = p.meantService()
	}
	if t.Service == "" {
		p.complain(Complaint{Message: "Which service? " + list(p.Services) + "."})
	}
	return t
}

// wholeTarget reads a target and nothing after it.
func (p *parser) wholeTarget() Target {
	t := p.target(0)
	p.end(p.words)
	return t
}

// optionalTarget reads as much of a target as there is, and nothing after it.
func (p *parser) optionalTarget() Target {
	t := p.names(0)
	p.end(p.words)
	if t.Service == "" {
		t.Service = p.meantService()
	}
	return t
}

// names reads names from the front until a word is none.
func (p *parser) names(tail int) Target {
	var t Target
	for len(p.words) > 0 && (p.known(&t) || p.mistyped(&t, tail)) {
	}
	return t
}

// known reads a name that is declared and still missing.
func (p *parser) known(t *Target) bool {
	if name, ok := lookup(p.Environments, p.words[0]); ok && t.Environment == "" {
		t.Environment = name
	} else if name, ok := lookup(p.Services, p.words[0]); ok && t.Service == "" {
		t.Service = name
	} else {
		return false
	}
	p.words = p.words[1:]
	return true
}

// mistyped reads a word that should have been a name and complains about it.
// It is one when it is close to a name that is missing, or when more words
// follow than the command has a place for. What was probably meant is noted in
// t, so that it isn't called missing too; the command is refused anyway.
func (p *parser) mistyped(t *Target, tail int) bool {
	word := p.words[0]
	surplus := len(p.words) > tail && !cannotBeName(word)
	if t.Environment != "" && t.Service != "" {
		return false
	}
	if surplus && p.twice(word) {
		return true
	}
	suggestions := near(word, p.missing(t))
	unsure := t.Environment != "" && p.meantService() != "" && !surplus
	if unsure {
		// The word may well be what follows the names: only a name with a
		// single slip in it is worth stopping for.
		suggestions = onlyTypos(word, suggestions)
	}
	if len(suggestions) == 0 && !surplus {
		return false
	}
	complaint := p.unknown(word, suggestions)
	if unsure {
		complaint.Message += " If it is not a service, name the service before it."
		p.lost = true
	}
	p.complain(complaint)
	p.words = p.words[1:]
	p.assume(t, suggestions, tail)
	return true
}

// twice complains about a second environment or service.
func (p *parser) twice(word string) bool {
	_, environment := lookup(p.Environments, word)
	_, service := lookup(p.Services, word)
	if !environment && !service {
		return false
	}
	kind := "service"
	if environment {
		kind = "environment"
	}
	p.complain(Complaint{Word: word, Message: show(word) + " is a second " + kind + "; one at a time, please."})
	p.words = p.words[1:]
	return true
}

// missing lists the words that may come next.
func (p *parser) missing(t *Target) []string {
	var words []string
	if t.Environment == "" {
		words = append(words, p.Environments...)
	}
	if t.Service == "" {
		words = append(words, p.Services...)
	}
	switch {
	case *t != (Target{}) || p.spec.Sub():
	case p.spec.Name == "deploy":
		words = append(words, subCommands(p.specs)...)
	case len(p.words) == 1:
		words = append(words, "help")
	}
	return words
}

// assume goes on as if the suggestion had been typed.
func (p *parser) assume(t *Target, suggestions []string, tail int) {
	if len(suggestions) == 0 {
		p.lost = true
		p.words = p.words[max(0, len(p.words)-tail):]
		return
	}
	if name, ok := lookup(p.Environments, suggestions[0]); ok && t.Environment == "" {
		t.Environment = name
	} else if name, ok := lookup(p.Services, suggestions[0]); ok && t.Service == "" {
		t.Service = name
	} else { // a sub-command: the rest, and the flags, were meant for that one
		p.complaints = p.complaints[len(p.complaints)-1:]
		p.lost = true
		p.words = nil
		p.spec, _ = find(p.specs, suggestions[0])
	}
}

// unknown is the complaint about a word that should have been a name.
func (p *parser) unknown(word string, suggestions []string) Complaint {
	message := "I don't know " + show(word)
	if note := oddity(word); note != "" {
		message += ": " + note
	}
	message += "."
	if len(suggestions) == 0 {
		message += " Environments: " + list(p.Environments) + ". Services: " + list(p.Services) + "."
	}
	return Complaint{Word: word, Message: message, Suggestions: suggestions}
}

// cannotBeName tells whether a word has the form of something else that follows
// the names: a commit, a pull request, a number.
func cannotBeName(word string) bool {
	word = asciiLower(word)
	return word[0] == '#' || word[0] >= '0' && word[0] <= '9' || isSHA(word) ||
		word == "latest" || word == "previous"
}
