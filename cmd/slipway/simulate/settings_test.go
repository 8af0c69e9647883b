package simulate

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/pflag"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/rollout"
)

const policy = `version: 1
slack: {team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS}
roles: {developer: [U0ANA]}
services: {checkout: {channel: C0CHECKOUT, repository: acme/checkout}}
environments:
  prod:
    deploy: [developer]
    strategy: {kind: canary, steps: [{weight: 10%, hold: 5m}, {weight: 50%, hold: 7m}], maxHold: 20m, inconclusive: probe, probes: 90, watch: 15m}
    judge: {errorRateMax: 3%, settleCap: 30s}
`

func ordered(t *testing.T, args ...string) order {
	t.Helper()
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	f := bind(set)
	if err := set.Parse(args); err != nil {
		t.Fatal(err)
	}
	o, err := f.order()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Only a watch has to be asked for: it is no part of what is judged step by step.
func TestWithoutAPolicyItIsWhatOneThatSaysNothingAsksForWithoutTheWatch(t *testing.T) {
	want, err := params.Bind(pflag.NewFlagSet("test", pflag.ContinueOnError)).Strategy()
	if err != nil {
		t.Fatal(err)
	}
	want.Watch, want.Drop = 0, 2
	if diff := cmp.Diff(want, ordered(t).Strategy); diff != "" {
		t.Error(diff)
	}
	if w := ordered(t, "--watch", "5m").Strategy.Watch; w != 5*time.Minute {
		t.Error(w)
	}
}

func TestThePolicyComesBeforeTheDefaultsAndFlagsBeforeThePolicy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(file, []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	want := ordered(t).Strategy
	want.Steps = []rollout.Step{{Weight: 0.1, Hold: 5 * time.Minute}, {Weight: 0.5, Hold: 7 * time.Minute}}
	want.MaxHold, want.Inconclusive, want.Probes, want.Settle = 20*time.Minute, rollout.Probe, 90, 30*time.Second
	want.Watch = 15 * time.Minute
	want.Judge.ErrorRateMax = 0.03
	if diff := cmp.Diff(want, ordered(t, "--policy", file).Strategy); diff != "" {
		t.Errorf("the policy: %s", diff)
	}
	want.Steps = []rollout.Step{{Weight: 0.01, Hold: 5 * time.Minute}, {Weight: 0.02, Hold: 7 * time.Minute}, {Weight: 0.03, Hold: 7 * time.Minute}}
	want.Inconclusive, want.Probes, want.Settle, want.Watch, want.Drop = rollout.Ask, 9, 2*time.Minute, time.Hour, rollout.NoDrop
	got := ordered(t, "--policy", file, "--steps", "1,2,3", "--inconclusive", "ask", "--probes", "9", "--lag", "2m", "--watch", "1h", "--drop", "0")
	if diff := cmp.Diff(want, got.Strategy); diff != "" {
		t.Errorf("the flags: %s", diff)
	}
}

func TestNumbersAreWrittenAsPeopleDo(t *testing.T) {
	for text, want := range map[string]float64{"200/min": 200, "3/s": 180, "30/h": 0.5, " 2.5 / min ": 2.5} {
		if got, err := parseTraffic(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]float64{"2%": 0.02, "2 %": 0.02, "0.02": 0.02, "0": 0, "100%": 1} {
		if got, err := params.Share(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	steps, err := parseSteps("5 %, 20,50%", nil)
	if diff := cmp.Diff([]rollout.Step{{Weight: 0.05}, {Weight: 0.2}, {Weight: 0.5}}, steps, cmpopts.EquateApprox(0, 1e-12)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for d, want := range map[time.Duration]string{time.Hour: "1h", 10 * time.Minute: "10m", 90 * time.Second: "1m30s", 0: "0s", 61 * time.Minute: "1h1m", 30 * time.Second: "30s"} {
		if got := short(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

// Whatever is read is finite and makes options that can be checked.
func FuzzValues(f *testing.F) {
	for _, s := range settings() {
		f.Add(s.standard)
	}
	f.Add("30%,3m")
	f.Add("1e309/s")
	f.Fuzz(func(t *testing.T, value string) {
		for _, s := range settings() {
			o := ordered(t)
			if s.apply(&o, value) == nil {
				_ = o.Validate()
				_ = o.words()
			}
		}
	})
}
