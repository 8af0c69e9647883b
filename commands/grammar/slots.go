package grammar

import "strings"

// slot is one place of a usage line: "env", "ref", "--for".
type slot struct {
	name string
	// takes is what a flag takes, as the usage line writes it: "2h", or the
	// values that there are, with bars between them. Empty for other places.
	takes string
}

func (s slot) isFlag() bool { return strings.HasPrefix(s.name, "--") }

// values lists what a flag takes, when that is one of a few words.
func (s slot) values() []string {
	if !strings.Contains(s.takes, "|") {
		return nil
	}
	return strings.Split(s.takes, "|")
}

// isSwitch tells whether it is a flag that takes no value.
func (s slot) isSwitch() bool { return s.isFlag() && s.takes == "" }

// words lists what may stand in a place, when that is one of a few words.
func (s slot) words() []string {
	if s.isFlag() || !strings.Contains(s.name, "|") {
		return nil
	}
	return strings.Split(s.name, "|")
}

// isName tells whether the word for the place is one of a known list.
func (s slot) isName() bool { return s.name == "env" || s.name == "service" || s.name == "command" }

// slots reads the places out of [Spec.Args].
func (s Spec) slots() []slot {
	var all []slot
	for rest := s.Args; ; {
		begin := strings.IndexAny(rest, "<[")
		if begin < 0 {
			return all
		}
		end := ">"
		if rest[begin] == '[' {
			end = "]"
		}
		inside, after, _ := strings.Cut(rest[begin+1:], end)
		name, takes, _ := strings.Cut(inside, " ")
		all = append(all, slot{strings.TrimSuffix(name, "…"), takes})
		rest = after
	}
}

// openFlag is the flag that the last of some words is, its value not typed yet.
func (s Spec) openFlag(words []string) (slot, bool) {
	for _, place := range s.slots() {
		if place.isFlag() && !place.isSwitch() && len(words) > 0 && place.name == asciiLower(words[len(words)-1]) {
			return place, true
		}
	}
	return slot{}, false
}

// label is how the place is shown where a person fills it in.
func (s slot) label() string {
	if s.isFlag() {
		return s.takes
	}
	return "<" + s.name + ">"
}

// hint says what a person fills in.
func (s slot) hint() string {
	switch s.name {
	case "ref":
		return "a commit, branch, tag, #123 or latest"
	case "to":
		return "a version such as v41, a commit or previous; nothing for the last good one"
	case "percent":
		return "0 to 100; nothing to only look"
	case "rollout-id":
		return "the 26 letters and digits of one rollout"
	case "reason", "--reason":
		return "why, in plain words"
	case "--for":
		return "how long: 30m, 2h"
	case "--on":
		return "the last day that it is about"
	case "--page":
		return "which page of it"
	case "--fresh":
		return "read the numbers again"
	case "--picture":
		return "draw them as one picture of high resolution"
	}
	return strings.TrimPrefix(s.name, "--")
}
