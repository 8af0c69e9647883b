package terraform_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// linter runs a linter in a copy of infra/. INFRA_TOOLS says where tools/peer put them.
func linter(t *testing.T, name string, flags ...string) {
	t.Helper()
	t.Parallel()
	tools := os.Getenv("INFRA_TOOLS")
	if tools == "" {
		t.Skip("needs the linters of infra/: run it with `make test`, or set INFRA_TOOLS")
	}
	program, err := filepath.Abs(filepath.Join(tools, "bin", name))
	if err != nil {
		t.Fatal(err)
	}
	c := terraform.New(t)
	run := exec.CommandContext(t.Context(), program, flags...)
	run.Dir = c.Path("infra")
	if said, err := run.Output(); err != nil {
		t.Errorf("%s: %v\n%s", name, err, bytes.TrimSpace(said))
	}
}

func TestTflintFindsNothing(t *testing.T) {
	config, err := filepath.Abs(filepath.Join(repository, "infra/.tflint.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	linter(t, "tflint", "--recursive", "--no-color", "--config="+config)
}

func TestCheckovFindsNothing(t *testing.T) {
	linter(t, "checkov", "--directory", ".", "--config-file", ".checkov.yaml")
}

var (
	skipped = regexp.MustCompile(`checkov:skip=\w+(.*)`)
	ignored = regexp.MustCompile(`tflint-ignore: *\S+(.*)`)
	listed  = regexp.MustCompile(`^\s+- CKV`)
)

func TestEverySuppressionHasItsReasonBesideIt(t *testing.T) {
	found := 0
	for _, folder := range append(folders(t), "infra") {
		files, err := filepath.Glob(filepath.Join(repository, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				continue // a folder
			}
			found += unexplained(t, file, strings.Split(string(text), "\n"))
		}
	}
	if found == 0 {
		t.Error("no suppression found: is this looking in the right place?")
	}
}

// unexplained complains of the suppressions that have no reason, and counts all.
func unexplained(t *testing.T, file string, lines []string) int {
	t.Helper()
	found := 0
	for i, line := range lines {
		reason := ""
		switch {
		case skipped.MatchString(line):
			reason = strings.TrimPrefix(skipped.FindStringSubmatch(line)[1], ":")
		case ignored.MatchString(line):
			reason = ignored.FindStringSubmatch(line)[1]
		case listed.MatchString(line):
			if before := strings.TrimSpace(lines[max(i-1, 0)]); strings.HasPrefix(before, "#") {
				reason = before
			}
		default:
			continue
		}
		found++
		if len(strings.Fields(reason)) < 3 {
			t.Errorf("%s:%d: a suppression without a reason: %s", file, i+1, strings.TrimSpace(line))
		}
	}
	return found
}
