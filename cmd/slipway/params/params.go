// Package params is the part of the command line that the commands share: the
// parameters of the judge and of a policy, and how a wrong one is told.
package params

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/pflag"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Wrong is an error in what a person or a program gave us: a flag, a file or a
// line of input. The exit code is 2 then.
type Wrong struct{ Err error }

func (w *Wrong) Error() string { return w.Err.Error() }

// Unwrap gives the complaint, or several that were joined.
func (w *Wrong) Unwrap() error { return w.Err }

// Flags are the parameters as they stand on the command line.
type Flags struct {
	set                 *pflag.FlagSet
	policy, environment *Text
	note                string // about the policy that was taken
}

// Bind declares the flags. What they say is looked at by Strategy, so that all
// complaints come at once.
func Bind(f *pflag.FlagSet) *Flags {
	flags := &Flags{
		set:         f,
		policy:      &Text{Kind: "file"},
		environment: &Text{Kind: "name"},
	}
	for _, s := range settings() {
		f.Var(&Text{Value: s.fallback, Kind: s.kind}, s.name, s.usage)
	}
	f.Bool(literal, false, "fail any minute with more errors than --tripwire, whatever the other version does; takes back good versions at volume")
	f.Var(flags.policy, "policy", "take the parameters from this slipway.yaml; flags that are given override it")
	f.Var(flags.environment, "environment", "the policy's environment; may be left out if there is only one")
	return flags
}

// Strategy is what the defaults say, then the policy's environment, then the
// flags that were given. It is always a canary: of an environment that ships
// otherwise it has the steps that a canary would have there. The error is a Wrong
// and tells of everything that does not fit.
func (f *Flags) Strategy() (rollout.Strategy, error) {
	s, err := f.fromPolicy()
	errs := []error{err, f.override(&s)}
	if err == nil { // else the flags may fit the policy that could not be read
		errs = append(errs, check(s))
	}
	if err := errors.Join(errs...); err != nil {
		return rollout.Strategy{}, &Wrong{err}
	}
	return s, nil
}

// Tell says on talk what a person should know about the policy that Strategy took,
// if anything.
func (f *Flags) Tell(talk io.Writer) {
	if f.note != "" {
		fmt.Fprintf(talk, "slipway: %s\n", f.note)
	}
}

// check says what does not fit together. A maxHold that is too short for several
// steps is one mistake.
func check(s rollout.Strategy) error {
	var short error
	longest := time.Duration(0)
	for _, step := range s.Steps {
		longest = max(longest, step.Hold)
	}
	if s.MaxHold < longest {
		short = fmt.Errorf("--max-hold %s is less than a hold of %s", s.MaxHold, longest)
		s.MaxHold = longest
	}
	return errors.Join(short, s.Validate())
}

// override puts in what was given on the command line.
func (f *Flags) override(s *rollout.Strategy) error {
	var errs []error
	for _, setting := range settings() {
		flag := f.set.Lookup(setting.name)
		if !flag.Changed {
			continue
		}
		if err := setting.apply(s, flag.Value.String()); err != nil {
			errs = append(errs, fmt.Errorf("--%s %w", setting.name, err))
		}
	}
	return errors.Join(append(errs, f.overrideLiteral(&s.Judge))...)
}

// overrideLiteral keeps the literal rule at the tripwire's number.
func (f *Flags) overrideLiteral(p *judge.Params) error {
	on := p.Literal > 0
	if f.set.Changed(literal) {
		on = f.set.Lookup(literal).Value.String() == "true"
	}
	p.Literal = 0
	if !on {
		return nil
	}
	p.Literal = p.Tripwire
	if p.Tripwire == 0 && f.set.Changed(literal) {
		return fmt.Errorf("--%s needs a tripwire of at least 1", literal)
	}
	return nil
}

// Standard is what is judged by when nobody says anything: the same as in a
// slipway.yaml that says nothing.
func Standard() rollout.Strategy {
	const hold = 10 * time.Minute
	return rollout.Strategy{
		Kind:         rollout.Canary,
		Steps:        []rollout.Step{{Weight: 0.10, Hold: hold}, {Weight: 0.25, Hold: hold}, {Weight: 0.50, Hold: hold}},
		MaxHold:      30 * time.Minute,
		Watch:        10 * time.Minute,
		Inconclusive: rollout.Ask,
		Probes:       60,
		PauseLimit:   4 * time.Hour,
		Settle:       time.Minute,
		MetricErrors: 5,
		Judge:        judge.Default(),
	}
}
