package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// mostOptions is how many options one menu of Slack's can offer.
	mostOptions = 100
	// mostLive is in how many environments the form shows what is live. Each takes
	// two calls of the fifteen a second that an account has for all that it does.
	mostLive = 10
)

// Filled is what stands in the form so far.
type Filled struct {
	Service     string
	Environment string
	Version     string // full SHA of the commit that was chosen
	Ref         string // what was typed; it counts in place of the version
	Strategy    string // empty for the environment's own
}

// Wanted is what would be shipped, as grammar.Plan describes a ref; empty while nothing
// was chosen.
func (f Filled) Wanted() string { return cmp.Or(f.Ref, f.Version) }

// FormShown is what the form to deploy has to offer somebody.
type FormShown struct {
	Filled
	Person           Person
	Services         []string // that may be chosen, in the configuration's order, after the chosen one if that would not fit; at most 100
	More             int      // how many services do not fit, and have to be typed
	Environments     []string // to which they may deploy; never empty, at most 100
	MoreEnvironments int      // how many of those do not fit

	Now      time.Time        // real time, when it is shown
	Listed   bool             // somebody has looked at what there is to choose from:
	Before   string           // the environment before the chosen one; empty when there is none
	Verified []rollout.Commit // that went all the way there, the newest first, by when they did
	Newest   []rollout.Commit // of the service's main branch, the newest first
	Unlisted string           // why nobody knows those; empty when somebody does; untrusted
	Looked   bool             // somebody has looked at what a deploy would do:
	Plan     *Planned         // that, and every gate; it cannot be confirmed
	Unknown  *rollout.Refusal // why there is no plan; nil when there is one, or something is still to be chosen
	Live     []TargetStatus   // of the chosen service, in at most ten environments, where there is no plan
	MoreLive int              // in how many environments nobody has looked
}

// Form is what the form to deploy has to offer whoever asks, with what stands in it. It
// looks up who that is, and nothing else. Whoever may deploy nowhere is refused, and
// hears who may.
func (c *Commands) Form(ctx context.Context, q Request, filled Filled) (FormShown, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return FormShown{}, err
	}
	if len(c.Policy.Services) == 0 {
		return FormShown{}, rollout.Refuse("no_service", "There is no service to deploy yet.", "Add one to slipway.yaml, below `services`.")
	}
	out := FormShown{Person: p, Filled: filled, Now: c.Real()}
	if out.Environments, err = c.deployable(p); err != nil {
		return FormShown{}, err
	}
	if len(out.Environments) == 1 { // then the form begins with it
		out.Environment = out.Environments[0]
	}
	if out.Service != "" {
		where := rollout.Target{Service: out.Service, Environment: cmp.Or(out.Environment, out.Environments[0])}
		if refusal := c.known(where); refusal != nil {
			return FormShown{}, refusal
		}
	}
	for _, s := range c.Policy.Services {
		out.Services = append(out.Services, s.Name)
	}
	if i := slices.Index(out.Services, out.Service); i >= mostOptions {
		out.Services = slices.Insert(slices.Delete(out.Services, i, i+1), 0, out.Service)
	}
	out.Services, out.More = firstOf(out.Services, mostOptions)
	out.Environments, out.MoreEnvironments = firstOf(out.Environments, mostOptions)
	return out, nil
}

// deployable are the environments that somebody may deploy to, of which there has to be one.
func (c *Commands) deployable(p Person) (out []string, err error) {
	var others []string
	for _, r := range c.rights(p) {
		if r.Has(DeployTo) {
			out = append(out, r.Environment)
		}
		others = append(others, fmt.Sprintf("%s is for: %s", r.Environment, strings.Join(r.For, ", ")))
	}
	if len(out) == 0 {
		return nil, rollout.Refuse("not_allowed", "You may not deploy anywhere.",
			fmt.Sprintf("In slipway.yaml, %s. Ask one of them.", strings.Join(others, "; ")))
	}
	return out, nil
}

// FormLooked is the form with the next thing that there is to look up, and whether there
// is another one: first what there is to choose from, then what a deploy would do and
// what is in its way, or else what is live. It writes nothing down: no proposal, and no
// refusal in the audit, since nobody has asked for anything yet. What cannot be looked up
// says so, and keeps nobody from deploying.
func (c *Commands) FormLooked(ctx context.Context, f FormShown) (next FormShown, more bool) {
	switch {
	case f.Service == "":
		return f, false
	case !f.Listed:
		return c.formListed(ctx, f), true
	}
	f.Looked = true
	if f.Plan, f.Unknown = c.considered(ctx, f); f.Plan == nil {
		f.Live, f.MoreLive = c.formLive(ctx, f)
	}
	return f, false
}

// formLive is what is live of a service in the chosen environment, or in some of all: at
// most five calls for each.
func (c *Commands) formLive(ctx context.Context, f FormShown) (live []TargetStatus, more int) {
	where := rollout.Target{Service: f.Service, Environment: f.Environment}
	targets, more := firstOf(c.Policy.targets(where), mostLive)
	return c.statusesOf(ctx, targets), more
}

// firstOf is the beginning of a list, and how many it leaves out.
func firstOf[T any](list []T, most int) ([]T, int) {
	n := min(len(list), most)
	return list[:n:n], len(list) - n
}
