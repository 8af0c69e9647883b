package rules_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/terraform"
)

func show(v any) string { return fmt.Sprint(v) }

// withDev is a copy whose slipway.yaml has the environment dev, too.
func withDev(t *testing.T) *terraform.Copy {
	t.Helper()
	c := terraform.New(t)
	const file = "docs/examples/slipway.yaml"
	text, err := os.ReadFile(c.Path(file))
	if err != nil {
		t.Fatal(err)
	}
	const from = "environments:\n"
	more := strings.Replace(string(text), from, from+"  dev:\n    deploy: [developer]\n    strategy: { kind: all-at-once }\n", 1)
	if err := c.Write(file, more); err != nil {
		t.Fatal(err)
	}
	return c
}
