package grammar

func statusSpec() Spec {
	return Spec{
		Name: "status", Slash: "/deploy", Who: Anyone,
		Args:     "[env] [service] [--page 2]",
		Summary:  "Show what is live, what is moving and what is locked.",
		Examples: []string{"/deploy status", "/deploy status prod"},
		flags:    []string{"page"},
		parse:    func(p *parser) Command { return Status{Target: p.optionalTarget(), Page: p.page()} },
		decode:   decode[Status],
	}
}

func historySpec() Spec {
	return Spec{
		Name: "history", Slash: "/deploy", Who: Anyone,
		Args:     "[env] [service] [--page 2]",
		Summary:  "List the last rollouts and how they ended.",
		Examples: []string{"/deploy history prod checkout"},
		flags:    []string{"page"},
		parse:    func(p *parser) Command { return History{Target: p.optionalTarget(), Page: p.page()} },
		decode:   decode[History],
	}
}

func whySpec() Spec {
	return Spec{
		Name: "why", Slash: "/deploy", Who: Anyone,
		Args:     "<env> [service] | <rollout-id>",
		Summary:  "Explain how a rollout was judged: both rates, the evidence, and what was missing.",
		Examples: []string{"/deploy why prod checkout"},
		parse:    func(p *parser) Command { return Why{p.subjectOnly()} },
		decode:   decode[Why],
	}
}

func helpSpec() Spec {
	return Spec{
		Name: "help", Slash: "/deploy", Who: Anyone,
		Args:     "[command]",
		Summary:  "Explain the commands, or one of them.",
		Examples: []string{"/deploy help lock", "/rollback --help"},
		parse:    func(p *parser) Command { return Help{Topic: p.topic()} },
		decode:   decode[Help],
	}
}

// topic reads the command that help is wanted about.
func (p *parser) topic() string {
	if len(p.words) == 0 {
		return ""
	}
	word := asciiLower(p.words[0])
	if len(word) > 1 && word[0] == '/' {
		word = word[1:]
	}
	spec, ok := find(p.specs, word)
	if !ok {
		names := make([]string, 0, len(p.specs))
		for _, s := range p.specs {
			names = append(names, s.Name)
		}
		p.complain(Complaint{
			Word:        p.words[0],
			Message:     "There is no help about " + show(p.words[0]) + ".",
			Suggestions: near(word, names),
		})
	}
	p.end(p.words[1:])
	return spec.Name
}
