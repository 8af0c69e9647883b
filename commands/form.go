package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// mostOptions is how many options one menu of Slack's can offer.
	mostOptions = 100
	// mostLive is in how many environments the form shows what is live. Each takes
	// two calls of the fifteen a second that an account has for all that it does.
	mostLive = 10
)

// FormShown is what the form to deploy has to offer somebody.
type FormShown struct {
	Services         []string       // that may be chosen, in the configuration's order, after the chosen one if that would not fit; at most 100
	More             int            // how many services do not fit, and have to be typed
	Environments     []string       // to which they may deploy; never empty, at most 100
	MoreEnvironments int            // how many of those do not fit
	Service          string         // the chosen one; empty while none is
	Live             []TargetStatus // of the chosen service, in at most ten environments; nil while nobody has looked
	MoreLive         int            // in how many environments nobody has looked
}

// Form is what the form to deploy has to offer whoever asks, with a service chosen
// if one is named. It looks up who that is, and nothing else. Whoever may deploy
// nowhere is refused, and hears who may.
func (c *Commands) Form(ctx context.Context, q Request, service string) (FormShown, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return FormShown{}, err
	}
	if len(c.Policy.Services) == 0 {
		return FormShown{}, rollout.Refuse("no_service", "There is no service to deploy yet.", "Add one to slipway.yaml, below `services`.")
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
	if service != "" {
		if refusal := c.known(rollout.Target{Service: service, Environment: out.Environments[0]}); refusal != nil {
			return FormShown{}, refusal
		}
	}
	for _, s := range c.Policy.Services {
		out.Services = append(out.Services, s.Name)
	}
	if i := slices.Index(out.Services, service); i >= mostOptions {
		out.Services = slices.Insert(slices.Delete(out.Services, i, i+1), 0, service)
	}
	out.Services, out.More = firstOf(out.Services, mostOptions)
	out.Environments, out.MoreEnvironments = firstOf(out.Environments, mostOptions)
	return out, nil
}

// FormLive is the form with what is live of its service: at most five calls for each
// of ten environments.
func (c *Commands) FormLive(ctx context.Context, f FormShown) FormShown {
	if f.Service == "" {
		return f
	}
	var targets []rollout.Target
	targets, f.MoreLive = firstOf(c.Policy.targets(rollout.Target{Service: f.Service}), mostLive)
	f.Live = c.statuses(ctx, targets, c.statusOf)
	return f
}

// firstOf is the beginning of a list, and how many it leaves out.
func firstOf[T any](list []T, most int) ([]T, int) {
	n := min(len(list), most)
	return list[:n:n], len(list) - n
}
