package account

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Logs are what the simulated functions have logged. Nothing keeps them: each call
// that failed has left a line, and which one follows from how its version behaves.
type Logs struct {
	Cloud *cloud.Account
	// Function names the Lambda function of a target.
	Function func(rollout.Target) string
}

// The lines of versions that fail. Of calls that fail each for itself, one in five
// says the second.
const (
	atStart = "Error: Cannot find module './config/region' (Runtime.ImportModuleError)"
	inCalls = "TypeError: Cannot read properties of undefined (reading 'total')"
	outside = "Error: connect ETIMEDOUT 10.0.3.17:5432"
)

// Failing gives the n failures that a version's log of From ≤ t < To speaks of most,
// the most frequent first. What a minute holds is there when it has ended.
func (l Logs) Failing(_ context.Context, t rollout.Target, v rollout.Version, from, to time.Time, n int) ([]rollout.Failing, error) {
	functions, err := l.Cloud.Functions(from)
	if err != nil {
		return nil, domain("read the logs", err)
	}
	var errors int
	var last time.Time
	var crash bool
	for _, f := range functions {
		if f.Latest.FunctionName != l.Function(t) {
			continue
		}
		for _, known := range f.Versions {
			crash = crash || known.Version == string(v) && known.Behaviour.Crash
		}
		for _, m := range f.Minutes {
			if m.Version == string(v) && m.Errors > 0 && m.At.Before(to) {
				errors, last = errors+int(m.Errors), m.At.Add(time.Minute-time.Second)
			}
		}
	}
	found := lines(errors, crash, last)
	return found[:min(max(0, n), len(found))], nil
}

// lines are what so many calls that failed have logged.
func lines(errors int, crash bool, last time.Time) []rollout.Failing {
	others := errors / 5
	all := []rollout.Failing{{Text: inCalls, Count: errors - others, Last: last}, {Text: outside, Count: others, Last: last}}
	switch {
	case errors == 0:
		return nil
	case crash:
		return []rollout.Failing{{Text: atStart, Count: errors, Last: last}}
	case others == 0:
		return all[:1]
	default:
		return all
	}
}
