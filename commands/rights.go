package commands

import (
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// Rights are what somebody may do in an environment.
type Rights struct {
	Environment string
	May         []Action // what needs a right, in a fixed order; looking does not
	For         []string // the roles that may do it
}

// Has says whether an action is among the rights.
func (r Rights) Has(a Action) bool { return slices.Contains(r.May, a) }

// rights are what somebody may do in each environment, by Authorize. Rights do not
// depend on the service, so that any one of them stands for all.
func (c *Commands) rights(p Person) []Rights {
	out := make([]Rights, 0, len(c.Policy.Environments))
	for _, e := range c.Policy.Environments {
		r := Rights{Environment: e.Name, For: e.Deploy}
		for _, s := range c.Policy.Services[:min(1, len(c.Policy.Services))] {
			for _, a := range []Action{DeployTo, Control, RollBack, LockIt} {
				if c.Authorize(p, a, rollout.Target{Service: s.Name, Environment: e.Name}) == nil {
					r.May = append(r.May, a)
				}
			}
		}
		out = append(out, r)
	}
	return out
}
