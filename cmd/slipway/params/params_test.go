package params_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

const head = `version: 1
slack: {team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS}
roles: {developer: [U0ANA]}
services: {checkout: {channel: C0CHECKOUT, repository: acme/checkout}}
environments:
`

const two = head + `  staging:
    deploy: [developer]
    strategy: {kind: blue-green, steps: [{weight: 20%, hold: 5m}]}
  prod:
    deploy: [developer]
    strategy: {kind: canary, steps: [{weight: 10%, hold: 5m}, {weight: 50%, hold: 7m}], maxHold: 20m, inconclusive: rollback}
    judge: {errorRateMax: 3%, slowRateMax: 7%, falseRollback: 0.5%, falsePromote: 4%, tripwire: {errors: 7, literal: true}}
`

func write(t *testing.T, text string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func strategy(t *testing.T, args ...string) (rollout.Strategy, error) {
	t.Helper()
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags := params.Bind(set)
	if err := set.Parse(args); err != nil {
		t.Fatal(err)
	}
	return flags.Strategy()
}

func must(t *testing.T, args ...string) rollout.Strategy {
	t.Helper()
	s, err := strategy(t, args...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWithoutAnyFlagItIsWhatAPolicyThatSaysNothingIs(t *testing.T) {
	c, err := config.Read("slipway.yaml", []byte(head+"  prod: {deploy: [developer]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.From(c)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p.Environments[0].Strategy, must(t)); diff != "" {
		t.Error(diff)
	}
}

func TestTheDefaultsOfTheHelpAreThoseThatAreUsed(t *testing.T) {
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	params.Bind(set)
	var args []string
	set.VisitAll(func(f *pflag.Flag) {
		if f.Name != "policy" && f.Name != "environment" {
			args = append(args, "--"+f.Name+"="+f.DefValue)
		}
	})
	if len(args) != 8 {
		t.Errorf("%d flags: %v", len(args), args)
	}
	if diff := cmp.Diff(must(t), must(t, args...)); diff != "" {
		t.Error(diff)
	}
}

func TestThePolicysEnvironmentComesBeforeTheDefaults(t *testing.T) {
	s := must(t, "--policy", write(t, two), "--environment", "prod")
	want := judge.Params{ErrorRateMax: 0.03, SlowRateMax: 0.07, FalseRollback: 0.005, FalsePromote: 0.04, Tripwire: 7, Literal: 7}
	if diff := cmp.Diff(want, s.Judge); diff != "" {
		t.Error(diff)
	}
	steps := []rollout.Step{{Weight: 0.1, Hold: 5 * time.Minute}, {Weight: 0.5, Hold: 7 * time.Minute}}
	if diff := cmp.Diff(steps, s.Steps); diff != "" || s.MaxHold != 20*time.Minute || s.Inconclusive != rollout.RollBackAnyway {
		t.Errorf("%+v %s", s, diff)
	}
}

func TestFlagsThatAreGivenComeBeforeThePolicy(t *testing.T) {
	s := must(t, "--policy", write(t, two), "--environment", "prod",
		"--error-rate-max", "1%", "--slow-rate-max", "0", "--false-rollback", "0.02", "--false-promote", "10 %",
		"--hold", "90s", "--max-hold", "1h", "--tripwire", "9")
	want := judge.Params{ErrorRateMax: 0.01, FalseRollback: 0.02, FalsePromote: 0.1, Tripwire: 9, Literal: 9}
	if diff := cmp.Diff(want, s.Judge); diff != "" {
		t.Error(diff)
	}
	steps := []rollout.Step{{Weight: 0.1, Hold: 90 * time.Second}, {Weight: 0.5, Hold: 90 * time.Second}}
	if diff := cmp.Diff(steps, s.Steps); diff != "" || s.MaxHold != time.Hour {
		t.Errorf("%s %s", s.MaxHold, diff)
	}
}

// A default is not an opinion: it must not undo what the policy says.
func TestAFlagThatRepeatsItsDefaultStillOverrulesThePolicy(t *testing.T) {
	if s := must(t, "--policy", write(t, two), "--environment", "prod", "--error-rate-max", "2%"); s.Judge.ErrorRateMax != 0.02 {
		t.Error(s.Judge.ErrorRateMax)
	}
}

func TestAnEnvironmentThatShipsOtherwiseGivesTheStepsOfItsCanary(t *testing.T) {
	s := must(t, "--policy", write(t, two), "--environment", "staging")
	if s.Kind != rollout.Canary || !cmp.Equal(s.Steps, []rollout.Step{{Weight: 0.2, Hold: 5 * time.Minute}}) {
		t.Errorf("%+v", s)
	}
}

func TestAPolicyWithOneEnvironmentNeedNotNameIt(t *testing.T) {
	file := write(t, head+"  prod: {deploy: [developer], judge: {errorRateMax: 4%}}\n")
	if s := must(t, "--policy", file); s.Judge.ErrorRateMax != 0.04 {
		t.Error(s.Judge.ErrorRateMax)
	}
}

func TestTheLiteralRuleHasTheTripwiresNumberWhoeverTurnsItOn(t *testing.T) {
	prod := []string{"--policy", write(t, two), "--environment", "prod"}
	for name, c := range map[string]struct {
		args []string
		want int
	}{
		"the flag":                       {[]string{"--tripwire-literal"}, 5},
		"the flag with a number":         {[]string{"--tripwire-literal", "--tripwire", "8"}, 8},
		"the policy":                     {prod, 7},
		"the policy, the number a flag":  {append(prod, "--tripwire", "3"), 3},
		"the policy, turned off":         {append(prod, "--tripwire-literal=false"), 0},
		"the policy, no tripwire at all": {append(prod, "--tripwire", "0"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			if s := must(t, c.args...); s.Judge.Literal != c.want {
				t.Errorf("%d, want %d", s.Judge.Literal, c.want)
			}
		})
	}
}

func TestAShareIsWrittenAsPeopleDo(t *testing.T) {
	for _, text := range []string{"2%", "2 %", "0.02", "2e-2", "2.0%"} {
		if s := must(t, "--slow-rate-max", text); s.Judge.SlowRateMax != 0.02 {
			t.Errorf("%s is %v", text, s.Judge.SlowRateMax)
		}
	}
}

func TestWhatMakesNoSenseIsToldWithItsFlag(t *testing.T) {
	several := write(t, two)
	for args, says := range map[string]string{
		"--error-rate-max=2":                     "--error-rate-max 2: give a share such as 2% or 0.02",
		"--error-rate-max=NaN":                   "--error-rate-max NaN: give a share",
		"--error-rate-max=":                      `--error-rate-max "": give a share`,
		"--error-rate-max=-1%":                   "--error-rate-max -1%: give a share",
		"--error-rate-max=95%":                   "--error-rate-max 95%: error rate max: 0.95 is outside (0, 0.9)",
		"--slow-rate-max=95%":                    "--slow-rate-max 95%: slow rate max: 0.95 is outside [0, 0.9)",
		"--false-rollback=0":                     "--false-rollback 0: false rollback: 0 is outside (0, 1)",
		"--false-promote=100%":                   "--false-promote 100%: false promote: 1 is outside (0, 1)",
		"--hold=10":                              "--hold 10: give a time of a minute or more, such as 90s or 10m",
		"--max-hold=30s":                         "--max-hold 30s: give a time of a minute or more",
		"--hold=40m":                             "--max-hold 30m0s is less than a hold of 40m0s",
		"--tripwire=-1":                          "--tripwire -1: give a whole number, 0 to turn it off",
		"--tripwire=1.5":                         "--tripwire 1.5: give a whole number",
		"--tripwire=0 --tripwire-literal":        "--tripwire-literal needs a tripwire of at least 1",
		"--environment=prod":                     "--environment is one of a policy: give --policy too",
		"--policy=nowhere.yaml":                  "--policy: open nowhere.yaml: no such file or directory",
		"--policy=" + several:                    "--policy has several environments: give --environment, one of staging, prod",
		"--environment=test --policy=" + several: "--environment test: the policy has staging, prod",
	} {
		_, err := strategy(t, strings.Fields(args)...)
		var wrong *params.Wrong
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", args, err)
		}
	}
}

func TestEveryComplaintComesAtOnce(t *testing.T) {
	file := write(t, strings.Replace(two, "maxHold: 20m", "maxHold: soon, watsch: 3m", 1))
	_, err := strategy(t, "--policy", file, "--environment", "prod", "--error-rate-max", "lots", "--hold", "1", "--tripwire", "x", "--max-hold", "y")
	if err == nil {
		t.Fatal("no complaint")
	}
	lines := strings.Split(err.Error(), "\n")
	for i, says := range []string{file + ":11:", file + ":11:", "--error-rate-max lots", "--hold 1", "--max-hold y", "--tripwire x"} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], says) {
			t.Errorf("line %d does not begin with %q:\n%v", i+1, says, err)
		}
	}
}

// What cannot be read may well allow what the defaults do not.
func TestFlagsAreNotHeldAgainstAPolicyThatCouldNotBeRead(t *testing.T) {
	_, err := strategy(t, "--policy", "nowhere.yaml", "--hold", "40m")
	if err == nil || strings.Contains(err.Error(), "--max-hold") {
		t.Error(err)
	}
}

func TestAStrategyThatTheRolloutWouldRefuseIsRefused(t *testing.T) {
	_, err := strategy(t, "--hold", "40m", "--false-promote", "none")
	if err == nil || !strings.Contains(err.Error(), "--false-promote none") || !strings.Contains(err.Error(), "--max-hold") {
		t.Error(err)
	}
}
