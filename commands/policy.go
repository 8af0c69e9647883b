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
	Alarms       AlarmSources        // who is listened to; without accounts nobody is
	Announces    bool                // there is a topic that hears what was taken back
	Channel      string              // where notices go whose service has none
	Address      string              // of the front, without a slash at its end, for links to rollouts and incidents; empty: there are none
	Summary      Summary
}

// Summary says where and by which clock it is told what was shipped.
type Summary struct {
	Zone       *time.Location // whose midnights part the days; nil: UTC
	At         time.Duration  // after midnight, by the clock on the wall, when it is told
	Channels   []string       // Slack channel ids; empty: it is told when somebody asks for it
	Production []string       // the environments that count as production; empty: the last one
}

// Service is one thing that is deployed.
type Service struct {
	Name       string
	Channel    string        // Slack channel id
	SlowCall   time.Duration // a call that takes longer counts as slow
	Repository string        // on the code host, as owner/name; empty when no code host is spoken to
	Branch     string        // its main branch
	Builds     bool          // a workflow builds what has no image
	Drill      string        // a ref whose build is known to be bad, for drills; empty: there is none
	Runbook    string        // address of what to do when its alarms are red; empty when there is none
	Alarms     []AlarmMap    // which alarms are about it, where neither their dimensions nor their tags say so
	Functions  []Function    // the Lambda functions of its environments, by which dimensions of an alarm are known
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
	Drill      time.Duration   // a drill has to be taken back so long after its first traffic; 0: no drills here
	OnAlarm    OnAlarm         // what an alarm does
	Workflows  bool            // runs of workflows may deploy here; who may run them is the code host's and IAM's to say
}

// OnAlarm is what an alarm does in an environment, beside the thread.
type OnAlarm struct {
	RollBack bool          // a suspect that the evidence is against is taken back by itself
	Suspect  time.Duration // how long after it had all of the traffic a version is a suspect
	Page     bool          // whoever is on call is paged
	Events   []string      // of the incident that a workflow hears of: EventAlarm, EventBack
}

// The events that a workflow can hear of.
const (
	EventAlarm = "alarm"       // an incident began
	EventBack  = "rolled_back" // its suspect was taken back
)

// AlarmMap says which alarms are about a service in an environment.
type AlarmMap struct {
	Environment string
	Names       []string // of alarms, with * for any characters
}

// Function is the name of the Lambda function of a service in an environment.
type Function struct {
	Environment string
	Name        string
}

// AlarmSources are where alarms may come from. Others are not listened to.
type AlarmSources struct {
	Accounts []string
	Regions  []string // empty: any
	Topics   []string // ARNs of SNS topics; of EventBridge and of alarms that call us, account and region count
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

// link leads to a rollout or an incident, for whoever is not in Slack; empty where nobody
// knows our address.
func (p Policy) link(id string) string {
	if p.Address == "" {
		return ""
	}
	return p.Address + "/see/" + id
}

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
