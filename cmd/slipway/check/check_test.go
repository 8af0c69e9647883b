package check_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/check"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

const example = "../../../docs/examples/slipway.yaml"

// run is `slipway check` with these arguments: what it says, and its error.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	c, out := check.Command(), &strings.Builder{}
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetOut(out)
	c.SetArgs(args)
	err := c.Execute()
	return out.String(), err
}

// changed is the example with something in place of something else.
func changed(t *testing.T, old, changed string) string {
	t.Helper()
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("the example has no %q", old)
	}
	name := filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, changed, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestASoundPolicyIsSaidToBeWithWhatIsInIt(t *testing.T) {
	if out, err := run(t, example); err != nil || out != example+" is sound: 2 services in 2 environments.\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestWithoutANameItIsTheOneInThisFolder(t *testing.T) {
	name := changed(t, "version: 1", "version: 1")
	t.Chdir(filepath.Dir(name))
	if out, err := run(t); err != nil || !strings.HasPrefix(out, "slipway.yaml is sound: ") {
		t.Errorf("%q, %v", out, err)
	}
}

func TestWhatKeepsAFunctionFromStartingIsSaid(t *testing.T) {
	folder := t.TempDir()
	for says, args := range map[string][]string{
		`slipway.yaml:8:3: slack.chanel: unknown key; did you mean "channel"?`:             {changed(t, "  channel: C0DEPLOYS", "  chanel: C0DEPLOYS")},
		"services.checkout.artifact is missing: where are the images of checkout?":         {changed(t, "    artifact: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/checkout\n", "")},
		"nowhere.yaml is not there: copy docs/examples/slipway.yaml, or name another file": {"nowhere.yaml"},
		"read the policy: read " + folder:                                                  {folder},
		`unexpected argument "b.yaml" (see check --help)`:                                  {"a.yaml", "b.yaml"},
	} {
		out, err := run(t, args...)
		var wrong *params.Wrong
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), says) || out != "" {
			t.Errorf("with %v: %q, %v; want %q", args, out, err, says)
		}
	}
}
