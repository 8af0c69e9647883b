package alarms

import (
	"regexp"
	"slices"
	"strings"
)

// mostChildren and longestRule are CloudWatch's own limits.
const (
	mostChildren = 100
	longestRule  = 10240
)

// children are the names of the alarms that the rule of a composite alarm speaks of, in
// order, each once: `ALARM("a") AND NOT OK(arn:…:alarm:b) OR AT_LEAST(2, ALARM, (c, d))`.
// What is no rule gives whatever looks like names: they are only ever looked up.
func children(rule string) []string {
	var (
		share = regexp.MustCompile(`AT_LEAST\s*\(\s*"?[0-9]+%?"?\s*,`)
		word  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[^\s(),"]+`)
		names []string
	)
	rule = share.ReplaceAllString(rule[:min(len(rule), longestRule)], "(")
	for _, w := range word.FindAllString(rule, -1) {
		if slices.Contains([]string{"AND", "OR", "NOT", "TRUE", "FALSE", "ALARM", "OK", "INSUFFICIENT_DATA"}, w) {
			continue
		}
		name := strings.ReplaceAll(strings.Trim(w, `"`), `\"`, `"`)
		if where, err := locate(name); err == nil {
			name = where.name
		}
		name = strings.ToValidUTF8(name, "�")
		if name != "" && len(names) < mostChildren && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
