package wiring

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/rollout"
)

// onCall is a policy with everybody in it whom alarms have to do with.
const onCall = "alarms: {accounts: [\"123456789012\"], announce: true}\npagerduty: {}\n" + policyFile

const topic = "arn:aws:sns:us-east-1:123456789012:slipway"

func TestWhoeverHearsAlarmsCanLookIntoThemAndTellWhoeverIsOnCall(t *testing.T) {
	p := plan(t, world(t, newOutside(t), onCall, map[string]string{"SLIPWAY_TOPIC": topic}))
	host, err := p.CodeHost(secrets.GitHub{})
	if err != nil {
		t.Fatal(err)
	}
	d := p.Hearing(secrets.NewSecret("R1")).Parts(nil, host).Commands.Deps
	if d.Monitor == nil || d.Logs == nil || d.Pager == nil || d.Topic == nil || d.Events != nil {
		t.Errorf("%+v", d)
	}
	if d := p.Parts(nil, host).Commands.Deps; d.Monitor != nil || d.Logs != nil || d.Pager != nil || d.Topic != nil || d.Metrics == nil {
		t.Errorf("whoever does not hear them has %+v", d)
	}
}

func TestWhereNobodyIsOnCallNobodyIsTold(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	if d := p.Hearing(secrets.Secret{}).Parts(nil, CodeHost{}).Commands.Deps; d.Pager != nil || d.Topic != nil {
		t.Errorf("%+v", d)
	}
}

func TestARepositoryHearsOfIncidentsWhereItsHostIsSpokenTo(t *testing.T) {
	p := plan(t, world(t, newOutside(t), withGitHub(), nil))
	host, err := p.CodeHost(secrets.GitHub{Token: secrets.NewSecret("ghp_1")})
	if err != nil || p.Parts(nil, host).Commands.Events == nil {
		t.Errorf("%+v, %v", host, err)
	}
}

func TestOnlyTheWorkerNeedsTheTopicThatThePolicySpeaksOf(t *testing.T) {
	for function, misses := range map[string]bool{"worker": true, "ticker": false} {
		_, err := Read(world(t, newOutside(t), onCall, map[string]string{"SLIPWAY_FUNCTION": function}), settings.Worker, settings.Ticker)
		if (err != nil) != misses || misses && !strings.Contains(err.Error(), "SLIPWAY_TOPIC is missing: ") {
			t.Errorf("%s: %v", function, err)
		}
	}
}

// What is where else may have the same names.
func TestOnlyAlarmsOfTheProcessesOwnRegionAreHeardWhereThePolicyNamesNone(t *testing.T) {
	for regions, want := range map[string]string{"": "us-east-1", "regions: [eu-west-1, eu-west-2], ": "eu-west-1 eu-west-2"} {
		p := plan(t, world(t, newOutside(t), strings.Replace(onCall, "announce", regions+"announce", 1), map[string]string{"SLIPWAY_TOPIC": topic}))
		if got := strings.Join(p.Parts(nil, CodeHost{}).Commands.Policy.Alarms.Regions, " "); got != want {
			t.Errorf("%q: %s", regions, got)
		}
	}
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	if got := p.policy.Alarms.Regions; got != nil {
		t.Errorf("nobody is listened to, and still %v", got)
	}
}

func TestOnlyAlarmsOfTheAccountCanBeAskedAbout(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	if got := p.account(); got != "123456789012" {
		t.Error(got)
	}
	p.Settings.StateMachine = ""
	if got := p.account(); got != "" {
		t.Error(got)
	}
}

func TestAFunctionsLogIsWhereLambdaPutsIt(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	if got := p.logGroup(rollout.Target{Service: "checkout", Environment: "prod"}); got != "/aws/lambda/checkout-prod" {
		t.Error(got)
	}
}
