package wiring

import (
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/cmd/bill"
	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
)

func TestAFunctionCountsTheFailuresOfProductionAndKnowsWhatItCosts(t *testing.T) {
	p := plan(t, world(t, newOutside(t), withGitHub(), map[string]string{"SLIPWAY_SWITCHES": "waf,image"}))
	host, err := p.CodeHost(secrets.GitHub{Token: secrets.NewSecret("ghp_x")})
	if err != nil {
		t.Fatal(err)
	}
	c := p.Parts(nil, host).Commands
	last := p.Config.Environments[len(p.Config.Environments)-1].Name
	if s, ok := c.Store.(counted.Store); !ok || s.Meter == nil || !slices.Equal(s.Production, []string{last}) {
		t.Errorf("the store is %+v", c.Store)
	}
	if s, ok := c.Spending.(bill.Spending); !ok || s.Region != p.AWS.Region || !slices.Equal(s.Switches, []string{"waf", "image"}) {
		t.Errorf("the spending is %+v", c.Spending)
	}
}
