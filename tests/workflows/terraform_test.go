package workflows_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// infrastructure is a stage for terraform.yml whose repository has three environments.
func infrastructure(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	for _, script := range []string{"comment", "environments"} {
		write(t, filepath.Join(s.standin, "checkout/tools/ci", script), read(t, repository+"/tools/ci/"+script), 0o700)
	}
	for _, name := range []string{"prod", "dev", "staging"} {
		write(t, filepath.Join(s.standin, "checkout/infra/environments", name, ".terraform.lock.hcl"), "", 0o600)
	}
	s.answer("gh api --paginate", 0, "[]")
	return s
}

// changes are what terraform was asked to change, such as "prod destroy".
func (r result) changes() (out []string) {
	for _, call := range r.called("terraform -chdir=infra/environments/") {
		words := strings.Fields(strings.TrimPrefix(call, "terraform -chdir=infra/environments/"))
		if words[1] == "apply" || words[1] == "destroy" {
			out = append(out, words[0]+" "+words[1])
		}
	}
	return out
}

func TestMainIsAppliedToOneEnvironmentAfterTheOther(t *testing.T) {
	t.Parallel()
	r := infrastructure(t).run("terraform.yml", "push", map[string]any{})
	want(t, r, "apply success, check success, plan success")
	if got := r.changes(); !slices.Equal(got, []string{"dev apply", "staging apply", "prod apply"}) {
		t.Errorf("changed was %q", got)
	}
	if got := r.called("gh "); len(got) > 0 {
		t.Errorf("commented was %q", got)
	}
}

// Whoever approves an environment has read the plan that is applied, and no later one.
func TestWhatIsAppliedIsThePlanThatWasShown(t *testing.T) {
	t.Parallel()
	s := infrastructure(t)
	r := s.run("terraform.yml", "push", map[string]any{})
	applied := false
	for _, call := range r.called("terraform -chdir=infra/environments/") {
		words := strings.Fields(call)
		name := strings.TrimPrefix(words[1], "-chdir=infra/environments/")
		switch words[2] {
		case "plan":
			if applied || !strings.HasSuffix(words[len(words)-1], "/"+name+".tfplan") {
				t.Errorf("planned too late, or into another file: %s", call)
			}
		case "apply":
			applied = true
			if len(words) != 5 || !strings.HasSuffix(words[4], "/plans/"+name+".tfplan") {
				t.Errorf("applied was another plan: %s", call)
			}
		}
	}
}

func TestWithoutAPlanNothingIsApplied(t *testing.T) {
	t.Parallel()
	s := infrastructure(t)
	s.answer("terraform -chdir=infra/environments/staging plan", 1, "no such provider")
	r := s.run("terraform.yml", "push", map[string]any{})
	want(t, r, "check success, plan failure")
	if got := r.changes(); len(got) > 0 {
		t.Errorf("changed was %q", got)
	}
}

func TestWhatIsNotValidChangesNothing(t *testing.T) {
	t.Parallel()
	s := infrastructure(t)
	s.answer("terraform fmt", 3, "")
	r := s.run("terraform.yml", "push", map[string]any{})
	want(t, r, "check failure")
	if got := r.changes(); len(got) > 0 {
		t.Errorf("changed was %q", got)
	}
}

func TestWithoutALockFileItIsSaidWhatToDo(t *testing.T) {
	t.Parallel()
	s := infrastructure(t)
	if err := os.Remove(filepath.Join(s.standin, "checkout/infra/environments/staging/.terraform.lock.hcl")); err != nil {
		t.Fatal(err)
	}
	r := s.run("terraform.yml", "push", map[string]any{})
	want(t, r, "check failure")
	if !strings.Contains(r.log, "make infra-init ENV=staging") || len(r.called("terraform -chdir")) > 0 {
		t.Errorf("called was %q\n%s", r.calls, r.log)
	}
}

// Each environment has a state of its own, whose place its folder says.
func TestWhateverLooksAtAStateSaysWhereItIs(t *testing.T) {
	t.Parallel()
	for event, payload := range map[string]map[string]any{
		"push":              {},
		"workflow_dispatch": {"inputs": map[string]any{"destroy": "staging", "confirm": "destroy staging"}},
	} {
		for _, call := range infrastructure(t).run("terraform.yml", event, payload).called("terraform -chdir=") {
			if strings.Contains(call, " init ") && !strings.Contains(call, "-backend=false") && !strings.HasSuffix(call, " -backend-config=backend.hcl") {
				t.Errorf("%s: %s", event, call)
			}
		}
	}
}

func TestAPullRequestIsPlannedAndToldButNotFromAFork(t *testing.T) {
	t.Parallel()
	for from, c := range map[string]struct {
		ended    string
		comments int
	}{"nektos/act": {"check success, plan success", 3}, "eve/act": {"check success", 0}} {
		s := infrastructure(t)
		r := s.run("terraform.yml", "pull_request", map[string]any{"pull_request": map[string]any{
			"number": 7, "head": map[string]any{"ref": "x", "repo": map[string]any{"full_name": from}}, "base": map[string]any{"ref": "main"}}})
		want(t, r, c.ended)
		if got := r.called("gh api --silent"); len(got) != c.comments || len(r.changes()) > 0 {
			t.Errorf("from %s: comments %q, changes %q", from, got, r.changes())
		}
	}
}

func TestOnlyTheTypedConfirmationDestroys(t *testing.T) {
	t.Parallel()
	for typed, c := range map[string]struct {
		ended   string
		changes []string
	}{
		"destroy staging":  {"check success, confirm success, destroy success", []string{"staging destroy"}},
		"destroy prod":     {"check success, confirm failure", nil},
		"destroy staging ": {"check success, confirm failure", nil},
		"":                 {"check success, confirm failure", nil},
	} {
		r := infrastructure(t).run("terraform.yml", "workflow_dispatch", map[string]any{"inputs": map[string]any{"destroy": "staging", "confirm": typed}})
		want(t, r, c.ended)
		if got := r.changes(); !slices.Equal(got, c.changes) {
			t.Errorf("with %q, changed was %q", typed, got)
		}
	}
}
