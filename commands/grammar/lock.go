package grammar

import "time"

// The bounds of --for.
const (
	shortestLock = time.Minute
	longestLock  = 7 * 24 * time.Hour
)

func lockSpec() Spec {
	return Spec{
		Name: "lock", Slash: "/deploy", Who: Deployer,
		Args:     "<env> [service] <reason…> [--for 2h]",
		Summary:  "Keep deploys away. Rollbacks still work.",
		Examples: []string{"/deploy lock prod migrating orders --for 2h"},
		flags:    []string{"for"},
		parse: func(p *parser) Command {
			return Lock{Target: p.target(anyNumber), Reason: p.requiredReason(), For: p.lockTime()}
		},
		decode: decode[Lock],
	}
}

func unlockSpec() Spec {
	return Spec{
		Name: "unlock", Slash: "/deploy", Who: Deployer,
		Args:     "<env> [service]",
		Summary:  "Let deploys through again.",
		Examples: []string{"/deploy unlock prod"},
		parse:    func(p *parser) Command { return Unlock{p.wholeTarget()} },
		decode:   decode[Unlock],
	}
}

// requiredReason reads the words that are left, of which there must be some.
func (p *parser) requiredReason() string {
	reason := p.rest()
	if reason == "" && !p.lost {
		p.complain(Complaint{Message: "Say why: whoever is kept out will read it."})
	}
	return reason
}

// lockTime reads --for.
func (p *parser) lockTime() time.Duration {
	value := p.flag("for")
	if value == "" {
		return 0
	}
	d, err := time.ParseDuration(value)
	if err != nil || d < shortestLock || d > longestLock {
		p.complain(Complaint{
			Word:    value,
			Message: "`--for` takes a time from `1m` to `168h`, such as `30m` or `2h`, not " + show(value) + ".",
		})
	}
	return d
}
