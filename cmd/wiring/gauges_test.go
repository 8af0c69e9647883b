package wiring

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

func TestADashboardHasItsPricesAndItsPlaceInCloudWatch(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	d := p.Parts(nil, CodeHost{}).Commands.Deps
	want := "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/checkout-prod"
	if got := d.Console(rollout.Target{Service: "checkout", Environment: "prod"}); got != want {
		t.Errorf("%s; want %s", got, want)
	}
	if d.Prices.Region != "us-east-1" || d.Prices.Request == 0 || d.Prices.Read == "" {
		t.Errorf("%+v", d.Prices)
	}
}
