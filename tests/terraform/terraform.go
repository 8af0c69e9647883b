// Package terraform runs Terraform over infra/ for tests, without an AWS account and without a
// registry: always in a copy, and against the project's stand-in for the AWS provider
// (tools/peers/awsprovider). That has the real provider's schema, and makes up what AWS
// would answer; so this proves that a configuration fits the schema and what it comes to, and
// not that AWS takes it.
//
// AWS_STANDIN says where the stand-in is; the Makefile installs it and sets that. Without it
// or without Terraform, and in the fast lane (-short), the tests that ask for it are skipped.
package terraform

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Copy is a copy of what Terraform reads of the repository. Every DIR of its methods is a
// folder from the repository's root, such as "infra/modules/bot".
type Copy struct {
	ctx         context.Context
	root        string // of the copy
	standin     string // the stand-in's folder
	environment []string
	initialized map[string]bool
}

// New makes a copy, which goes away with the test.
func New(t testing.TB) *Copy {
	t.Helper()
	standin := need(t)
	c, err := newCopy(t.Context(), t.TempDir(), standin)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// need skips the test when something is missing, and says where the stand-in is.
func need(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs Terraform: not in the fast lane")
	}
	standin := os.Getenv("AWS_STANDIN")
	if standin == "" {
		t.Skip("needs the stand-in for the AWS provider: run it with `make test`, or set AWS_STANDIN")
	}
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("needs Terraform 1.11 or newer on the PATH")
	}
	return standin
}

// Path is where a file or folder of the repository is in the copy.
func (c *Copy) Path(file string) string { return filepath.Join(c.root, filepath.FromSlash(file)) }

// Validate says whether the configuration in dir fits the schema.
func (c *Copy) Validate(dir string) error {
	_, err := c.run(dir, "validate", "-no-color")
	return err
}

var passed = regexp.MustCompile(`(\d+) passed, 0 failed`)

// Test runs the folder's own tests, and gives the number of runs, all of which passed.
func (c *Copy) Test(dir string) (int, error) {
	said, err := c.run(dir, "test", "-no-color")
	if err != nil {
		return 0, err
	}
	found := passed.FindSubmatch(said)
	if found == nil {
		return 0, fmt.Errorf("terraform test %s: don't understand what it says:\n%s", dir, said)
	}
	return strconv.Atoi(string(found[1]))
}

// Apply makes what dir describes, as far as the stand-in can. Flags are such as
// "-var=name=x" and "-var-file=x.tfvars".
func (c *Copy) Apply(dir string, flags ...string) (State, error) {
	if _, err := c.run(dir, "apply", append([]string{"-no-color", "-auto-approve"}, flags...)...); err != nil {
		return State{}, err
	}
	said, err := c.run(dir, "show", "-json")
	if err != nil {
		return State{}, err
	}
	return readState(said)
}

// Plan says what there would be to do after Apply with the same flags, when somebody else
// has changed what drift says. Empty is nothing to do.
func (c *Copy) Plan(dir string, drift Drift, flags ...string) ([]Change, error) {
	file, err := drift.file(c.root)
	if err != nil {
		return nil, err
	}
	before := c.environment
	defer func() { c.environment = before }()
	c.environment = append(before[:len(before):len(before)], "AWS_STANDIN_DRIFT="+file)
	if _, err := c.run(dir, "plan", append([]string{"-no-color", "-out=plan"}, flags...)...); err != nil {
		return nil, err
	}
	said, err := c.run(dir, "show", "-json", "plan")
	if err != nil {
		return nil, err
	}
	return readPlan(said)
}

// run runs Terraform in dir, which it initializes first, and gives what it said.
func (c *Copy) run(dir, command string, flags ...string) ([]byte, error) {
	if !c.initialized[dir] {
		schema, err := schemaFor(c.ctx, c.standin, c.Path(dir))
		if err != nil {
			return nil, err
		}
		c.environment = append(c.environment, "AWS_STANDIN_SCHEMA="+schema) // the last one counts
		if _, err := c.terraform(dir, "init", "-no-color"); err != nil {
			return nil, err
		}
		c.initialized[dir] = true
	}
	return c.terraform(dir, command, flags...)
}

func (c *Copy) terraform(dir, command string, flags ...string) ([]byte, error) {
	run := exec.CommandContext(c.ctx, "terraform", append([]string{command}, flags...)...) //nolint:gosec // the flags are a test's
	run.Dir, run.Env = c.Path(dir), c.environment
	var complaint strings.Builder
	run.Stderr = &complaint
	said, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("terraform %s in %s: %w\n%s%s", command, dir, err, said, complaint.String())
	}
	return said, nil
}
