package params

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// fromPolicy is the strategy of the environment that was asked for; without a
// policy, and beside every error, the standard one, so that the flags can be
// checked all the same.
func (f *Flags) fromPolicy() (rollout.Strategy, error) {
	if !f.set.Changed("policy") {
		if f.set.Changed("environment") {
			return Standard(), errors.New("--environment is one of a policy: give --policy too")
		}
		return Standard(), nil
	}
	p, err := read(f.policy.Value)
	if err != nil {
		return Standard(), err
	}
	e, err := f.choose(p.Environments)
	if err != nil {
		return Standard(), err
	}
	s := e.Strategy
	if s.Kind != rollout.Canary {
		f.note = fmt.Sprintf("the policy's environment %s ships %s; the steps of its canary are used", e.Name, s.Kind)
	}
	s.Kind, s.Steps = rollout.Canary, e.Canary
	return s, nil
}

func (f *Flags) choose(all []commands.Environment) (commands.Environment, error) {
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.Name
	}
	if !f.set.Changed("environment") {
		if len(all) == 1 {
			return all[0], nil
		}
		return commands.Environment{}, fmt.Errorf("--policy has several environments: give --environment, one of %s", strings.Join(names, ", "))
	}
	if i := slices.Index(names, f.environment.Value); i >= 0 {
		return all[i], nil
	}
	return commands.Environment{}, fmt.Errorf("--environment %s: the policy has %s", quote(f.environment.Value), strings.Join(names, ", "))
}

// read reads a policy. Its complaints name file and line.
func read(file string) (commands.Policy, error) {
	data, err := os.ReadFile(file) //nolint:gosec // G304: the file is the one that the person named
	if err != nil {
		return commands.Policy{}, fmt.Errorf("--policy: %w", err)
	}
	return policy.Read(file, data)
}
