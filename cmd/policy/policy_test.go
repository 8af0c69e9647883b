package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

const file = `version: 1
slack: {team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS}
roles:
  developer: [U0ANA, U0BEN]
  approver: [U0BEN]
services:
  checkout: {channel: C0CHECKOUT, repository: acme/checkout, slowCall: 700ms, functions: {prod: shop-checkout}}
  search: {channel: C0SEARCH, repository: acme/search}
environments:
  staging:
    deploy: [developer]
    strategy: {kind: blue-green, steps: [{weight: 20%, hold: 5m}], watch: 3m}
  prod:
    deploy: [approver]
    weighted: adopt
    keepVersions: 40
    strategy:
      kind: canary
      steps: [{weight: 10%, hold: 5m}, {weight: 50%, hold: 5m}]
      maxHold: 20m
      watch: 12m
      inconclusive: probe
      probes: 90
      pauseLimit: 2h
    judge: {errorRateMax: 3%, tripwire: {errors: 7, literal: true}, metricErrors: 4}
`

func read(t *testing.T) config.Config {
	t.Helper()
	c, err := config.Read("slipway.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAConfigurationBecomesThePolicyThatItSays(t *testing.T) {
	p, err := policy.From(read(t))
	if err != nil {
		t.Fatal(err)
	}
	if p.Channel != "C0DEPLOYS" || !cmp.Equal(p.Roles, map[string][]string{"developer": {"U0ANA", "U0BEN"}, "approver": {"U0BEN"}}) {
		t.Errorf("%+v", p)
	}
	functions := []commands.Function{{Environment: "staging", Name: "checkout-staging"}, {Environment: "prod", Name: "shop-checkout"}}
	checkout := commands.Service{Name: "checkout", Channel: "C0CHECKOUT", SlowCall: 700 * time.Millisecond, Branch: "main", Functions: functions}
	if diff := cmp.Diff(checkout, p.Services[0]); diff != "" || len(p.Services) != 2 {
		t.Errorf("%+v %s", p.Services, diff)
	}
	staging, prod := p.Environments[0], p.Environments[1]
	if staging.Name != "staging" || staging.Strategy.Kind != rollout.BlueGreen || len(staging.Strategy.Steps) != 0 || staging.Strategy.Watch != 3*time.Minute {
		t.Errorf("%+v", staging.Strategy)
	}
	if diff := cmp.Diff([]rollout.Step{{Weight: 0.2, Hold: 5 * time.Minute}}, staging.Canary); diff != "" {
		t.Errorf("whoever asks for a canary: %s", diff)
	}
	params := judge.Default()
	params.ErrorRateMax, params.Tripwire, params.Literal = 0.03, 7, 7
	want := rollout.Strategy{
		Kind: rollout.Canary, Steps: []rollout.Step{{Weight: 0.1, Hold: 5 * time.Minute}, {Weight: 0.5, Hold: 5 * time.Minute}},
		MaxHold: 20 * time.Minute, Watch: 12 * time.Minute, Inconclusive: rollout.Probe, Probes: 90, PauseLimit: 2 * time.Hour,
		Settle: time.Minute, MetricErrors: 4, Judge: params,
	}
	if diff := cmp.Diff(want, prod.Strategy); diff != "" || !cmp.Equal(prod.Deploy, []string{"approver"}) {
		t.Errorf("%v %s", prod.Deploy, diff)
	}
}

func TestTheLiteralTripwireIsOffUnlessAskedFor(t *testing.T) {
	p, err := policy.From(read(t))
	if err != nil || p.Environments[0].Strategy.Judge.Literal != 0 {
		t.Errorf("%d, %v", p.Environments[0].Strategy.Judge.Literal, err)
	}
}

func TestSplitsAreRefusedAndSomeVersionsKeptUnlessTheFileSaysOtherwise(t *testing.T) {
	p, err := policy.From(read(t))
	if err != nil {
		t.Fatal(err)
	}
	if staging, prod := p.Environments[0], p.Environments[1]; staging.Adopt || staging.Keep != 25 || !prod.Adopt || prod.Keep != 40 {
		t.Errorf("%+v, %+v", staging, prod)
	}
}

func TestEveryStrategyThatCannotWorkIsNamed(t *testing.T) {
	c := read(t)
	c.Environments[0].Strategy.Kind = "big-bang"
	c.Environments[1].Strategy.PauseLimit = 0
	_, err := policy.From(c)
	if err == nil || !strings.Contains(err.Error(), "environment staging") || !strings.Contains(err.Error(), "environment prod") {
		t.Error(err)
	}
}

// Metrics come by the minute: no hold is shorter.
func TestAHoldIsAMinuteAtLeast(t *testing.T) {
	c := read(t)
	c.Environments[1].Strategy.Steps[0].Hold = time.Second
	p, err := policy.From(c)
	if err != nil || p.Environments[1].Strategy.Steps[0].Hold != time.Minute {
		t.Errorf("%+v, %v", p.Environments[1].Strategy.Steps, err)
	}
}
