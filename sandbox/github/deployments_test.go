package github_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// deployed makes a deployment.
func (s *site) deployed(ref, environment string) *api.Deployment {
	s.t.Helper()
	d, _, err := s.person().Repositories.CreateDeployment(s.t.Context(), "acme", "shop", &api.DeploymentRequest{
		Ref: &ref, Environment: &environment, AutoMerge: api.Bool(false), RequiredContexts: &[]string{}, Payload: map[string]string{"id": environment + ref}, Description: api.String("Ours"),
	})
	s.must(err)
	return d
}

// marked adds a status to a deployment.
func (s *site) marked(d *api.Deployment, r api.DeploymentStatusRequest) {
	s.t.Helper()
	_, _, err := s.person().Repositories.CreateDeploymentStatus(s.t.Context(), "acme", "shop", d.GetID(), &r)
	s.must(err)
}

// states are those of a deployment's statuses, newest first.
func (s *site) states(d *api.Deployment) []string {
	s.t.Helper()
	list, _, err := s.person().Repositories.ListDeploymentStatuses(s.t.Context(), "acme", "shop", d.GetID(), nil)
	s.must(err)
	return names(list, func(d *api.DeploymentStatus) string { return d.GetState() })
}

func TestADeploymentIsFoundByWhatItIsOf(t *testing.T) {
	s := serve(t)
	s.deployed("main", "staging")
	d := s.deployed(side, "prod")
	for name, o := range map[string]api.DeploymentsListOptions{"commit": {SHA: side}, "environment": {Environment: "prod", Task: "deploy"}, "ref": {Ref: side}} {
		list, _, err := s.person().Repositories.ListDeployments(t.Context(), "acme", "shop", &o)
		s.must(err)
		var payload map[string]string
		if len(list) != 1 || list[0].GetID() != d.GetID() || list[0].GetSHA() != side || json.Unmarshal(list[0].Payload, &payload) != nil || payload["id"] != "prod"+side {
			t.Errorf("%s: %v", name, list)
		}
	}
	got, _, err := s.person().Repositories.GetDeployment(t.Context(), "acme", "shop", d.GetID())
	if s.must(err); got.GetDescription() != "Ours" || got.GetCreator().GetLogin() != "octocat" {
		t.Errorf("%v", got)
	}
	if _, resp, err := s.person().Repositories.GetDeployment(t.Context(), "acme", "shop", 1); err == nil || resp.StatusCode != 404 {
		t.Errorf("none: %v", err)
	}
}

func TestADeploymentThatGitHubWouldNotMakeIsRefused(t *testing.T) {
	s := serve(t)
	s.must(s.SetChecks("acme/shop", third, github.Check{Name: "test", Conclusion: "failure"}))
	long := strings.Repeat("ä", 141)
	for name, c := range map[string]struct {
		r      api.DeploymentRequest
		status int
		says   string
	}{
		"no ref":        {api.DeploymentRequest{}, 422, "wasn't supplied"},
		"unknown ref":   {api.DeploymentRequest{Ref: api.String("gone")}, 422, "No ref found for: gone"},
		"red checks":    {api.DeploymentRequest{Ref: api.String("main")}, 409, "Commit status checks failed for main"},
		"missing check": {api.DeploymentRequest{Ref: &side, RequiredContexts: &[]string{"never"}}, 409, "Commit status checks failed"},
		"auto merge":    {api.DeploymentRequest{Ref: api.String("feature/other"), RequiredContexts: &[]string{}}, 409, "Conflict merging main into feature/other"},
		"long words":    {api.DeploymentRequest{Ref: &side, Description: &long}, 422, "Validation Failed"},
	} {
		_, resp, err := s.person().Repositories.CreateDeployment(t.Context(), "acme", "shop", &c.r)
		if err == nil || resp.StatusCode != c.status || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASuccessTakesThePlaceOfTheOneBeforeUnlessItIsToldNotTo(t *testing.T) {
	s := serve(t)
	old, elsewhere, kept := s.deployed(first, "staging"), s.deployed(first, "prod"), s.deployed(first, "production")
	failed := s.deployed(first, "staging")
	s.marked(failed, api.DeploymentStatusRequest{State: api.String("failure")})
	for _, d := range []*api.Deployment{old, elsewhere, kept} {
		s.marked(d, api.DeploymentStatusRequest{State: api.String("success"), AutoInactive: api.Bool(false)})
	}
	next, after := s.deployed(second, "staging"), s.deployed(third, "staging")
	s.marked(next, api.DeploymentStatusRequest{State: api.String("in_progress"), LogURL: api.String("https://ci.example.com/1")})
	s.marked(next, api.DeploymentStatusRequest{State: api.String("success"), AutoInactive: api.Bool(false)})
	if got := s.states(old); !slices.Equal(got, []string{"success"}) {
		t.Errorf("told not to: %v", got)
	}
	s.marked(after, api.DeploymentStatusRequest{State: api.String("success")})
	s.marked(s.deployed(second, "production"), api.DeploymentStatusRequest{State: api.String("success")})
	if got := fmt.Sprint(s.states(old), s.states(next), s.states(failed), s.states(elsewhere), s.states(kept)); got != "[inactive success] [inactive success in_progress] [failure] [success] [success]" {
		t.Error(got)
	}
}

func TestAStatusThatBreaksARuleIsRefused(t *testing.T) {
	s := serve(t)
	d := s.deployed(first, "staging")
	for name, r := range map[string]api.DeploymentStatusRequest{
		"state": {State: api.String("done")}, "words": {State: api.String("success"), Description: api.String(strings.Repeat("x", 141))},
		"log": {State: api.String("success"), LogURL: api.String("javascript:alert(1)")}, "address": {State: api.String("success"), EnvironmentURL: api.String("staging")},
	} {
		_, resp, err := s.person().Repositories.CreateDeploymentStatus(t.Context(), "acme", "shop", d.GetID(), &r)
		if err == nil || resp.StatusCode != 422 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := s.states(d); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// gatedRun begins a run that waits for people.
func (s *site) gatedRun() int64 {
	s.t.Helper()
	_, err := s.person().Actions.CreateWorkflowDispatchEventByFileName(s.t.Context(), "acme", "shop", "ship.yml", api.CreateWorkflowDispatchEventRequest{Ref: "main", Inputs: map[string]any{"to": "all"}})
	s.must(err)
	s.later(time.Second)
	runs, _, err := s.person().Actions.ListWorkflowRunsByFileName(s.t.Context(), "acme", "shop", "ship.yml", nil)
	s.must(err)
	return runs.WorkflowRuns[0].GetID()
}

// pending is what a run waits at.
type pending struct {
	Environment struct {
		ID   int64
		Name string
	}
	Can bool `json:"current_user_can_approve"`
}

// ask calls what the client has no method for.
func (s *site) ask(c *api.Client, method, path string, body, into any) (*api.Response, error) {
	s.t.Helper()
	req, err := c.NewRequest(method, "repos/acme/shop/"+path, body)
	s.must(err)
	return c.Do(s.t.Context(), req, into)
}

// waits is the one gate that a run waits at.
func (s *site) waits(c *api.Client, run int64) (gate pending) {
	s.t.Helper()
	var list []pending
	_, err := s.ask(c, http.MethodGet, fmt.Sprintf("actions/runs/%d/pending_deployments", run), nil, &list)
	if s.must(err); len(list) != 1 {
		s.t.Fatalf("it waits for %v", list)
	}
	return list[0]
}

// review says yes or no at a gate.
func (s *site) review(c *api.Client, run int64, state string) (*api.Response, error) {
	s.t.Helper()
	_, resp, err := c.Actions.PendingDeployments(s.t.Context(), "acme", "shop", run, &api.PendingDeploymentsRequest{
		EnvironmentIDs: []int64{s.waits(c, run).Environment.ID}, State: state, Comment: "for ana",
	})
	return resp, err
}

func TestARunWaitsAtItsGatesUntilThoseWhoMayOpenThem(t *testing.T) {
	s := serve(t)
	id := s.gatedRun()
	if s.later(time.Hour); s.run(id) != "waiting " {
		t.Errorf("it is %s", s.run(id))
	}
	if gate := s.waits(s.installed(nil), id); gate.Environment.Name != "staging" || gate.Can || !s.waits(s.person(), id).Can {
		t.Errorf("%+v", gate)
	}
	if resp, err := s.review(s.installed(nil), id, "approved"); err == nil || resp.StatusCode != 422 {
		t.Errorf("somebody who is no reviewer: %v", err)
	}
	rule := func(environment string) error {
		_, err := s.ask(s.installed(nil), http.MethodPost, fmt.Sprintf("actions/runs/%d/deployment_protection_rule", id), map[string]string{"environment_name": environment, "state": "approved"}, nil)
		return err
	}
	if rule("staging") == nil {
		t.Error("the App opens a gate that it does not guard")
	}
	_, err := s.review(s.person(), id, "approved")
	s.must(err)
	if s.later(time.Second); s.run(id) != "waiting " {
		t.Errorf("at the second gate it is %s", s.run(id))
	}
	s.must(rule("prod"))
	if s.later(time.Second); s.run(id) != "completed success" || rule("prod") == nil {
		t.Errorf("at its end it is %s", s.run(id))
	}
	list, _, err := s.person().Repositories.ListDeployments(t.Context(), "acme", "shop", nil)
	s.must(err)
	if len(list) != 2 || fmt.Sprint(s.states(list[1])) != "[success in_progress waiting]" {
		t.Errorf("%v", s.states(list[1]))
	}
}

func TestARunThatIsRejectedAtAGateFails(t *testing.T) {
	s := serve(t)
	id := s.gatedRun()
	_, err := s.review(s.person(), id, "rejected")
	s.must(err)
	if s.later(time.Second); s.run(id) != "completed failure" {
		t.Errorf("it is %s", s.run(id))
	}
	if s.Approve(id) == nil {
		t.Error("it is approved afterwards")
	}
	other := s.gatedRun()
	s.must(s.Approve(other))
	if s.later(time.Second); s.run(other) != "waiting " {
		t.Errorf("it is %s", s.run(other))
	}
}
