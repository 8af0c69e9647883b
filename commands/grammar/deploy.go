package grammar

func deploySpec() Spec {
	return Spec{
		Name: "deploy", Slash: "/deploy", Who: Deployer,
		Args:    `<env> [service] <ref> [--strategy canary|blue-green|all-at-once] [--reason "…"]`,
		Summary: "Ship a commit, branch, tag, `#123` or `latest`.",
		Examples: []string{
			"/deploy staging abc123",
			"/deploy prod checkout main --strategy canary",
			`/deploy prod #123 --reason "fixes the refund bug"`,
		},
		Bare:  "a form",
		flags: []string{"strategy", "reason"},
		parse: func(p *parser) Command {
			return Deploy{Target: p.target(1), Ref: p.ref(), Strategy: p.strategy(), Reason: p.flagText(textFlag)}
		},
		decode: decode[Deploy],
	}
}

func planSpec() Spec {
	return Spec{
		Name: "plan", Slash: "/deploy", Who: Anyone,
		Args:     "<env> [service] <ref>",
		Summary:  "Show what a deploy would do and what stands in its way.",
		Examples: []string{"/deploy plan prod abc123"},
		parse:    func(p *parser) Command { return Plan{Target: p.target(1), Ref: p.ref()} },
		decode:   decode[Plan],
	}
}

// Strategies lists what --strategy accepts.
func Strategies() []string { return []string{"canary", "blue-green", "all-at-once"} }

// strategy reads --strategy.
func (p *parser) strategy() string {
	value := p.flag("strategy")
	if value == "" {
		return ""
	}
	valid := Strategies()
	if name, ok := lookup(valid, value); ok {
		return name
	}
	p.complain(Complaint{
		Word:        value,
		Message:     show(value) + " is not a strategy: " + list(valid) + ".",
		Suggestions: near(value, valid),
	})
	return ""
}

// ref reads the one word that says what to ship.
func (p *parser) ref() string {
	if len(p.words) == 0 {
		if !p.lost {
			p.complain(Complaint{Message: "Say what to ship: a commit, a branch, a tag, `#123` or `latest`."})
		}
		return ""
	}
	word := p.words[0]
	ref, complaint := parseRef(word)
	if _, is := find(p.specs, asciiLower(word)); is { // "/deploy prod status"
		complaint = &Complaint{Word: word, Message: show(word) + " is a command; " + spelledOut(word)}
	}
	if complaint != nil {
		p.complain(*complaint)
	}
	p.end(p.words[1:])
	return ref
}
