package alarms

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// mostChildren and longestRule are CloudWatch's own limits.
const (
	mostChildren = 100
	longestRule  = 10240
)

// children are the names of the alarms that turn a composite alarm red by being red, in
// order, each once: of `ALARM("a") AND NOT ALARM(b) OR AT_LEAST(2, ALARM, (c, d))` a, c
// and d. Those that it has to be well for, or that must not be red, are not what it is
// about. What is no rule gives whatever looks like names: they are only ever looked up.
func children(rule string) []string {
	token := regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[()]|[^\s(),"]+`)
	var names []string
	var next operand
	within := []operand{{}}
	for _, word := range token.FindAllString(rule[:min(len(rule), longestRule)], -1) {
		here := within[len(within)-1]
		switch word {
		case "NOT":
			next.not = true
		case "ALARM", "OK", "INSUFFICIENT_DATA":
			next.state = word
		case "AND", "OR", "TRUE", "FALSE":
			next = operand{}
		case "(":
			within = append(within, operand{not: here.not || next.not, state: cmp.Or(next.state, here.state)})
			next = operand{}
		case ")":
			within = within[:max(len(within)-1, 1)]
		default:
			if name := nameIn(word); name != "" && here.red() && len(names) < mostChildren && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// operand is what a rule says of the alarms in a pair of brackets.
type operand struct {
	not   bool // the opposite of what is there
	state string
}

func (o operand) red() bool { return o.state == string(rollout.AlarmRed) && !o.not }

// nameIn is the name of an alarm that a rule names, perhaps by its ARN; empty where the
// word is none.
func nameIn(word string) string {
	name := strings.ReplaceAll(strings.Trim(word, `"`), `\"`, `"`)
	if where, err := locate(name); err == nil {
		name = where.name
	}
	return strings.ToValidUTF8(name, "�")
}
