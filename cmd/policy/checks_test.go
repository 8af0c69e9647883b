package policy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestATargetIsTriedAsTheFileSaysOfItsServiceAndEnvironment(t *testing.T) {
	c := read(t)
	c.Services[0].Health = config.Health{Payload: `{"health":true}`, Probe: `{"path":"/cart"}`, Timeout: 3 * time.Second}
	c.Services[0].Smoke = []config.Smoke{{Path: "/a", Status: 200}, {Path: "/b", Status: 401, Environments: []string{"prod"}}}
	c.Environments[1].HealthTimeout = 9 * time.Second
	checks := policy.Checks(c)
	staging := rollout.Checks{
		Payload: []byte(`{"health":true}`), Probe: []byte(`{"path":"/cart"}`), Timeout: 3 * time.Second,
		Smoke: []rollout.Smoke{{Path: "/a", Status: 200}},
	}
	prod := staging
	prod.Timeout, prod.Smoke = 9*time.Second, []rollout.Smoke{{Path: "/a", Status: 200}, {Path: "/b", Status: 401}}
	for environment, want := range map[string]rollout.Checks{"staging": staging, "prod": prod} {
		if diff := cmp.Diff(want, checks(rollout.Target{Service: "checkout", Environment: environment})); diff != "" {
			t.Errorf("%s: %s", environment, diff)
		}
	}
}

func TestWithoutAProbeOfItsOwnAServiceIsProbedByItsChecks(t *testing.T) {
	checks := policy.Checks(read(t))(rollout.Target{Service: "search", Environment: "prod"})
	if want := []rollout.Call{{Payload: []byte("{}"), Status: 200}}; !cmp.Equal(want, checks.Probes()) {
		t.Errorf("%+v", checks.Probes())
	}
}

// How long probing takes is what people choose the number of probes by.
func TestTheReferenceSaysHowManySyntheticCallsItTakesToPass(t *testing.T) {
	var s judge.State
	calls, verdict := 0, judge.Verdict{}
	for verdict.Kind != judge.Pass && calls < 1000 {
		calls++
		s, verdict = judge.Judge(judge.Default(), s, judge.Minute{Weight: 0.1, Probes: &judge.Counts{Invocations: 1}})
	}
	if said := fmt.Sprintf(" %d calls without an error to pass", calls); !strings.Contains(config.Reference(), said) {
		t.Errorf("the reference does not say%s", said)
	}
}
