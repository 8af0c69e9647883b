package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// mostServices is how many services one menu of Slack's can offer.
const mostServices = 100

// FormShown is what the form to deploy has to offer somebody.
type FormShown struct {
	Services     []string       // that may be chosen, in the configuration's order; at most 100
	More         int            // how many services do not fit, and have to be typed
	Environments []string       // to which they may deploy; never empty
	Service      string         // the chosen one; empty while none is
	Live         []TargetStatus // of the chosen service, in every environment
}

// Form is what the form to deploy has to offer whoever asks, with what is live of a
// service if one is named. It only reads: two calls, and at most five for each
// environment. Whoever may deploy nowhere is refused, and hears who may.
func (c *Commands) Form(ctx context.Context, q Request, service string) (FormShown, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return FormShown{}, err
	}
	out := FormShown{Service: service}
	var others []string
	for _, r := range c.rights(p) {
		if r.Has(DeployTo) {
			out.Environments = append(out.Environments, r.Environment)
		}
		others = append(others, fmt.Sprintf("%s is for: %s", r.Environment, strings.Join(r.For, ", ")))
	}
	if len(out.Environments) == 0 {
		return FormShown{}, rollout.Refuse("not_allowed", "You may not deploy anywhere.",
			fmt.Sprintf("In slipway.yaml, %s. Ask one of them.", strings.Join(others, "; ")))
	}
	for _, s := range c.Policy.Services {
		out.Services = append(out.Services, s.Name)
	}
	if out.More = max(0, len(out.Services)-mostServices); out.More > 0 {
		out.Services = out.Services[:mostServices]
	}
	if service == "" {
		return out, nil
	}
	if refusal := c.known(rollout.Target{Service: service, Environment: out.Environments[0]}); refusal != nil {
		return FormShown{}, refusal
	}
	out.Live = c.statuses(ctx, c.Policy.targets(rollout.Target{Service: service}))
	return out, nil
}
