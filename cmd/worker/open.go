package main

import (
	"context"
	"errors"
	"fmt"
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
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
)

// world is what a process is given.
type world struct {
	environ []string
	env     func(string) string
	random  io.Reader
	now     func() time.Time
	out     io.Writer // the log
}

// healthPatience is a little more than the longest time-out of a health check that
// slipway.yaml can ask for.
const healthPatience = 65 * time.Second

// plan is what a process is to be, once everything it was told has been checked.
type plan struct {
	world
	settings settings.Settings
	aws      aws.Config
	patient  aws.Config // for health checks, which may take a minute
	config   config.Config
	policy   commands.Policy
	secrets  secrets.Ref
	ids      *ids.Maker
	log      *slog.Logger
}

// open wires the function that the environment names. The error has everything
// that is wrong with what it says.
func open(ctx context.Context, w world) (any, error) {
	p, err := read(w)
	if err != nil {
		return nil, err
	}
	if p.settings.Function == settings.Ticker {
		return p.ticker()
	}
	return p.worker(ctx)
}

// read checks everything that the process was told, and calls nobody.
func read(w world) (plan, error) {
	p := plan{world: w}
	var problems []error
	check := func(err error) bool {
		problems = append(problems, err)
		return err == nil
	}
	var err error
	p.settings, err = settings.Read(w.environ, settings.Worker, settings.Ticker)
	check(err)
	p.log = logs.New(w.out, p.settings.Level, string(p.settings.Function))
	p.aws, err = session.New(w.env, session.Options{Log: p.log, Now: w.now})
	if check(err) {
		p.patient, err = session.New(w.env, session.Options{Log: p.log, Now: w.now, Patience: healthPatience})
		check(err)
	}
	if p.settings.Secrets != "" {
		p.secrets, err = secrets.Parse(p.settings.Secrets)
		check(err)
	}
	if p.settings.Config != "" {
		p.config, err = p.settings.ReadConfig()
		if check(err) {
			check(p.artifacts())
			p.policy, err = policy.From(p.config)
			check(err)
		}
	}
	p.ids, err = ids.New(w.random)
	check(err)
	return p, errors.Join(problems...)
}

// artifacts misses those that only the sandbox can do without.
func (p *plan) artifacts() error {
	var missing []error
	for _, s := range p.config.Services {
		if s.Artifact == (config.Artifact{}) {
			missing = append(missing, fmt.Errorf("%s: services.%s.artifact is missing: where are the images of %s?", p.settings.Config, s.Name, s.Name))
		}
	}
	return errors.Join(missing...)
}
