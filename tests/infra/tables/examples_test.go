package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// What is copied from a README has to fit the module as it is.
func TestTheExamplesFitTheirModules(t *testing.T) {
	c := terraform.New(t)
	pages, err := filepath.Glob(filepath.Join("..", "..", "..", "infra", "modules", "*", "README.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("there are no pages: %v", err)
	}
	policy, err := os.ReadFile(c.Path("docs/examples/slipway.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), "```hcl\n")
		example, _, found := strings.Cut(rest, "```\n")
		folder := "infra/environments/example-of-" + filepath.Base(filepath.Dir(page))
		if err := errors.Join(c.Write(folder+"/main.tf", example), c.Write(folder+"/slipway.yaml", string(policy))); err != nil || !found {
			t.Fatalf("%s has no example: %v", page, err)
		}
		if err := c.Validate(folder); err != nil {
			t.Errorf("the example of %s: %v", page, err)
		}
	}
}
