package simulate

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
)

// setting is a flag with a value: what it says when it is not given, and where it
// goes. What is in a policy stands, if there is one, unless the flag is given.
type setting struct {
	name, kind, standard, usage string
	inPolicy                    bool
	apply                       func(o *order, value string) error
}

// order is what is wanted.
type order struct {
	Options
	asJSON bool
}

func settings() []setting {
	return append(worldSettings(), rolloutSettings()...)
}

// set makes a flag's action of how it is read and where it goes.
func set[T any](parse func(string) (T, error), at func(*order) *T) func(*order, string) error {
	return func(o *order, value string) (err error) {
		*at(o), err = parse(value)
		return err
	}
}

func worldSettings() []setting {
	return []setting{
		{"traffic", "calls/time", "200/min", "calls of users: 200/min, 3/s, 50/h", false,
			set(parseTraffic, func(o *order) *float64 { return &o.World.Traffic })},
		{"stable-errors", "share", "1%", "calls that the stable version fails", false,
			set(params.Share, func(o *order) *float64 { return &o.World.Stable.Errors })},
		{"canary-errors", "share", "5%", "calls that the canary fails", false,
			set(params.Share, func(o *order) *float64 { return &o.World.Candidate.Errors })},
		{"stable-slow", "share", "0%", "slow calls of the stable version", false,
			set(params.Share, func(o *order) *float64 { return &o.World.Stable.Slow })},
		{"canary-slow", "share", "0%", "slow calls of the canary", false,
			set(params.Share, func(o *order) *float64 { return &o.World.Candidate.Slow })},
		{"outage", "share,time", "", "a fault that both versions share, at a random time of the canary: 30%,3m", false,
			set(parseOutage, func(o *order) *world.Outage { return &o.World.Outage })},
		{"runs", "number", "4000", "rollouts to simulate", false,
			set(params.Count, func(o *order) *int { return &o.Runs })},
		{"seed", "number", "42", "the same seed gives the same figures", false,
			set(params.Seed, func(o *order) *uint64 { return &o.Seed })},
		{"output", "format", "table", "table or json", false,
			set(parseOutput, func(o *order) *bool { return &o.asJSON })},
	}
}

func rolloutSettings() []setting {
	return []setting{
		{"steps", "weights", "10,25,50", "shares of the traffic in per cent", true,
			func(o *order, value string) (err error) {
				o.Strategy.Steps, err = parseSteps(value, o.Strategy.Steps)
				return err
			}},
		{"inconclusive", "choice", string(rollout.Ask), "what becomes of a step that stays undecided: promote, ask, rollback or probe", true,
			set(parseChoice, func(o *order) *rollout.Choice { return &o.Strategy.Inconclusive })},
		{"probes", "number", "60", "synthetic calls a minute, with --inconclusive probe", true,
			set(params.Count, func(o *order) *int { return &o.Strategy.Probes })},
		{"watch", "time", "0s", "how long the canary is watched when it has all of the traffic", true,
			set(parseTime, func(o *order) *time.Duration { return &o.Strategy.Watch })},
		{"lag", "time", "1m", "how long after a minute's end its metrics are there", true,
			set(parseTime, func(o *order) *time.Duration { return &o.Strategy.Settle })},
		{"drop", "minutes", "2", "minutes around a change of weight that are not compared; 0: none, and weights change on the minute", false,
			set(parseDrop, func(o *order) *int { return &o.Strategy.Drop })},
	}
}

// flags are all that can be said on the command line.
type flags struct {
	set     *pflag.FlagSet
	judge   *params.Flags
	compare *bool
}

func bind(f *pflag.FlagSet) flags {
	for _, s := range settings() {
		f.Var(&params.Text{Value: s.standard, Kind: s.kind}, s.name, s.usage)
	}
	compare := f.Bool("compare", false, "show other judges the same traffic")
	return flags{set: f, compare: compare, judge: params.Bind(f)}
}

// order is what the flags say. The error is a params.Wrong and tells of
// everything that does not fit.
func (f flags) order() (order, error) {
	o := order{}
	var errs []error
	var err error
	if o.Strategy, err = f.judge.Strategy(); err != nil {
		errs = append(errs, err)
	}
	policy := f.set.Changed("policy")
	for _, s := range settings() {
		flag := f.set.Lookup(s.name)
		if s.inPolicy && policy && !flag.Changed {
			continue
		}
		if err := s.apply(&o, flag.Value.String()); err != nil {
			errs = append(errs, fmt.Errorf("--%s %q: %w", s.name, flag.Value, err))
		}
	}
	if *f.compare {
		o.Rivals = rivals.All()
	}
	if len(errs) == 0 {
		if err := o.Validate(); err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) > 0 {
		return order{}, &params.Wrong{Err: errors.Join(errs...)}
	}
	return o, nil
}
