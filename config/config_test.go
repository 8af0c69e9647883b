package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/config"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestEveryKeyIsRead(t *testing.T) {
	want := config.Config{
		Version: 1,
		Slack:   config.Slack{Team: "T0SANDBOX", App: "A0SANDBOX", Channel: "C_DEPLOYS", URL: "https://bot.example.com/live"},
		GitHub:  &config.GitHub{API: "https://github.example.com/api/v3"},
		Alarms: &config.Alarms{
			Accounts: []string{"123456789012", "210987654321"}, Regions: []string{"eu-central-1", "us-gov-west-1"},
			Topics: []string{"arn:aws:sns:eu-central-1:123456789012:alarms"}, Announce: true,
		},
		PagerDuty: &config.PagerDuty{URL: "https://events.eu.pagerduty.com/v2/enqueue"},
		Summary: &config.Summary{
			Zone: "Europe/Berlin", At: 8*time.Hour + 30*time.Minute, Channels: []string{"C_DEPLOYS", "C_ALL"}, Production: []string{"staging", "prod"},
		},
		Roles: []config.Role{
			{Name: "developer", Users: []string{"U_ANA", "U_BEN"}},
			{Name: "approver", Users: []string{"U_BEN"}},
		},
		Services: []config.Service{{
			Name: "checkout", Channel: "C_CHECKOUT", Repository: "acme/checkout", SlowCall: 500 * time.Millisecond,
			Branch: "trunk", Watched: []string{"migrations/**", "**/*.sql"},
			Build: &config.Build{
				Workflow: "build.yml", Ref: "v1",
				Inputs: []config.Input{{Name: "service", Value: "checkout"}, {Name: "dry-run", Value: "false"}},
			},
			Artifact: config.Artifact{Registry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com", Repository: "shop/checkout"},
			Health:   config.Health{Payload: `{"path":"/health"}`, Probe: `{"path":"/v1/cart"}`, Timeout: 5 * time.Second},
			Smoke: []config.Smoke{
				{Path: "/health", Status: 200},
				{Path: "/v1/cart?dry=1", Status: 401, Environments: []string{"staging"}},
			},
			Functions: []config.Function{{Environment: "staging", Name: "checkout-staging"}, {Environment: "prod", Name: "shop-checkout"}},
			Pages:     []config.Page{{Environment: "prod", URL: "https://shop.example.com/checkout"}},
			Alarms: []config.AlarmNames{
				{Environment: "prod", Names: []string{"checkout-5xx", "checkout latency *"}},
				{Environment: "staging", Names: []string{"checkout-staging-5xx"}},
			},
			Runbook: "https://wiki.example.com/pages?id=7#checkout", Drill: "drill",
		}, {
			Name: "payments", Channel: "C_PAYMENTS", Repository: "acme/payments", SlowCall: time.Second,
			Branch: "main", Build: &config.Build{Workflow: "image.yaml", Ref: "main"},
			Artifact:  config.Artifact{Bucket: "acme-builds", Prefix: "payments"},
			Health:    config.Health{Payload: "{}", Timeout: 5 * time.Second},
			Functions: []config.Function{{Environment: "staging", Name: "payments-staging"}, {Environment: "prod", Name: "payments-prod"}},
		}},
		Environments: []config.Environment{{
			Name: "staging", Deploy: []string{"developer", "approver"},
			Strategy: config.Strategy{
				Kind: config.BlueGreen, Steps: standardSteps(), MaxHold: 30 * time.Minute,
				Watch: 2 * time.Minute, Inconclusive: "ask", Probes: 60, PauseLimit: 4 * time.Hour,
			},
			Judge:    standardJudge(),
			Weighted: config.Refuse, KeepVersions: 25, OnAlarm: config.OnAlarm{Suspect: time.Hour},
		}, {
			Name: "prod", Deploy: []string{"approver"}, After: "staging", Confirm: true, MaxCommits: 20, Workflows: true,
			Demands: config.Demands{
				Required: []string{"test", "build / image (arm64)"}, Protected: true, Reviews: 2,
				Branches: []string{"trunk", "release/v1.x"}, Signed: true,
			},
			Strategy: config.Strategy{
				Kind: config.Canary,
				Steps: []config.Step{
					{Weight: 0.05, Hold: 5 * time.Minute}, {Weight: 0.125, Hold: 10 * time.Minute}, {Weight: 0.5, Hold: 20 * time.Minute},
				},
				MaxHold: 30 * time.Minute, Watch: 15 * time.Minute, Inconclusive: "probe", Probes: 120, PauseLimit: 2 * time.Hour,
			},
			Judge: config.Judge{
				Mode: config.Shadow, ErrorRateMax: 0.005, SlowRateMax: 0.03, FalseRollback: 0.02, FalsePromote: 0.04,
				SettleCap: 30 * time.Second, Tripwire: config.Tripwire{Errors: 7, Literal: true}, MetricErrors: 3,
			},
			Weighted: config.Adopt, KeepVersions: 40, Provisioned: 5, HealthTimeout: 10 * time.Second,
			OnAlarm: config.OnAlarm{RollBack: true, Suspect: 30 * time.Minute, Page: true, Events: []string{config.EventAlarm, config.EventBack}},
			Drill:   20 * time.Minute,
			Account: &config.Account{Role: "arn:aws:iam::210987654321:role/ops/slipway-bot", ExternalID: "0a1b2c3d-acme"},
		}},
	}
	if diff := cmp.Diff(want, read(t, "slipway.yaml")); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsLeftOutHasTheDefaultsOfTheJudge(t *testing.T) {
	c := read(t, "minimal.yaml")
	prod, _ := c.Environment("prod")
	want := config.Environment{
		Name: "prod", Deploy: []string{"developer"},
		Strategy: config.Strategy{
			Kind: config.Canary, Steps: standardSteps(), MaxHold: 30 * time.Minute,
			Watch: 10 * time.Minute, Inconclusive: "ask", Probes: 60, PauseLimit: 4 * time.Hour,
		},
		Judge:    standardJudge(),
		Weighted: config.Refuse, KeepVersions: 25, OnAlarm: config.OnAlarm{Suspect: time.Hour},
	}
	if diff := cmp.Diff(want, prod); diff != "" {
		t.Error(diff)
	}
}

func standardSteps() []config.Step {
	return []config.Step{
		{Weight: 0.10, Hold: 10 * time.Minute}, {Weight: 0.25, Hold: 10 * time.Minute}, {Weight: 0.50, Hold: 10 * time.Minute},
	}
}

func standardJudge() config.Judge {
	return config.Judge{
		Mode: config.Enforce, ErrorRateMax: 0.02, SlowRateMax: 0.05, FalseRollback: 0.01, FalsePromote: 0.05,
		SettleCap: time.Minute, Tripwire: config.Tripwire{Errors: 5}, MetricErrors: 5,
	}
}

func TestPresetsBringTheirOwnSteps(t *testing.T) {
	ten := func(n, minutes int) []config.Step {
		steps := make([]config.Step, n)
		for i := range steps {
			steps[i] = config.Step{Weight: float64(i+1) / 10, Hold: time.Duration(minutes) * time.Minute}
		}
		return steps
	}
	for name, want := range map[string]config.Strategy{
		"AllAtOnce":                     {Kind: config.AllAtOnce, Steps: standardSteps()},
		"Canary10Percent5Minutes":       {Kind: config.Canary, Steps: ten(1, 5)},
		"Canary10Percent30Minutes":      {Kind: config.Canary, Steps: ten(1, 30)},
		"Linear10PercentEvery1Minute":   {Kind: config.Canary, Steps: ten(9, 1)},
		"Linear10PercentEvery10Minutes": {Kind: config.Canary, Steps: ten(9, 10)},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := config.Read("x.yaml", []byte(file(t, "minimal.yaml")+"    strategy: { kind: "+name+" }\n"))
			if err != nil {
				t.Fatal(err)
			}
			got := c.Environments[0].Strategy
			if diff := cmp.Diff(want, config.Strategy{Kind: got.Kind, Steps: got.Steps}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The messages are what people read: see testdata/bad.golden.
func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "bad", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no bad files", err)
	}
	var messages strings.Builder
	for _, path := range files {
		c, err := config.Read(filepath.Base(path), []byte(file(t, filepath.Join("bad", filepath.Base(path)))))
		var problems config.Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s: no problems but %v", path, err)
			continue
		}
		if diff := cmp.Diff(config.Config{}, c); diff != "" {
			t.Errorf("%s: something is left of a bad configuration: %s", path, diff)
		}
		messages.WriteString(err.Error() + "\n\n")
	}
	golden(t, "bad.golden", messages.String())
}

func TestAHugeFileIsRefused(t *testing.T) {
	_, err := config.Read("x.yaml", bytes.Repeat([]byte("# x\n"), 40_000))
	if err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Error(err)
	}
}

func TestTheReferenceShowsEveryKey(t *testing.T) {
	golden(t, "reference.golden", config.Reference())
}

func TestNoNameCanBeTakenForACommand(t *testing.T) {
	for _, word := range grammar.SubCommands() {
		if !slices.Contains(config.Reserved(), word) {
			t.Errorf("%q is a sub-command and not reserved", word)
		}
	}
}

func TestTheFrontGetsItsPartAndNothingElse(t *testing.T) {
	data, err := json.Marshal(read(t, "slipway.yaml").Front())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"team":"T0SANDBOX","app":"A0SANDBOX","services":["checkout","payments"],"environments":["staging","prod"],` +
		`"channels":{"C_CHECKOUT":"checkout","C_PAYMENTS":"payments"},"repositories":{"acme/checkout":["trunk"],"acme/payments":["main"]}}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}
}

func TestASharedChannelBelongsToNoService(t *testing.T) {
	text := strings.ReplaceAll(file(t, "slipway.yaml"), "C_PAYMENTS", "C_CHECKOUT")
	c, err := config.Read("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if channels := c.Front().Channels; len(channels) != 0 {
		t.Errorf("got %v", channels)
	}
}

func TestOnlyTheNamedRolesMayDeploy(t *testing.T) {
	c := read(t, "slipway.yaml")
	for user, allowed := range map[string]bool{"U_BEN": true, "U_ANA": false, "U_EVE": false, "": false} {
		if got := c.MayDeploy(user, "prod"); got != allowed {
			t.Errorf("%q may deploy to prod: %v", user, got)
		}
	}
	if !c.MayDeploy("U_ANA", "staging") || c.MayDeploy("U_ANA", "nowhere") {
		t.Error("the environment makes no difference")
	}
}

func TestAnEnvironmentHasItsOwnChecks(t *testing.T) {
	c := read(t, "slipway.yaml")
	staging, prod := c.Checks("checkout", "staging"), c.Checks("checkout", "prod")
	if len(staging.Smoke) != 2 || len(prod.Smoke) != 1 {
		t.Errorf("%d and %d smoke tests", len(staging.Smoke), len(prod.Smoke))
	}
	if staging.Health.Timeout != 5*time.Second || prod.Health.Timeout != 10*time.Second {
		t.Errorf("%v and %v", staging.Health.Timeout, prod.Health.Timeout)
	}
	if got := c.Checks("nothing", "nowhere"); len(got.Smoke) != 0 || got.Health.Payload != "" {
		t.Errorf("unknown names have checks: %+v", got)
	}
}

func TestUnknownNamesAreNotFound(t *testing.T) {
	c := read(t, "slipway.yaml")
	if _, ok := c.Service("prod"); ok {
		t.Error("found a service that isn't there")
	}
	if s, ok := c.Service("payments"); !ok || s.Name != "payments" || s.Function("prod") != "payments-prod" {
		t.Errorf("got %+v", s)
	}
	if _, ok := c.Environment("checkout"); ok {
		t.Error("found an environment that isn't there")
	}
}

func read(t *testing.T, name string) config.Config {
	t.Helper()
	c, err := config.Read(name, []byte(file(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", name), []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(file(t, name), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
