package statemachine

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// machine is what the checks read of a definition.
type machine struct {
	StartAt string
	States  map[string]state
}

type state struct {
	Type, Next, Default, Resource string
	TimeoutSeconds                json.RawMessage
	Arguments                     json.RawMessage
	Choices                       []target
	Catch                         []target
}

type target struct {
	Next        string
	Condition   string
	ErrorEquals []string
}

// targets are the states that may come after.
func (s state) targets() []string {
	out := []string{s.Next, s.Default}
	for _, t := range slices.Concat(s.Choices, s.Catch) {
		out = append(out, t.Next)
	}
	return slices.DeleteFunc(out, func(name string) bool { return name == "" })
}

// Check looks for what no validator of the language knows to be wrong here, and
// for what MiniStack would not complain about:
//
//   - each task has a time-out and something that catches every error
//   - a task that waits for a token gives the token away, times out after $wait, and
//     is reached only when that is not 0, which AWS would refuse
//   - a task that changes an alias says which revision, and an empty routing map
//   - each state that is named is there, and each that is there can be reached
//   - no loop of states goes round without a task or a wait
func Check(definition string) (problems []string) {
	var m machine
	if err := json.Unmarshal([]byte(definition), &m); err != nil {
		return []string{fmt.Sprintf("it can't be read: %v", err)}
	}
	for _, name := range slices.Sorted(maps.Keys(m.States)) {
		s := m.States[name]
		if s.Type == "Task" {
			problems = append(problems, about(name, s.task())...)
		}
		for _, next := range s.targets() {
			if _, ok := m.States[next]; !ok {
				problems = append(problems, fmt.Sprintf("%s: goes on to %q, which is not there", name, next))
			}
		}
	}
	return slices.Concat(problems, m.unreachable(), m.hasty(), m.idleLoops())
}

func about(name string, problems []string) []string {
	for i := range problems {
		problems[i] = name + ": " + problems[i]
	}
	return problems
}

// task checks a task by itself.
func (s state) task() (problems []string) {
	if s.TimeoutSeconds == nil {
		problems = append(problems, "has no time-out")
	}
	if !slices.ContainsFunc(s.Catch, func(t target) bool { return slices.Contains(t.ErrorEquals, "States.ALL") }) {
		problems = append(problems, "does not catch every error")
	}
	gives := func(text string) bool { return strings.Contains(string(s.Arguments), text) }
	if s.waits() && !gives("$states.context.Task.Token") {
		problems = append(problems, "waits for a token that it gives to nobody")
	}
	if s.waits() && s.TimeoutSeconds != nil && string(s.TimeoutSeconds) != `"{% $wait %}"` {
		problems = append(problems, "does not time out when the next tick is due")
	}
	if strings.HasSuffix(s.Resource, ":updateAlias") {
		var a struct {
			RevisionID    string `json:"RevisionId"`
			RoutingConfig struct{ AdditionalVersionWeights map[string]any }
		}
		if err := json.Unmarshal(s.Arguments, &a); err != nil || a.RevisionID == "" || a.RoutingConfig.AdditionalVersionWeights == nil {
			problems = append(problems, "changes an alias without a revision or an explicit routing map")
		}
	}
	return problems
}

// waits says whether the state waits for a token.
func (s state) waits() bool { return strings.HasSuffix(s.Resource, ".waitForTaskToken") }

// hasty finds states that go on to wait for a token though there is no time to wait.
func (m machine) hasty() (problems []string) {
	for _, name := range slices.Sorted(maps.Keys(m.States)) {
		for _, next := range m.States[name].targets() {
			if m.States[next].waits() && !m.States[name].guards(next) {
				problems = append(problems, name+": goes on to "+next+" even if $wait is 0")
			}
		}
	}
	return problems
}

// guards says whether a choice goes elsewhere than next when $wait is 0, and asks
// that first.
func (s state) guards(next string) bool {
	for _, c := range s.Choices {
		if c.Condition == "{% $wait = 0 %}" || c.Next == next {
			return c.Next != next
		}
	}
	return false
}

// unreachable finds states that nothing leads to.
func (m machine) unreachable() (problems []string) {
	seen := map[string]bool{}
	for next := []string{m.StartAt}; len(next) > 0; next = next[1:] {
		if !seen[next[0]] {
			seen[next[0]] = true
			next = append(next, m.States[next[0]].targets()...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.States)) {
		if !seen[name] {
			problems = append(problems, name+": nothing leads to it")
		}
	}
	return problems
}

// idleLoops finds states that come round to themselves with nothing in between
// that takes time.
func (m machine) idleLoops() (problems []string) {
	for _, start := range slices.Sorted(maps.Keys(m.States)) {
		seen := map[string]bool{}
		for next := m.idle(start); len(next) > 0; next = next[1:] {
			if !seen[next[0]] {
				seen[next[0]] = true
				next = append(next, m.idle(next[0])...)
			}
		}
		if seen[start] {
			problems = append(problems, start+": goes round without a task or a wait")
		}
	}
	return problems
}

// idle is where a state leads without having taken time.
func (m machine) idle(name string) []string {
	if s := m.States[name]; s.Type != "Task" && s.Type != "Wait" {
		return s.targets()
	}
	return nil
}
