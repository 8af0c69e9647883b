// Package infra holds the state machine that carries rollouts on AWS. Terraform
// fills in the same file with templatefile.
package infra

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

//go:embed rollout.asl.json
var template string

// Variables are the placeholders of the definition:
//   - ticker_arn: the alias of the ticker function that runs the ticks
//   - topic_arn: the SNS topic that hears of a last resort
//   - turn_limit: how many ticks an execution makes before the next one takes
//     over. 1000 is right: a tick writes about 13 of the 25,000 events that an
//     execution may have
func Variables() []string { return []string{"ticker_arn", "topic_arn", "turn_limit"} }

var placeholder = regexp.MustCompile(`\$\{([^}]*)\}`)

// Definition is the state machine in Amazon States Language. It fails when vars
// leaves a placeholder open or has one that is not there. Values are escaped for
// the JSON that they stand in.
func Definition(vars map[string]string) (string, error) {
	open := maps.Clone(vars)
	var problems []error
	out := placeholder.ReplaceAllStringFunc(template, func(found string) string {
		name := placeholder.FindStringSubmatch(found)[1]
		value, ok := vars[name]
		if !ok {
			problems = append(problems, fmt.Errorf("%s has no value", name))
		}
		delete(open, name)
		return escaped(value)
	})
	for _, name := range slices.Sorted(maps.Keys(open)) {
		problems = append(problems, fmt.Errorf("%s is not in the definition", name))
	}
	if err := errors.Join(problems...); err != nil {
		return "", fmt.Errorf("fill in the state machine: %w", err)
	}
	return out, nil
}

// escaped is a value as it may stand inside of a JSON string.
func escaped(value string) string {
	quoted, _ := json.Marshal(value) // a string can always be encoded
	return string(quoted[1 : len(quoted)-1])
}
