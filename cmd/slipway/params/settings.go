package params

import (
	"fmt"
	"strconv"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// literal is the one flag that needs no value.
const literal = "tripwire-literal"

// setting is one flag with a value: what it says when it is not given, and where
// it goes when it is.
type setting struct {
	name, kind, fallback, usage string
	apply                       func(s *rollout.Strategy, value string) error
}

func settings() []setting {
	return []setting{
		share("error-rate-max", "2%", "the error rate that the service promises to stay below",
			func(s *rollout.Strategy) *float64 { return &s.Judge.ErrorRateMax }),
		share("slow-rate-max", "5%", "the same for slow calls; 0: they are not judged",
			func(s *rollout.Strategy) *float64 { return &s.Judge.SlowRateMax }),
		share("false-rollback", "1%", "accepted chance of taking a good version back",
			func(s *rollout.Strategy) *float64 { return &s.Judge.FalseRollback }),
		share("false-promote", "5%", "accepted chance that a bad version passes a step",
			func(s *rollout.Strategy) *float64 { return &s.Judge.FalsePromote }),
		span("hold", "10m", "how long each step lasts at least", func(s *rollout.Strategy, d time.Duration) {
			for i := range s.Steps {
				s.Steps[i].Hold = d
			}
		}),
		span("max-hold", "30m", "how long an undecided step is extended to", func(s *rollout.Strategy, d time.Duration) {
			s.MaxHold = d
		}),
		{"tripwire", "errors", "5", "more errors than this in one minute, beyond what the other version's rate explains, fail at once; 0: off",
			func(s *rollout.Strategy, value string) error {
				n, err := strconv.Atoi(value)
				if err != nil || n < 0 {
					return fmt.Errorf("%s: give a whole number, 0 to turn it off", quote(value))
				}
				s.Judge.Tripwire = n
				return nil
			}},
	}
}

// share is a flag for a number from 0 to 1.
func share(name, fallback, usage string, at func(*rollout.Strategy) *float64) setting {
	return setting{name, "share", fallback, usage, func(s *rollout.Strategy, value string) error {
		v, err := Share(value)
		if err != nil {
			return fmt.Errorf("%s: %w", quote(value), err)
		}
		tried := Standard() // so that the complaint is about this flag alone
		*at(&tried) = v
		if err := tried.Judge.Validate(); err != nil {
			return fmt.Errorf("%s: %w", quote(value), err)
		}
		*at(s) = v
		return nil
	}}
}

// span is a flag for a time.
func span(name, fallback, usage string, set func(*rollout.Strategy, time.Duration)) setting {
	return setting{name, "time", fallback, usage, func(s *rollout.Strategy, value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d < time.Minute {
			return fmt.Errorf("%s: give a time of a minute or more, such as 90s or 10m", quote(value))
		}
		set(s, d)
		return nil
	}}
}
