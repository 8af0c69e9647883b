package commands

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Policy is what slipway.yaml says, as far as commands need it.
type Policy struct {
	Services     []Service
	Environments []Environment       // in order: the first is deployed first
	Roles        map[string][]string // role → Slack user ids
	Channel      string              // where notices go whose service has none
}

// Service is one thing that is deployed.
type Service struct {
	Name       string
	Channel    string        // Slack channel id
	SlowCall   time.Duration // a call that takes longer counts as slow
	Repository string        // on the code host, as owner/name; empty when no code host is spoken to
	Branch     string        // its main branch
	Builds     bool          // a workflow builds what has no image
	Watched    []string      // patterns of paths, with ** for any folders; what changes below them is flagged
}

// Environment is one place it is deployed to.
type Environment struct {
	Name       string
	Strategy   rollout.Strategy
	Canary     []rollout.Step  // for whoever asks for a canary once, where Strategy is another kind
	Deploy     []string        // roles that may change what runs there
	Adopt      bool            // a deploy takes over an alias that somebody has split, and ends the split; else it is refused
	Keep       int             // how many of a function's newest versions are never deleted; 0: all
	After      string          // environment that a release must have been shipped to before; empty: none
	Confirm    bool            // a deploy is shown first, and done when whoever asked confirms it
	MaxCommits int             // most commits that one deploy may ship; 0: any number
	Demands    rollout.Demands // on the commit
	Workflows  bool            // runs of workflows may deploy here; who may run them is the code host's and IAM's to say
}

// Validate says everything that is wrong with the policy, or nil.
func (p Policy) Validate() error {
	var problems []error
	for _, e := range p.Environments {
		if err := e.Strategy.Validate(); err != nil {
			problems = append(problems, fmt.Errorf("environment %s: %w", e.Name, err))
		}
	}
	return errors.Join(problems...)
}

// environment finds an environment by name; the zero Environment when there is none.
func (p Policy) environment(name string) Environment {
	i := slices.IndexFunc(p.Environments, func(e Environment) bool { return e.Name == name })
	if i < 0 {
		return Environment{}
	}
	return p.Environments[i]
}

// service finds a service by name; the zero Service when there is none.
func (p Policy) service(name string) Service {
	i := slices.IndexFunc(p.Services, func(s Service) bool { return s.Name == name })
	if i < 0 {
		return Service{}
	}
	return p.Services[i]
}

// slowCall is what counts as a slow call of a service.
func (p Policy) slowCall(service string) time.Duration { return p.service(service).SlowCall }

// channelOf is where people hear of a service.
func (p Policy) channelOf(service string) string {
	if channel := p.service(service).Channel; channel != "" {
		return channel
	}
	return p.Channel
}

// targets lists the targets that match; empty parts mean all.
func (p Policy) targets(where rollout.Target) []rollout.Target {
	var out []rollout.Target
	for _, s := range p.Services {
		for _, e := range p.Environments {
			if (where.Service == "" || where.Service == s.Name) && (where.Environment == "" || where.Environment == e.Name) {
				out = append(out, rollout.Target{Service: s.Name, Environment: e.Name})
			}
		}
	}
	return out
}
