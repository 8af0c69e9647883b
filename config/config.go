// Package config reads slipway.yaml: who may do what, the services, and how
// each environment ships. The file is read strictly: whatever is unknown,
// missing, given twice or out of range is reported, all at once and with its
// line, and then there is no configuration at all.
//
// The keys are declared once, as fields; reading, defaults and the page that
// documents them are made from these.
package config

import "time"

// Config is a configuration that has been checked.
type Config struct {
	Version      int // of the file's form; always 1
	Slack        Slack
	GitHub       *GitHub    // nil: no code host is spoken to
	Alarms       *Alarms    // nil: nobody is listened to
	PagerDuty    *PagerDuty // nil: nobody is paged
	Summary      *Summary   // nil: nothing is told by itself
	Roles        []Role
	Services     []Service     // in the file's order
	Environments []Environment // in the order in which a release passes them
}

// Slack says which workspace the bot serves. All are Slack's own ids.
type Slack struct {
	Team    string
	App     string
	Channel string // for notices that belong to no service
	URL     string // address of the front, for links; empty for none
}

// Role is a set of people.
type Role struct {
	Name  string
	Users []string // Slack's user ids
}

// Service is what a team calls its thing.
type Service struct {
	Name       string
	Channel    string        // Slack's id of the channel that its messages go to
	Repository string        // on GitHub, as owner/name
	Branch     string        // its main branch
	Build      *Build        // nil: what has no artifact is built by somebody else
	Watched    []string      // patterns of paths; what changes below them is flagged
	Artifact   Artifact      // where its builds are; zero when the file does not say
	SlowCall   time.Duration // a call that takes longer counts as slow
	Health     Health
	Smoke      []Smoke
	// Functions has one for every environment, in their order.
	Functions []Function
	Pages     []Page       // where what was deployed is seen, if anywhere
	Alarms    []AlarmNames // which alarms are about it, whatever their dimensions and tags say
	Runbook   string       // address of what to do when they are red; may be empty
	Drill     string       // a ref whose build is known to be bad; empty for none
}

// Function is the Lambda function of a service in an environment.
type Function struct {
	Environment string
	Name        string
}

// Page is where a service is seen in an environment.
type Page struct {
	Environment string
	URL         string
}

// Health is the call that a new version has to answer before it gets traffic, and
// the synthetic calls to one that an inconclusive step is probed with.
type Health struct {
	Payload string        // JSON
	Probe   string        // JSON of a synthetic call; empty: the payload and the smoke tests in turn
	Timeout time.Duration // of each answer
}

// Smoke is an endpoint that a new version has to serve before it gets traffic.
type Smoke struct {
	Path         string
	Status       int      // the HTTP status that it must answer
	Environments []string // where it is tried; empty for everywhere
}

// Environment says how a release is shipped to one stage.
type Environment struct {
	Name     string
	Deploy   []string // the roles that may deploy, steer and roll back
	After    string   // the environment that a release has to come through first; empty for none
	Confirm  bool     // a deploy is shown first, and done when it is confirmed
	Demands  Demands  // on the commit
	Strategy Strategy
	Judge    Judge
	Weighted string // what a deploy does where live is split already: Refuse or Adopt
	// MaxCommits is the most that one deploy may ship; 0 for any number.
	MaxCommits int
	Workflows  bool // runs of workflows may deploy here too
	// KeepVersions is how many of a function's newest versions are never deleted.
	KeepVersions int
	// Provisioned is the provisioned concurrency of each version with traffic; 0
	// for none.
	Provisioned int
	// HealthTimeout replaces the services' own here; zero leaves it to them.
	HealthTimeout time.Duration
	OnAlarm       OnAlarm
	// Account is where its targets are; nil for the bot's own.
	Account *Account
	// Drill is how long after its first traffic a drill has to be taken back; zero for no
	// drills here.
	Drill time.Duration
}

// What a deploy does where the alias live is split, and not by a rollout.
const (
	Refuse = "refuse" // until whoever split it has finished
	Adopt  = "adopt"  // put all of it on the alias's main version first
)

// What the judge's verdict is worth.
const (
	Enforce = "enforce"
	Shadow  = "shadow" // it is told, and takes nothing back
)

// Judge holds the limits by which a new version is judged. Rates and chances
// are 0 to 1.
type Judge struct {
	Mode          string  // Enforce or Shadow
	ErrorRateMax  float64 // the error rate that a service promises to stay below
	SlowRateMax   float64 // the same for slow calls
	FalseRollback float64 // accepted chance of taking a good version back
	FalsePromote  float64 // accepted chance of promoting a bad version
	// SettleCap is how long after its end a minute is judged at the earliest. One
	// without a single datapoint is read again for three more minutes.
	SettleCap    time.Duration
	Tripwire     Tripwire
	MetricErrors int // unreadable readings in a row before the rollout holds and asks
}

// Tripwire fails a rollout at once.
type Tripwire struct {
	// Errors is how many of them in one minute, beyond what is expected, are
	// too many; 0 turns the wire off.
	Errors int
	// Literal takes the number as it is, whatever the traffic. At volume that
	// rolls good versions back.
	Literal bool
}

// Read reads a configuration. The name is the file's, for messages. The error
// is of type Problems.
func Read(name string, data []byte) (Config, error) {
	r := &reader{file: name, positions: map[string]position{}}
	var c Config
	if root, ok := r.parse(data); ok {
		rootShape().read(r, root, &c)
		r.check(&c)
	}
	if len(r.problems) > 0 {
		return Config{}, r.sorted()
	}
	c.complete()
	return c, nil
}

// complete fills in what depends on the names of other sections.
func (c *Config) complete() {
	if s := c.Summary; s != nil && s.Channels == nil {
		s.Channels = []string{c.Slack.Channel}
	}
	if s := c.Summary; s != nil && s.Production == nil {
		s.Production = []string{c.Environments[len(c.Environments)-1].Name}
	}
	for i := range c.Services {
		s := &c.Services[i]
		if s.Build != nil && s.Build.Ref == "" {
			s.Build.Ref = s.Branch
		}
		all := make([]Function, len(c.Environments))
		for j, e := range c.Environments {
			all[j] = Function{Environment: e.Name, Name: s.Function(e.Name)}
		}
		s.Functions = all
	}
}
