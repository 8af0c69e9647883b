// Package infra_test proves how tools/infra, and so `make infra-…`, calls Terraform, and
// that what it is called for differs in values only.
package infra_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// plan is the name of a file that a plan is kept in.
var plan = regexp.MustCompile(`([ =])/\S+/plan\b`)

// A desk is a repository with tools/infra and two environments, a Terraform that only
// writes down how it was called, and nothing else on the path but what the script needs.
type desk struct {
	t    *testing.T
	root string
	env  []string
}

func newDesk(t *testing.T) desk {
	t.Helper()
	d := desk{t: t, root: t.TempDir()}
	script, err := os.ReadFile("../../tools/infra")
	if err != nil {
		t.Fatal(err)
	}
	d.write("tools/infra", string(script))
	d.write("bin/terraform", "#!/bin/sh\necho \"$*\" >>\"$CALLS\"\ncase \"$*\" in *\"$FAILS\"*) exit 1 ;; esac\n")
	for _, name := range []string{"sh", "dirname", "grep", "mktemp", "rm", "cp", "find", "cat"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(d.root, "bin", name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"staging", "prod"} {
		d.write("infra/environments/"+name+"/backend.hcl", "bucket = \"ours\"\n")
		d.write("infra/environments/"+name+"/variables.tf", "variable \"region\" {\n}\nvariable \"bot\" {\n}\n")
		d.write("infra/environments/"+name+"/terraform.tfvars", "region = \"eu-west-1\"\nbot = {\n  image_uri = \"a\"\n}\n")
	}
	d.write("infra/bootstrap/backend.tf", "")
	d.env = []string{"PATH=" + filepath.Join(d.root, "bin"), "HOME=" + d.root, "TMPDIR=" + t.TempDir(),
		"CALLS=" + filepath.Join(d.root, "calls"), "FAILS=nothing", "AWS_PROFILE=ours"}
	return d
}

func (d desk) write(name, text string) {
	d.t.Helper()
	path := filepath.Join(d.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil { // #nosec G306 -- scripts
		d.t.Fatal(err)
	}
}

// run types something at the script. It gives what was said, the exit code, and how
// Terraform was called, with PLAN for the name of a plan's file.
func (d desk) run(typed string, args ...string) (said string, code int, calls []string) {
	d.t.Helper()
	c := exec.CommandContext(d.t.Context(), filepath.Join(d.root, "tools/infra"), args...) // #nosec G204 -- a script of ours
	c.Env, c.Stdin = d.env, strings.NewReader(typed)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		d.t.Fatal(err)
	}
	text, _ := os.ReadFile(filepath.Join(d.root, "calls")) // none, if it was not called
	for line := range strings.Lines(string(text)) {
		calls = append(calls, plan.ReplaceAllString(strings.TrimSpace(line), "${1}PLAN"))
	}
	return string(out), c.ProcessState.ExitCode(), calls
}

func want(t *testing.T, calls []string, all ...string) {
	t.Helper()
	if !slices.Equal(calls, all) {
		t.Errorf("called was\n%s\nwant\n%s", strings.Join(calls, "\n"), strings.Join(all, "\n"))
	}
}

const (
	initialized = "-chdir=infra/environments/prod init -input=false -backend-config=backend.hcl"
	planned     = "-chdir=infra/environments/prod plan -input=false -out=PLAN"
	applied     = "-chdir=infra/environments/prod apply -input=false PLAN"
)

func TestWhatIsMissingIsSaidBeforeAnythingIsDone(t *testing.T) {
	for name, c := range map[string]struct {
		args  []string
		spoil func(*desk)
		says  string
	}{
		"nothing to do":      {nil, nil, "make infra-plan ENV=staging"},
		"something unknown":  {[]string{"refresh", "prod"}, nil, "Say what: validate, or init, plan, apply, destroy or output"},
		"no environment":     {[]string{"plan"}, nil, "Say which environment: dev, staging or prod. Such as: make infra-plan ENV=staging"},
		"a wrong one":        {[]string{"plan", "production"}, nil, "There is no environment production: it is dev, staging or prod."},
		"a path":             {[]string{"destroy", "../environments/prod"}, nil, "There is no environment ../environments/prod"},
		"one without folder": {[]string{"plan", "dev"}, nil, "There is no folder infra/environments/dev"},
		"no Terraform": {[]string{"plan", "prod"}, func(d *desk) { _ = os.Remove(filepath.Join(d.root, "bin/terraform")) },
			"Terraform is not installed. It has to be 1.11 or newer"},
		"no backend": {[]string{"plan", "prod"}, func(d *desk) { _ = os.Remove(filepath.Join(d.root, "infra/environments/prod/backend.hcl")) },
			"output -raw backend_hcl >infra/environments/prod/backend.hcl"},
		"the example's backend": {[]string{"apply", "prod"}, func(d *desk) {
			d.write("infra/environments/prod/backend.hcl", "bucket = \"slipway-terraform-123456789012-eu-west-1\"\n")
		}, "backend.hcl does not name your state bucket yet"},
		"a value that nobody reads": {[]string{"apply", "prod"}, func(d *desk) {
			d.write("infra/environments/prod/terraform.tfvars", "regoin = \"eu-west-1\"\n")
		}, "infra/environments/prod/terraform.tfvars sets regoin, which nobody reads."},
		"no credentials": {[]string{"plan", "prod"}, func(d *desk) { d.env = d.env[:len(d.env)-1] }, "There are no credentials for AWS."},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if c.spoil != nil {
				c.spoil(&d)
			}
			said, code, calls := d.run("destroy prod\napply prod\n", c.args...)
			if code != 2 || !strings.Contains(said, c.says) || len(calls) > 0 {
				t.Errorf("code %d, called was %q, said:\n%s", code, calls, said)
			}
		})
	}
}

func TestAPlanChangesNothingAndIsMadeReadyFirst(t *testing.T) {
	d := newDesk(t)
	_, code, calls := d.run("", "plan", "prod")
	want(t, calls, initialized, "-chdir=infra/environments/prod plan -input=false")
	if code != 0 {
		t.Errorf("code %d", code)
	}
}

func TestWhatIsReadyIsNotMadeReadyAgainUnlessAsked(t *testing.T) {
	d := newDesk(t)
	d.write("infra/environments/prod/.terraform/terraform.tfstate", "")
	_, _, calls := d.run("", "plan", "prod")
	want(t, calls, "-chdir=infra/environments/prod plan -input=false")
	said, code, calls := d.run("", "init", "prod")
	want(t, calls[1:], initialized)
	if code != 0 || !strings.Contains(said, "Commit infra/environments/prod/.terraform.lock.hcl") {
		t.Errorf("code %d, said:\n%s", code, said)
	}
}

func TestOnlyThePlanThatWasShownIsAppliedAndOnlyWhenItsNameWasTyped(t *testing.T) {
	for typed, all := range map[string][]string{
		"apply prod\n":    {initialized, planned, applied},
		"yes\n":           {initialized, planned},
		"apply staging\n": {initialized, planned},
		"":                {initialized, planned},
	} {
		said, code, calls := newDesk(t).run(typed, "apply", "prod")
		want(t, calls, all...)
		if done := len(all) == 3; done != (code == 0) || done == strings.Contains(said, "nothing was changed") {
			t.Errorf("with %q: code %d, said:\n%s", typed, code, said)
		}
	}
}

func TestDestroyingIsPlannedShownAndTypedToo(t *testing.T) {
	_, _, calls := newDesk(t).run("apply prod\n", "destroy", "prod")
	want(t, calls, initialized, strings.Replace(planned, "-out", "-destroy -out", 1))
	_, code, calls := newDesk(t).run("destroy prod\n", "destroy", "prod")
	want(t, calls, initialized, strings.Replace(planned, "-out", "-destroy -out", 1), applied)
	if code != 0 {
		t.Errorf("code %d", code)
	}
}

func TestAPlanThatFailedIsNotApplied(t *testing.T) {
	d := newDesk(t)
	d.env = append(d.env, "FAILS=plan -input")
	_, code, calls := d.run("apply prod\n", "apply", "prod")
	want(t, calls, initialized, planned)
	if code == 0 {
		t.Error("it is no success")
	}
}

func TestValidatingNeedsNoAccountAndLeavesNothingBehind(t *testing.T) {
	d := newDesk(t)
	d.env = d.env[:len(d.env)-1] // no credentials
	d.write("bin/terraform", "#!/bin/sh\necho \"$*\" >>\"$CALLS\"\nroot=${1#-chdir=}\n[ $2 = -check ] || [ ! -e \"$root/backend.tf\" ] || exit 1\n[ $2 = -check ] || : >\"$root/.terraform.lock.hcl\"\n")
	said, code, calls := d.run("", "validate")
	// The format, then bootstrap, prod and staging: init and validate.
	if code != 0 || len(calls) != 7 || calls[0] != "fmt -check -diff -recursive infra" {
		t.Errorf("code %d, called was %q, said:\n%s", code, calls, said)
	}
	if left, _ := filepath.Glob(filepath.Join(d.root, "infra/*/*/.terraform.lock.hcl")); len(left) > 0 {
		t.Errorf("left behind was %q", left)
	}
	if _, code, calls := d.run("", "validate", "staging"); code != 0 || len(calls) != 7+5 || !strings.HasSuffix(calls[11], "environments/staging validate") {
		t.Errorf("code %d, called was %q", code, calls)
	}
}

func TestWhatAnEnvironmentSaysCanBeAskedFor(t *testing.T) {
	d := newDesk(t)
	d.write("infra/environments/prod/.terraform/terraform.tfstate", "")
	_, code, calls := d.run("", "output", "prod")
	want(t, calls, "-chdir=infra/environments/prod output")
	if code != 0 {
		t.Errorf("code %d", code)
	}
}

// An environment that was tried out in staging is the one that prod gets.
func TestEnvironmentsDifferInValuesOnly(t *testing.T) {
	const folder = "../../infra/environments/"
	for _, name := range []string{"main.tf", "variables.tf", "variables-cost.tf", "outputs.tf", "backend.tf"} {
		texts := map[string]string{}
		for _, environment := range []string{"dev", "staging", "prod"} {
			text, err := os.ReadFile(filepath.Join(folder, environment, name))
			if err != nil {
				t.Fatal(err)
			}
			texts[strings.Replace(string(text), `"`+environment+`/terraform.tfstate"`, "", 1)] = environment
		}
		if len(texts) != 1 {
			t.Errorf("%s is not the same in each environment", name)
		}
	}
	files, err := filepath.Glob(folder + "*/*.tf")
	if err != nil || len(files) != 3*5 {
		t.Errorf("a file more, or less, in one of them: %q, %v", files, err)
	}
}
