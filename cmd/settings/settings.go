// Package settings reads what a Lambda function is told by its environment.
//
// It is read strictly: what is missing, malformed or unknown is reported all at
// once, and then nothing starts. No value of a secret is ever in the environment's
// own variables but with `env:`, which is for trying things out.
package settings

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/cmd/clock"
)

// Function is what a process is there for.
type Function string

// The functions.
const (
	Front  Function = "front"  // answers Slack
	Worker Function = "worker" // does what people asked for
	Ticker Function = "ticker" // moves rollouts on

	// Release is no function, but `slipway release` in a run of a workflow.
	Release Function = "release"
)

// Settings are what the environment says. What a function does not need is empty.
type Settings struct {
	Function     Function
	Config       string // file name of slipway.yaml
	Table        string // name of the DynamoDB table
	QueueURL     string // of the FIFO queue of jobs
	UrgentURL    string // of the FIFO queue of rollbacks; QueueURL when there is none
	DeadURL      string // of the FIFO queue of messages that were given up; empty when nobody is told
	StateMachine string // ARN
	Topic        string // ARN of the SNS topic for what people must hear although chat is away; empty when there is none
	Secrets      string // where they are; see package aws/secrets
	Level        slog.Level
	Rate         float64     // calls a second to Lambda's control plane, of one process
	Traces       Traces      // where spans go; worker and ticker only
	Switches     []string    // of what costs something, what is turned on; nil: nobody says
	Slack        string      // origin of a stand-in for Slack on this machine; empty for Slack itself
	GitHub       string      // address of a stand-in for GitHub's API on this machine; empty for GitHub itself
	Clock        clock.Clock // real time, but in tests
}

// Problems are all that is wrong with an environment.
type Problems []string

// Error has one line for each problem.
func (p Problems) Error() string { return strings.Join(p, "\n") }

// Read reads the variables that begin with SLIPWAY_, for a binary that can be one
// of the functions. The first of them is meant when there is only one. The error is
// of type Problems; what is not wrong is in the settings nevertheless, so that it
// can be checked further and everything be reported at once.
func Read(environ []string, can ...Function) (Settings, error) {
	given := map[string]string{}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		given[name] = value
	}
	r := reader{given: given}
	s := Settings{Level: slog.LevelInfo, Rate: 2, Clock: clock.Real()}
	s.Function = r.function(can)
	for _, v := range Variables() {
		value, there := given[v.Name]
		switch {
		case value != "":
			if err := v.set(&s, value); err != nil {
				r.complain("%s: %v", v.Name, err)
			}
		case v.neededBy(s.Function, can):
			r.complain("%s is missing: %s", v.Name, v.Meaning)
		case there && !v.MayBeEmpty:
			r.complain("%s is empty; leave it out, or say what it is: %s", v.Name, v.Meaning)
		}
	}
	r.unknown()
	r.safe(s)
	if s.UrgentURL == "" {
		s.UrgentURL = s.QueueURL
	}
	if len(r.problems) > 0 {
		return s, r.problems
	}
	return s, nil
}

type reader struct {
	given    map[string]string
	problems Problems
}

func (r *reader) complain(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

// function is which one the process is. It is never guessed from what it is sent.
func (r *reader) function(can []Function) Function {
	said := Function(r.given[functionVariable])
	switch {
	case slices.Contains(can, said):
		return said
	case said == "" && len(can) == 1:
		return can[0]
	case said == "":
		r.complain("%s is missing: one of %s", functionVariable, list(can))
	default:
		r.complain("%s: %q is none of %s", functionVariable, said, list(can))
	}
	return ""
}

func list(all []Function) string {
	words := make([]string, len(all))
	for i, f := range all {
		words[i] = string(f)
	}
	return strings.Join(words, ", ")
}

// unknown reports variables of ours that nobody reads: most likely a typo in one
// that somebody relies on.
func (r *reader) unknown() {
	known := []string{functionVariable}
	for _, v := range Variables() {
		known = append(known, v.Name)
	}
	var found []string
	for name := range r.given {
		if strings.HasPrefix(name, "SLIPWAY_") && !slices.Contains(known, name) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	for _, name := range found {
		r.complain("%s is not known; there are %s", name, strings.Join(known, ", "))
	}
}

// safe refuses what is for tests wherever AWS is real: a clock that runs fast
// would judge minutes that have not been, and a stand-in gets the token.
func (r *reader) safe(s Settings) {
	if s.Clock.IsReal() && s.Slack == "" && s.GitHub == "" {
		return
	}
	if err := loopback(r.given["AWS_ENDPOINT_URL"]); err != nil {
		r.complain("SLIPWAY_CLOCK, SLIPWAY_SLACK_URL and SLIPWAY_GITHUB_URL are for tests; they need an AWS_ENDPOINT_URL on this machine: %v", err)
	}
}

// loopback says that an address is on this machine.
func loopback(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Host == "" {
		return errors.New("it has to be of the form http://127.0.0.1:1234")
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err != nil || !ip.IsLoopback() {
		return errors.New("its host has to be a loopback address")
	}
	return nil
}
