package grammar

func promoteSpec() Spec {
	return Spec{
		Name: "promote", Slash: "/deploy", Who: Deployer,
		Args:     "<env> [service] | <rollout-id>",
		Summary:  "Give the new version all traffic without waiting for the rest of the steps.",
		Examples: []string{"/deploy promote prod checkout"},
		parse:    func(p *parser) Command { return Promote{p.subjectOnly()} },
		decode:   decode[Promote],
	}
}

func pauseSpec() Spec {
	return Spec{
		Name: "pause", Slash: "/deploy", Who: Deployer,
		Args:     "<env> [service] | <rollout-id> [reason…]",
		Summary:  "Keep a rollout at its weight. A bad version still goes back by itself.",
		Examples: []string{"/deploy pause prod waiting for the database"},
		parse:    func(p *parser) Command { return Pause{p.subject(), p.rest()} },
		decode:   decode[Pause],
	}
}

func resumeSpec() Spec {
	return Spec{
		Name: "resume", Slash: "/deploy", Who: Deployer,
		Args:     "<env> [service] | <rollout-id>",
		Summary:  "Let a paused rollout go on.",
		Examples: []string{"/deploy resume prod"},
		parse:    func(p *parser) Command { return Resume{p.subjectOnly()} },
		decode:   decode[Resume],
	}
}

func abortSpec() Spec {
	return Spec{
		Name: "abort", Slash: "/deploy", Who: Deployer,
		Args:     "<env> [service] | <rollout-id> [reason…]",
		Summary:  "Stop a rollout and take its traffic back.",
		Examples: []string{"/deploy abort prod wrong branch"},
		parse:    func(p *parser) Command { return Abort{p.subject(), p.rest()} },
		decode:   decode[Abort],
	}
}

// subject reads a rollout's id or a target; a reason may follow.
func (p *parser) subject() Subject {
	if len(p.words) > 0 && isULID(p.words[0]) {
		id := asciiUpper(p.words[0])
		p.words = p.words[1:]
		return Subject{Rollout: id}
	}
	p.brokenULID()
	return Subject{Target: p.target(anyNumber)}
}

// subjectOnly reads a rollout's id or a target, and nothing after it.
func (p *parser) subjectOnly() Subject {
	if len(p.words) > 0 && isULID(p.words[0]) {
		subject := p.subject()
		p.end(p.words)
		return subject
	}
	p.brokenULID()
	subject := Subject{Target: p.target(0)}
	p.end(p.words)
	return subject
}

// brokenULID complains about a word that was copied badly: no name begins with
// a digit.
func (p *parser) brokenULID() {
	if len(p.words) == 0 || p.words[0][0] < '0' || p.words[0][0] > '9' {
		return
	}
	p.complain(Complaint{
		Word:        p.words[0],
		Message:     show(p.words[0]) + " is not a rollout's id: those have 26 letters and digits.",
		Suggestions: near(p.words[0], p.missing(&Target{})),
	})
	p.words, p.lost = nil, true
}

// isULID tells whether a word has the form of a rollout's id: 26 characters of
// Crockford's base 32, the first of which is at most 7.
func isULID(word string) bool {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	if len(word) != 26 || word[0] > '7' {
		return false
	}
	return consistsOf(asciiUpper(word), alphabet)
}
