package github_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// heard decodes the webhooks that came, as the real client does, and forgets them.
func (s *site) heard() []any {
	s.t.Helper()
	out := make([]any, len(s.hooks))
	for i, h := range s.hooks {
		event, err := api.ParseWebHook(h.header.Get(api.EventTypeHeader), h.body)
		s.must(err)
		s.must(api.ValidateSignature(h.header.Get(api.SHA256SignatureHeader), h.body, []byte("hush")))
		out[i] = event
	}
	s.hooks = nil
	return out
}

// tale is what webhooks tell, in short.
func tale(events []any) []string {
	return names(events, func(e any) string {
		switch e := e.(type) {
		case *api.WorkflowRunEvent:
			return "run " + e.GetAction() + " " + e.GetWorkflowRun().GetConclusion()
		case *api.CheckSuiteEvent:
			return "suite " + e.GetAction() + " " + e.GetCheckSuite().GetConclusion()
		case *api.DeploymentEvent:
			return "deployment " + e.GetDeployment().GetEnvironment()
		case *api.DeploymentStatusEvent:
			return "status " + e.GetDeploymentStatus().GetState()
		case *api.PushEvent:
			return "push " + e.GetRef() + " " + e.GetHeadCommit().GetMessage()
		}
		return fmt.Sprintf("%T", e)
	})
}

func TestEachStateOfARunIsToldOnceSignedAndInOrder(t *testing.T) {
	s := serve(t)
	id := s.dispatch(side, "01A")
	s.later(time.Hour)
	s.later(time.Hour)
	guid := s.hooks[0].header.Get("X-GitHub-Delivery")
	events := s.heard()
	if got := fmt.Sprint(tale(events)); len(guid) != 36 || got != "[run requested  run in_progress  run completed success suite completed success]" {
		t.Error(guid, got)
	}
	run := events[2].(*api.WorkflowRunEvent)
	r := run.GetWorkflowRun()
	if r.GetID() != id || r.GetStatus() != "completed" || r.GetHeadSHA() != third || r.GetRunAttempt() != 1 || !strings.Contains(r.GetDisplayTitle(), "01A") ||
		run.GetRepo().GetFullName() != "acme/shop" || r.GetHeadRepository().GetFullName() != "acme/shop" || run.GetInstallation().GetID() != 7 {
		t.Errorf("%+v", r)
	}
}

func TestARunOfAForkSaysSo(t *testing.T) {
	s := serve(t)
	_, err := s.Start("acme/shop", github.Start{Workflow: "build.yml", SHA: twin, Fork: "eve/shop", Event: "pull_request", Inputs: map[string]string{"sha": twin}})
	s.must(err)
	s.later(0)
	r := s.heard()[0].(*api.WorkflowRunEvent).GetWorkflowRun()
	if r.GetHeadRepository().GetFullName() != "eve/shop" || r.GetRepository().GetFullName() != "acme/shop" || r.GetEvent() != "pull_request" {
		t.Errorf("%+v", r)
	}
	for _, wrong := range []github.Start{{Workflow: "none.yml"}, {Workflow: "build.yml", SHA: sha("99")}} {
		if _, err := s.Start("acme/shop", wrong); err == nil {
			t.Errorf("%+v began", wrong)
		}
	}
	if _, err := s.Start("acme/none", github.Start{}); err == nil {
		t.Error("a run began nowhere")
	}
}

func TestAGateAndADeploymentAreTold(t *testing.T) {
	s := serve(t)
	id := s.gatedRun()
	events := s.heard()
	if got := fmt.Sprint(tale(events)); got != "[run requested  deployment staging status waiting]" {
		t.Error(got)
	}
	s.must(s.Approve(id))
	s.later(time.Second)
	if got := fmt.Sprint(tale(s.heard())); got != "[status in_progress run in_progress  status success deployment prod status waiting]" {
		t.Error(got)
	}
	s.deployed(side, "dev")
	s.later(0)
	if d := s.heard()[0].(*api.DeploymentEvent); d.GetDeployment().GetSHA() != side || d.GetSender().GetLogin() != "octocat" {
		t.Errorf("%+v", d)
	}
}

func TestPushesAndTheChecksAfterThemAreTold(t *testing.T) {
	s := serve(t)
	next := sha("7777")
	s.must(s.PushCommits("acme/shop", "main", github.Commit{SHA: next, Subject: "Next", Author: "ana"}))
	s.must(s.PushCommits("acme/shop", "new", github.Commit{SHA: sha("8888"), Subject: "New", Author: "ana"}))
	s.must(s.SetChecks("acme/shop", next, github.Check{Name: "test", Status: "in_progress"}))
	s.must(s.SetChecks("acme/shop", next, github.Check{Name: "test", Conclusion: "failure"}))
	s.must(s.Move("acme/shop", "main", third))
	s.must(s.Move("acme/shop", "new", ""))
	s.later(0)
	events := s.heard()
	want := []string{"push refs/heads/main Next", "push refs/heads/new New", "suite completed failure", "push refs/heads/main Sell the shop", "push refs/heads/new "}
	if got := tale(events); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	p, forced, gone := events[0].(*api.PushEvent), events[3].(*api.PushEvent), events[4].(*api.PushEvent)
	if p.GetBefore() != third || p.GetAfter() != next || p.GetForced() || len(p.Commits) != 1 || p.Commits[0].GetID() != next || p.GetRepo().GetFullName() != "acme/shop" || p.GetPusher().GetName() != "octocat" {
		t.Errorf("%+v", p)
	}
	if !events[1].(*api.PushEvent).GetCreated() || !forced.GetForced() || !gone.GetDeleted() || gone.GetAfter() != strings.Repeat("0", 40) || gone.HeadCommit != nil {
		t.Errorf("%+v %+v", forced, gone)
	}
	if suite := events[2].(*api.CheckSuiteEvent).GetCheckSuite(); suite.GetHeadSHA() != next || suite.GetHeadBranch() != "main" {
		t.Errorf("%+v", suite)
	}
}

func TestWhatCannotBePushedChangesNothing(t *testing.T) {
	s := serve(t)
	for name, err := range map[string]error{
		"no commits": s.PushCommits("acme/shop", "main"), "nowhere": s.PushCommits("acme/none", "main", github.Commit{SHA: sha("77")}),
		"short": s.PushCommits("acme/shop", "main", github.Commit{SHA: sha("77")}, github.Commit{SHA: "88"}), "no parent": s.PushCommits("acme/shop", "main", github.Commit{SHA: sha("77"), Parents: []string{sha("66")}}),
		"moved": s.Move("acme/shop", "main", sha("77")), "checks": s.SetChecks("acme/shop", sha("77")),
	} {
		if err == nil {
			t.Errorf("%s: it was done", name)
		}
	}
	if _, _, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", sha("77"), nil); err == nil || len(s.Deliveries()) != 0 {
		t.Errorf("something was: %v", err)
	}
}

func TestAWebhookIsSentOnceAndAgainOnlyWhenThatIsAskedFor(t *testing.T) {
	s := serve(t)
	s.hooked = http.StatusInternalServerError
	s.must(s.Ping())
	s.later(0)
	s.later(time.Minute)
	all := s.Deliveries()
	if len(s.hooks) != 1 || len(all) != 1 || all[0].Status != 500 || all[0].Tries != 1 || all[0].Event != "ping" {
		t.Fatalf("%d came; %+v", len(s.hooks), all)
	}
	s.hooked = http.StatusOK
	s.reopen()
	s.must(s.Redeliver(t.Context(), all[0].GUID))
	if len(s.hooks) != 2 || s.hooks[1].header.Get("X-GitHub-Delivery") != all[0].GUID || string(s.hooks[1].body) != string(s.hooks[0].body) || s.Deliveries()[0].Status != 200 {
		t.Errorf("%+v", s.Deliveries())
	}
	if s.Redeliver(t.Context(), "none") == nil {
		t.Error("a webhook that never was is sent")
	}
}

func TestAHookThatIsNotThereHoldsNothingUp(t *testing.T) {
	s := serve(t, func(o *github.Options) { o.HookURL = "http://127.0.0.1:1/" })
	id := s.dispatch(third, "01A")
	if s.later(time.Hour); s.run(id) != "completed success" || s.Deliveries()[0].Tries != 1 || s.Deliveries()[0].Status != 0 {
		t.Errorf("%+v", s.Deliveries()[0])
	}
}

func TestOnlyEventsThatTheHookIsSubscribedToAreSent(t *testing.T) {
	s := serve(t, func(o *github.Options) { o.Events = []string{"push"} })
	s.dispatch(third, "01A")
	s.must(s.Move("acme/shop", "twin", first))
	s.must(s.Ping())
	s.later(time.Hour)
	if got := fmt.Sprint(tale(s.heard())); got != "[push refs/heads/twin Sell things *github.PingEvent]" {
		t.Error(got)
	}
}

func TestOldWebhooksThatWereTakenAreForgotten(t *testing.T) {
	s := serve(t)
	s.hooked = http.StatusTeapot
	s.must(s.Ping())
	s.later(0)
	s.hooked = http.StatusOK
	for range 210 {
		s.must(s.Ping())
	}
	s.later(0)
	if all := s.Deliveries(); len(all) != 201 || all[0].Status != http.StatusTeapot {
		t.Errorf("%d are kept", len(all))
	}
}
