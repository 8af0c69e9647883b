package simulate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// slipway runs `slipway simulate`.
func slipway(ctx context.Context, args ...string) (stdout, stderr string, err error) {
	var out, talk bytes.Buffer
	c := simulate.Command()                //nolint:contextcheck // it gets the context when it is executed
	c.SetArgs(append([]string{}, args...)) // nil would be those of the test
	c.SetOut(&out)
	c.SetErr(&talk)
	c.SilenceUsage, c.SilenceErrors = true, true
	err = c.ExecuteContext(ctx)
	return out.String(), talk.String(), err
}

func must(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	stdout, stderr, err := slipway(context.Background(), args...)
	if err != nil || stderr != "" {
		t.Fatalf("%v; stderr %q", err, stderr)
	}
	return stdout
}

func golden(t *testing.T, name, got string) (want string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTheTableIsForPeople(t *testing.T) {
	for name, args := range map[string]string{
		"usual.txt":   "--runs 60",
		"compare.txt": "--runs 60 --compare --canary-errors 1% --outage 30%,3m --hold 5m --max-hold 5m --drop 0 --lag 0s --inconclusive promote",
		"slow.txt":    "--runs 1 --traffic 1.5/s --canary-slow 0.5% --steps 5%,20% --inconclusive rollback --drop 1 --lag 90s --watch 1h --tripwire-literal --max-hold 90m",
		"probe.txt":   "--runs 10 --traffic 1/min --canary-errors 0 --inconclusive probe --probes 200 --tripwire 0 --slow-rate-max 0 --stable-slow 1%",
		"little.txt":  "--runs 10 --traffic 20/h --stable-errors 0 --canary-errors 0",
	} {
		t.Run(name, func(t *testing.T) {
			got := must(t, strings.Fields(args)...)
			if diff := cmp.Diff(golden(t, name, got), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Its names and their order are fixed; its numbers are, but for their last digits.
func TestTheJSONIsForPrograms(t *testing.T) {
	got := must(t, "--runs", "60", "--output", "json", "--outage", "30%,3m", "--inconclusive", "probe")
	want := golden(t, "result.json", got)
	number := regexp.MustCompile(`-?[0-9]+[0-9.e+-]*`)
	if diff := cmp.Diff(number.ReplaceAllString(want, "0"), number.ReplaceAllString(got, "0")); diff != "" {
		t.Error(diff)
	}
	var was, is any
	if err := errors.Join(json.Unmarshal([]byte(want), &was), json.Unmarshal([]byte(got), &is)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, is, cmpopts.EquateApprox(1e-9, 0)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatMakesNoSenseIsToldWithItsFlag(t *testing.T) {
	for _, test := range []struct{ flag, value, complaint string }{
		{"traffic", "200", "give calls by time"},
		{"traffic", "x/min", "give calls by time"},
		{"traffic", "0/s", "traffic: 0 calls a minute"},
		{"traffic", "NaN/s", "traffic: NaN"},
		{"stable-errors", "101%", "give a share"},
		{"canary-errors", "-1%", "give a share"},
		{"stable-slow", "", "give a share"},
		{"canary-slow", "NaN", "give a share"},
		{"outage", "30%", "give a share of failures and how long"},
		{"outage", "3m,30%", "give a share of failures and how long"},
		{"outage", "30%,90s", "not a number of whole minutes"},
		{"outage", "30%,-3m", "not a number of whole minutes"},
		{"outage", "0%,3m", "it needs a share"},
		{"steps", "10;20", "give weights in per cent"},
		{"steps", "50,10", "step 2: weight"},
		{"steps", "100", "step 1: weight"},
		{"inconclusive", "maybe", `inconclusive is "maybe"`},
		{"probes", "0", "give a whole number"},
		{"watch", "-1m", "give a time"},
		{"lag", "1", "give a time"},
		{"drop", "-1", "give a number of minutes"},
		{"runs", "0", "give a whole number"},
		{"runs", "9999999", "runs: 9999999 is outside"},
		{"seed", "-1", "give a whole number"},
		{"output", "xml", "give table or json"},
		{"hold", "2", "--hold 2: give a time"},
	} {
		stdout, _, err := slipway(context.Background(), "--runs", "1", "--"+test.flag, test.value)
		var wrong *params.Wrong
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), test.complaint) || stdout != "" {
			t.Errorf("--%s %q: %v, want %q", test.flag, test.value, err, test.complaint)
		}
	}
}

func TestAllThatIsWrongOnTheCommandLineComesAtOnce(t *testing.T) {
	_, _, err := slipway(context.Background(), "--traffic", "x", "--drop", "y", "--error-rate-max", "z")
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("%v", err)
	}
}

func TestWithNothingDroppedTheLagIsInWholeMinutes(t *testing.T) {
	_, _, err := slipway(context.Background(), "--drop", "0", "--lag", "90s")
	if err == nil || !strings.Contains(err.Error(), "lag: ") {
		t.Errorf("%v", err)
	}
}

func TestAWordThatBelongsToNoFlagIsRefused(t *testing.T) {
	if _, _, err := slipway(context.Background(), "prod"); err == nil || !strings.Contains(err.Error(), `"prod"`) {
		t.Errorf("%v", err)
	}
}

func TestOfAPolicyThatShipsOtherwisePeopleAreToldThatItsCanaryIsMeant(t *testing.T) {
	file := filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(file, []byte(`version: 1
slack: {team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS}
roles: {developer: [U0ANA]}
services: {checkout: {channel: C0CHECKOUT, repository: acme/checkout}}
environments: {prod: {deploy: [developer], strategy: {kind: all-at-once}}}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, err := slipway(context.Background(), "--runs", "1", "--policy", file)
	if err != nil || stderr != "slipway: the policy's environment prod ships all-at-once; the steps of its canary are used\n" || !strings.Contains(stdout, "Steps: 10 % for 10m") {
		t.Errorf("%v\n%s%s", err, stdout, stderr)
	}
}

func TestAnInterruptedSimulationPrintsNothing(t *testing.T) {
	ctx, interrupt := context.WithCancel(context.Background())
	interrupt()
	stdout, _, err := slipway(ctx)
	if !errors.Is(err, context.Canceled) || stdout != "" {
		t.Errorf("%v, stdout %q", err, stdout)
	}
}

func TestAnOutputThatIsClosedIsAnError(t *testing.T) {
	for _, output := range []string{"table", "json"} {
		c := simulate.Command()
		c.SetArgs([]string{"--runs", "1", "--output", output})
		c.SetOut(closed{})
		c.SilenceErrors, c.SilenceUsage = true, true
		if err := c.Execute(); !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s: %v", output, err)
		}
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, os.ErrClosed }
