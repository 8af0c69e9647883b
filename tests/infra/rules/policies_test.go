package rules_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/tests/infra/rules"
	"github.com/slipway-dev/slipway/tests/infra/source"
	"github.com/slipway-dev/slipway/tests/terraform"
)

func all() []rules.Rule {
	return slices.Concat(rules.Tags(), rules.Rights(), rules.Trust(), rules.Kept(), rules.Watched())
}

const zeroes = `"0000000000000000000000000000000000000000"`

func TestEveryStateKeepsTheRules(t *testing.T) {
	three := []string{terraform.ThreeEnvironments}
	dev := `-var=services={checkout={initial_image=` + zeroes + `}}`
	for dir, c := range map[string]struct {
		flags []string
		rules []rules.Rule
	}{
		"infra/environments/prod":    {three, slices.Concat(all(), rules.Guarded())},
		"infra/environments/staging": {three, slices.Concat(all(), rules.Guarded())},
		"infra/environments/dev":     {append(three, dev), slices.DeleteFunc(slices.Concat(all(), rules.Guarded()), func(r rules.Rule) bool { return r.Name == "the web ACL blocks" })},
		"infra/bootstrap":            {[]string{"-var=config=../../docs/examples/three.yaml"}, all()},
	} {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			s, err := terraform.New(t).Apply(dir, c.flags...)
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Resources) == 0 {
				t.Fatal("nothing is made")
			}
			for _, r := range c.rules {
				for _, found := range r.Check(s) {
					t.Errorf("%s: %s\n\tsince %s", r.Name, found, r.Why)
				}
			}
		})
	}
}

func TestTheFilesKeepTheRules(t *testing.T) {
	modules, err := source.Read(filepath.Join("..", "..", "..", "infra"))
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) < 11 {
		t.Errorf("there are %d folders of Terraform's only", len(modules))
	}
	for _, r := range rules.Files() {
		for _, found := range r.Check(modules) {
			t.Errorf("%s: %s\n\tsince %s", r.Name, found, r.Why)
		}
	}
}

// Row G1 to G4: what a deploy is measured by can be seen where the service is made.
func TestWhatADeployIsMeasuredByComesFromSlipwayYAML(t *testing.T) {
	s, err := terraform.New(t).Apply("infra/modules/service", "-var=config=../../../docs/examples/slipway.yaml",
		"-var=service=checkout", "-var=environment=prod", "-var=initial_image=abc1234")
	if err != nil {
		t.Fatal(err)
	}
	for output, want := range map[string]string{
		"canary_percentages": "[10 25 50 100]", "health_timeout": "5", "smoke_endpoints": "[map[path:/cart status:200]]",
	} {
		if got := fmt.Sprint(s.Outputs[output]); got != want {
			t.Errorf("%s is %s, and not %s", output, got, want)
		}
	}
	threshold, _ := s.Outputs["rollback_error_threshold"].(map[string]any)
	if got := fmt.Sprint(threshold); len(threshold) == 0 {
		t.Errorf("rollback_error_threshold is %s", got)
	}
}
