package wiring

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/slipway-dev/slipway/aws/notify"
	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/pagerduty"
	"github.com/slipway-dev/slipway/rollout"
)

// Hearing is the plan of a process that alarms are sent to: it can look into them, and
// tell whoever is on call, with PagerDuty's key. No call is made yet.
func (p Plan) Hearing(pager secrets.Secret) Plan {
	p.alarms.Monitor, p.alarms.Logs = p.monitors(), p.reach(nil)
	if p.Config.PagerDuty != nil {
		p.alarms.Pager = pagerduty.New(pagerduty.Options{Key: pager.Reveal, URL: p.Config.PagerDuty.URL})
	}
	if p.Settings.Topic != "" {
		p.alarms.Topic = notify.New(sns.NewFromConfig(p.AWS), p.Settings.Topic)
	}
	return p
}

// listen has a policy that names no region hear the alarms of the process's own. A function
// of another region may have the same name as one of ours, and be another target.
func (p *Plan) listen() {
	if from := &p.policy.Alarms; len(from.Accounts) > 0 && len(from.Regions) == 0 {
		from.Regions = []string{p.AWS.Region}
	}
}

// account is the one that the process is in, as the ARN of its state machine says.
func (p Plan) account() string {
	return accountOf(p.Settings.StateMachine)
}

// logGroup is where a target's function writes, unless somebody told it otherwise.
func (p Plan) logGroup(t rollout.Target) string { return "/aws/lambda/" + p.function(t) }

// topic misses the one that the policy speaks of.
func (p *Plan) topic() error {
	if p.Settings.Function == settings.Worker && p.Config.Alarms != nil && p.Config.Alarms.Announce && p.Settings.Topic == "" {
		return fmt.Errorf("SLIPWAY_TOPIC is missing: %s says `alarms: { announce: true }`", p.Settings.Config)
	}
	return nil
}
