// Package policy turns a checked configuration into what the commands work with.
package policy

import (
	"strings"

	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Read is the policy that the text of a slipway.yaml says. Complaints name file and line.
func Read(name string, body []byte) (commands.Policy, error) {
	c, err := config.Read(name, body)
	if err != nil {
		return commands.Policy{}, err
	}
	return From(c)
}

// From makes the policy; an error names every strategy that cannot work, or the time zone
// whose rules this binary does not have.
func From(c config.Config) (commands.Policy, error) {
	told, err := summary(c)
	if err != nil {
		return commands.Policy{}, err
	}
	p := commands.Policy{
		Channel: c.Slack.Channel, Address: strings.TrimRight(c.Slack.URL, "/"), Roles: map[string][]string{},
		Alarms: sources(c.Alarms), Announces: c.Alarms != nil && c.Alarms.Announce,
		Summary: told,
	}
	for _, r := range c.Roles {
		p.Roles[r.Name] = r.Users
	}
	for _, s := range c.Services {
		p.Services = append(p.Services, service(c, s))
	}
	for _, e := range c.Environments {
		p.Environments = append(p.Environments, commands.Environment{
			Name: e.Name, Deploy: e.Deploy, Strategy: strategy(e), Canary: steps(e.Strategy.Steps),
			Adopt: e.Weighted == config.Adopt, Keep: e.KeepVersions,
			After: e.After, Confirm: e.Confirm, MaxCommits: e.MaxCommits, Workflows: e.Workflows, Demands: demands(e.Demands),
			OnAlarm: onAlarm(e.OnAlarm), Drill: e.Drill,
		})
	}
	return p, p.Validate()
}

// service has a repository only where somebody can be asked about it.
func service(c config.Config, s config.Service) commands.Service {
	out := commands.Service{
		Name: s.Name, Channel: s.Channel, SlowCall: s.SlowCall, Branch: s.Branch, Builds: s.Build != nil, Watched: s.Watched,
		Drill: s.Drill, Runbook: s.Runbook, Alarms: alarmMaps(s.Alarms), Functions: functions(s.Functions),
	}
	if c.GitHub != nil {
		out.Repository = s.Repository
	}
	return out
}

func demands(d config.Demands) rollout.Demands {
	return rollout.Demands{Checks: d.Required, Protected: d.Protected, Reviews: d.Reviews, Branches: d.Branches, Signed: d.Signed}
}

func strategy(e config.Environment) rollout.Strategy {
	s := rollout.Strategy{
		Kind:         rollout.StrategyKind(e.Strategy.Kind),
		MaxHold:      e.Strategy.MaxHold,
		Watch:        e.Strategy.Watch,
		Inconclusive: rollout.Choice(e.Strategy.Inconclusive),
		Probes:       e.Strategy.Probes,
		PauseLimit:   e.Strategy.PauseLimit,
		Settle:       e.Judge.SettleCap,
		MetricErrors: e.Judge.MetricErrors,
		Judge:        params(e.Judge),
		Shadow:       e.Judge.Mode == config.Shadow,
	}
	if s.Kind == rollout.Canary {
		s.Steps = steps(e.Strategy.Steps)
	}
	return s
}

func steps(from []config.Step) []rollout.Step {
	out := make([]rollout.Step, 0, len(from))
	for _, s := range from {
		out = append(out, rollout.Step{Weight: s.Weight, Hold: max(s.Hold, time.Minute)})
	}
	return out
}

func params(j config.Judge) judge.Params {
	p := judge.Default()
	p.ErrorRateMax, p.SlowRateMax = j.ErrorRateMax, j.SlowRateMax
	p.FalseRollback, p.FalsePromote = j.FalseRollback, j.FalsePromote
	p.Tripwire = j.Tripwire.Errors
	if j.Tripwire.Literal {
		p.Literal = j.Tripwire.Errors
	}
	return p
}
