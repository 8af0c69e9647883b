package commits_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// standing is that of the fifth commit, which is on main.
func (w *world) standing(d rollout.Demands) rollout.Standing {
	w.t.Helper()
	s, err := w.Standing(w.t.Context(), "checkout", sha(5), d)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// states are those of checks, as "name:state".
func states(s rollout.Standing) []string {
	var out []string
	for _, c := range s.Checks {
		out = append(out, c.Name+":"+string(c.State))
	}
	return out
}

func TestOnlyWhatIsDemandedIsAskedFor(t *testing.T) {
	at := "/commits/" + sha(5)
	for name, c := range map[string]struct {
		demands rollout.Demands
		calls   []string
	}{
		"nothing":    {rollout.Demands{}, nil},
		"checks":     {rollout.Demands{Checks: []string{"test"}}, []string{at + "/check-runs", at + "/status"}},
		"signature":  {rollout.Demands{Signed: true}, []string{at}},
		"branches":   {rollout.Demands{Branches: []string{"main", "feature/x"}}, []string{"/branches/main", "/compare/" + sha(6) + "..." + sha(5)}},
		"reviews":    {rollout.Demands{Reviews: 1}, []string{at + "/pulls"}},
		"protection": {rollout.Demands{Protected: true}, []string{"/branches/main", "/rules/branches/main"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, func(r *github.Repository) { r.Pulls = nil })
			w.branch = "main"
			w.standing(c.demands)
			w.expect(c.calls...)
		})
	}
}

// faults.md D10: checks that are red, running or missing are named and linked.
func TestEachDemandedCheckIsToldOnce(t *testing.T) {
	w := open(t, func(r *github.Repository) {
		r.Commits[4].Checks = []github.Check{
			{Name: "test", Conclusion: "failure", URL: "https://ci/test"}, {Name: "lint", Status: "in_progress"}, {Name: "skipped", Conclusion: "skipped"},
			{Name: "neutral", Conclusion: "neutral"}, {Name: "slow", Conclusion: "timed_out"}, {Name: "both"},
		}
		r.Commits[4].Statuses = []github.Status{
			{Context: "ci/fine", State: "success"}, {Context: "ci/red", State: "error", URL: "https://ci/red"}, {Context: "ci/waits", State: "pending"}, {Context: "both", State: "failure"},
		}
	})
	s := w.standing(rollout.Demands{Checks: []string{"test", "lint", "skipped", "neutral", "slow", "both", "ci/fine", "ci/red", "ci/waits", "absent", "test"}})
	want := []string{"test:failed", "lint:running", "skipped:passed", "neutral:passed", "slow:failed", "both:failed", "ci/fine:passed", "ci/red:failed", "ci/waits:running", "absent:missing"}
	if !reflect.DeepEqual(states(s), want) {
		t.Errorf("%q", states(s))
	}
	if s.Checks[0].URL != "https://ci/test" || s.Checks[7].URL != "https://ci/red" {
		t.Errorf("%+v", s.Checks)
	}
}

// run is a check run as GitHub tells of it.
func run(id int, name, conclusion string, began time.Time) string {
	return fmt.Sprintf(`{"id":%d,"name":%q,"status":"completed","conclusion":%q,"started_at":%q}`, id, name, conclusion, began.Format(time.RFC3339))
}

func TestTheLatestRunOfACheckCounts(t *testing.T) {
	w := open(t).on("/commits/"+sha(5)+"/check-runs", 200, `{"check_runs":[`+strings.Join([]string{
		run(2, "again", "success", noon.Add(time.Minute)), run(1, "again", "failure", noon),
		run(3, "worse", "success", noon), run(4, "worse", "failure", noon.Add(time.Minute)),
		run(6, "tie", "failure", noon), run(5, "tie", "success", noon),
	}, ",")+`]}`)
	s := w.standing(rollout.Demands{Checks: []string{"again", "worse", "tie"}})
	if want := []string{"again:passed", "worse:failed", "tie:failed"}; !reflect.DeepEqual(states(s), want) {
		t.Errorf("%q", states(s))
	}
}

func TestALongListIsReadToItsEndOrNotTaken(t *testing.T) {
	var many []github.Check
	for i := range 450 {
		many = append(many, github.Check{Name: fmt.Sprintf("check %03d", i)})
	}
	w := open(t, func(r *github.Repository) { r.Commits[4].Checks = many })
	if s := w.standing(rollout.Demands{Checks: []string{"check 449"}}); s.Checks[0].State != rollout.CheckPassed {
		t.Errorf("%+v", s)
	}
	if n := len(w.calls()); n != 6 { // five pages, and the statuses
		t.Errorf("%d calls", n)
	}
	for i := range 100 {
		many = append(many, github.Check{Name: fmt.Sprintf("more %03d", i)})
	}
	w = open(t, func(r *github.Repository) { r.Commits[4].Checks = many })
	if _, err := w.Standing(t.Context(), "checkout", sha(5), rollout.Demands{Checks: []string{"check 001"}}); !rollout.IsKind(err, rollout.Invalid) {
		t.Errorf("%v", err)
	}
}

func TestWhatGithubItselfAsksForIsAdded(t *testing.T) {
	protect := func(r *github.Repository) {
		r.Protected = map[string]github.Protection{"main": {Checks: []string{"test"}, Rules: []string{"lint", "test"}, Review: 2}, "feature/x": {Checks: []string{"try"}}}
	}
	w := open(t, protect)
	w.branch = "main"
	s := w.standing(rollout.Demands{Protected: true, Checks: []string{"own"}, Reviews: 1})
	if want := []string{"own:missing", "test:passed", "lint:passed"}; !reflect.DeepEqual(states(s), want) || s.Reviews != 2 {
		t.Errorf("%q, %d reviews", states(s), s.Reviews)
	}
	w.expect("/branches/main", "/commits/"+sha(5)+"/check-runs", "/commits/"+sha(5)+"/pulls", "/commits/"+sha(5)+"/status", "/pulls/15/reviews", "/rules/branches/main")
	s = open(t, protect).standing(rollout.Demands{Protected: true, Branches: []string{"main", "feature/x"}, Checks: []string{"own"}})
	if want := []string{"own:missing", "test:passed", "lint:passed", "try:missing"}; !reflect.DeepEqual(states(s), want) || !s.OnBranch {
		t.Errorf("%q of two branches", states(s))
	}
}

// The first is how older servers say it, and the second is to replace it.
func TestRequiredChecksMayBeNamedInEitherWay(t *testing.T) {
	for _, required := range []string{`"contexts":["test"]`, `"checks":[{"context":"test","app_id":null}]`} {
		w := open(t).on("/branches/main", 200, `{"name":"main","protected":true,"protection":{"required_status_checks":{`+required+`}}}`)
		w.branch = "main"
		if got := states(w.standing(rollout.Demands{Protected: true})); !reflect.DeepEqual(got, []string{"test:passed"}) {
			t.Errorf("%s: %q", required, got)
		}
	}
}

// The client's own type fails on the first rule that it does not know.
func TestARuleThatIsYoungerThanWeAreIsPassedOver(t *testing.T) {
	w := open(t).on("/rules/branches/main", 200, `[{"type":"copilot_code_review","parameters":{"review_on_push":true}},{"type":"deletion"},
		{"type":"pull_request","parameters":{"required_approving_review_count":3}}]`)
	w.branch = "main"
	if s := w.standing(rollout.Demands{Protected: true}); s.Reviews != 3 {
		t.Errorf("%+v", s)
	}
	w.on("/rules/branches/main", 404, `{"message":"Not Found"}`) // an Enterprise Server without rules
	if s := w.standing(rollout.Demands{Protected: true}); s.Reviews != 0 {
		t.Errorf("%+v", s)
	}
}

func TestABranchWithoutANameIsRefused(t *testing.T) {
	w := open(t)
	for _, d := range []rollout.Demands{{Protected: true}, {Protected: true, Branches: []string{"a:b"}}, {Branches: []string{"eve:main"}}} {
		_, err := w.Standing(t.Context(), "checkout", sha(5), d)
		w.refused(err, "unknown_ref", "`slipway.yaml`")
	}
	w.branch = "gone"
	if _, err := w.Standing(t.Context(), "checkout", sha(5), rollout.Demands{Protected: true}); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("%v", err)
	}
}

// faults.md D10: not on an allowed branch, or force-pushed away.
func TestACommitIsOnABranchOrNot(t *testing.T) {
	for name, c := range map[string]struct {
		n        int
		branches []string
		want     bool
	}{
		"its head": {6, []string{"main"}, true}, "in its history": {2, []string{"main"}, true}, "beside it": {8, []string{"main"}, false},
		"ahead of it": {6, []string{"old"}, false}, "on the second": {8, []string{"main", "feature/x"}, true}, "one is gone": {2, []string{"gone", "main"}, true},
		"a tag of the name counts for nothing": {3, []string{"both"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := open(t).Standing(t.Context(), "checkout", sha(c.n), rollout.Demands{Branches: c.branches})
			if err != nil || s.OnBranch != c.want {
				t.Errorf("%+v, %v", s, err)
			}
		})
	}
	w := open(t)
	for _, n := range []int{6, 9} { // all of the branches are gone; the commit is
		d := rollout.Demands{Branches: []string{map[int]string{6: "gone", 9: "main"}[n]}}
		if _, err := w.Standing(t.Context(), "checkout", sha(n), d); !rollout.IsKind(err, rollout.NotFound) {
			t.Errorf("%v", err)
		}
	}
}

// faults.md D10: unsigned where that is required.
func TestASignatureIsWhatGithubThinksOfIt(t *testing.T) {
	w := open(t)
	for n, want := range map[int]rollout.Standing{4: {Signed: true}, 5: {Unsigned: "unknown_key"}} {
		if s, err := w.Standing(t.Context(), "checkout", sha(n), rollout.Demands{Signed: true}); err != nil || !reflect.DeepEqual(s, want) {
			t.Errorf("%+v, %v", s, err)
		}
	}
	w.on("/commits/"+sha(5), 200, `{"sha":"`+sha(4)+`","commit":{"verification":{"verified":true}}}`)
	if s := w.standing(rollout.Demands{Signed: true}); s.Signed {
		t.Error("another commit's signature counts")
	}
}

func TestAStandingThatCannotBeKnownIsAnError(t *testing.T) {
	at := "/commits/" + sha(5)
	for path, d := range map[string]rollout.Demands{
		at + "/check-runs": {Checks: []string{"test"}}, at + "/status": {Checks: []string{"test"}}, at + "/pulls": {Reviews: 1}, at: {Signed: true},
		"/pulls/15/reviews": {Reviews: 1}, "/branches/main": {Branches: []string{"main"}}, "/rules/branches/main": {Protected: true}, "/compare/" + sha(6) + "..." + sha(5): {Branches: []string{"main"}},
	} {
		w := open(t).on(path, 403, `{"message":"Resource not accessible by integration"}`, "X-Accepted-GitHub-Permissions", "checks=read")
		w.on(at+"/pulls", 200, pulls(15, true))
		if path == at+"/pulls" {
			w.on(path, 403, `{}`, "X-Accepted-GitHub-Permissions", "checks=read")
		}
		w.branch = "main"
		_, err := w.Standing(t.Context(), "checkout", sha(5), d)
		w.refused(err, "github_permission", "“Checks: read”")
	}
	w := open(t)
	if _, err := w.Standing(t.Context(), "checkout", "main", rollout.Demands{Signed: true}); !rollout.IsKind(err, rollout.Invalid) {
		t.Errorf("%v", err)
	}
	_, err := w.Standing(t.Context(), "ghost", sha(5), rollout.Demands{Signed: true})
	w.refused(err, "no_repository")
}
