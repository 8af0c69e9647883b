package iam

import "fmt"

// Differences says, a sentence each, which actions are missing from those that are given,
// and which of those nobody needs.
func Differences(needs, given Needs) []string {
	var out []string
	for _, action := range needs.Names() {
		if _, ok := given[action]; !ok {
			out = append(out, fmt.Sprintf("%s is missing: %s", action, needs[action]))
		}
	}
	for _, action := range given.Names() {
		if _, ok := needs[action]; !ok {
			out = append(out, fmt.Sprintf("%s is not needed by anything; it is given for: %s", action, given[action]))
		}
	}
	return out
}
