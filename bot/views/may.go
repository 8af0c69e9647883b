package views

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/commands"
)

// mayLines is what somebody may do, environments with the same rights together.
func mayLines(rights []commands.Rights) (lines []line) {
	for i, r := range rights {
		if slices.ContainsFunc(rights[:i], func(other commands.Rights) bool { return alike(r, other) }) {
			continue
		}
		var environments []string
		for _, other := range rights[i:] {
			if alike(r, other) {
				environments = append(environments, other.Environment)
			}
		}
		lines = append(lines, may(r, enumerated(environments)))
	}
	if len(lines) == 0 {
		return []line{say("There is no environment yet.")}
	}
	return lines
}

func alike(a, b commands.Rights) bool {
	return slices.Equal(a.May, b.May) && slices.Equal(a.For, b.For)
}

// may is what somebody may do in some environments, and who may do the rest.
func may(r commands.Rights, environments string) line {
	verbs := make([]string, 0, len(r.May))
	for _, a := range r.May {
		verbs = append(verbs, verb(a))
	}
	l := say("✅ You may " + enumerated(verbs) + " in " + environments + ".")
	if len(verbs) == 0 {
		l = say("👀 You may look at " + environments + ".")
	}
	if !r.Has(commands.DeployTo) {
		l = l.say(" Deploying to " + environments + " is for: " + strings.Join(r.For, ", ") + ".")
	}
	return l
}

// verb is an action as people say it.
func verb(a commands.Action) string {
	switch a {
	case commands.DeployTo:
		return "deploy"
	case commands.Control:
		return "steer"
	case commands.RollBack:
		return "roll back"
	case commands.LockIt:
		return "lock"
	case commands.Read:
		return "look"
	}
	return string(a)
}

// enumerated is "a", "a and b" or "a, b and c".
func enumerated(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
