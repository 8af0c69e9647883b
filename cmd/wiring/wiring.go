// Package wiring makes the commands out of what a process on AWS is told: its
// environment, and slipway.yaml. Whoever answers to people or to a schedule with
// them is a command of its own.
package wiring

import (
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/aws/session"
	"github.com/slipway-dev/slipway/cmd/ids"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
)

// World is what a process is given.
type World struct {
	Environ []string
	Env     func(string) string
	Random  io.Reader
	Now     func() time.Time
	Out     io.Writer // the log
}

// healthPatience is a little more than the longest time-out of a health check that
// slipway.yaml can ask for.
const healthPatience = 65 * time.Second

// Plan is what a process is to be, once everything it was told has been checked.
type Plan struct {
	World
	Settings settings.Settings
	Config   config.Config
	AWS      aws.Config
	Secrets  secrets.Ref // where they are; zero when the process needs none
	Log      *slog.Logger
	Meter    *metrics.Meter // nil: nothing is counted
	Traces   *spans.Tracer  // nil: nothing is traced

	patient aws.Config // for health checks, which may take a minute
	home    place
	places  map[string]place // of environments in other accounts
	policy  commands.Policy
	ids     *ids.Maker
	alarms  struct { // nil where alarms are not this process's to hear
		Monitor commands.Monitor
		Logs    commands.Logs
		Pager   commands.Pager
		Topic   commands.Topic
	}
}

// Read checks everything that a process was told that can be one of these, and
// calls nobody. The error has everything that is wrong.
func Read(w World, can ...settings.Function) (Plan, error) {
	w.Out = logs.Lines(w.Out)
	p := Plan{World: w}
	var problems []error
	check := func(err error) bool {
		problems = append(problems, err)
		return err == nil
	}
	var err error
	p.Settings, err = settings.Read(w.Environ, can...)
	check(err)
	p.Log = logs.New(w.Out, p.Settings.Level, string(p.Settings.Function))
	check(p.measured())
	p.AWS, err = session.New(w.Env, session.Options{Log: p.Log, Now: w.Now, Trace: p.Traces.AWS()})
	if check(err) {
		p.patient, err = session.New(w.Env, session.Options{Log: p.Log, Now: w.Now, Patience: healthPatience, Trace: p.Traces.AWS()})
		check(err)
	}
	if p.Settings.Secrets != "" {
		p.Secrets, err = secrets.Parse(p.Settings.Secrets)
		check(err)
	}
	if p.Settings.Config != "" {
		p.Config, err = p.Settings.ReadConfig()
		if check(err) {
			check(p.Config.WithoutArtifacts(p.Settings.Config))
			check(p.topic())
			p.policy, err = policy.From(p.Config)
			check(err)
			p.listen()
		}
	}
	p.settle()
	p.ids, err = ids.New(w.Random)
	check(err)
	return p, errors.Join(problems...)
}

// Clock is the time that rollouts live by.
func (p Plan) Clock() time.Time { return p.Settings.Clock.At(p.Now()) }

// NewRef is a new reference by which people and the log speak of one failure.
func (p Plan) NewRef() string { return p.ids.Ref() }

// newID is a new rollout's id.
func (p Plan) newID() string { return p.ids.At(p.Clock()) }
