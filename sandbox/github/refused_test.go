package github_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/github"
)

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	s := serve(t)
	for _, path := range []string{
		"GET commits/none/check-runs", "GET commits/none/status", "GET commits/none/pulls", "GET commits/none/branches-where-head", "GET pulls/x/reviews",
		"GET actions/runs/x", "GET actions/runs/1/jobs", "GET actions/jobs/x", "GET actions/jobs/1/logs", "GET actions/runs/1/pending_deployments",
		"POST actions/runs/1/pending_deployments", "POST actions/runs/1/deployment_protection_rule", "POST actions/runs/1/rerun", "POST actions/runs/1/cancel",
		"GET actions/workflows/none.yml", "GET actions/workflows/none.yml/runs", "GET deployments/x", "GET deployments/1/statuses", "POST deployments/1/statuses",
		"GET issues", "POST git/refs",
	} {
		method, rest, _ := strings.Cut(path, " ")
		resp, err := s.ask(s.person(), method, rest, nil, nil)
		want := http.StatusNotFound
		if strings.HasPrefix(rest, "commits/") {
			want = http.StatusUnprocessableEntity
		}
		if err == nil || resp.StatusCode != want {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestABodyThatIsNotJSONOrTooLongIsRefused(t *testing.T) {
	s := serve(t)
	id := s.gatedRun()
	for body, want := range map[string]int{"{": http.StatusBadRequest, strings.Repeat(" ", 1<<20+1): http.StatusRequestEntityTooLarge} {
		for _, path := range []string{"deployments", fmt.Sprintf("deployments/%d/statuses", s.deployed("main", "dev").GetID()), "actions/workflows/build.yml/dispatches", fmt.Sprintf("actions/runs/%d/pending_deployments", id)} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/github-api/repos/acme/shop/"+path, strings.NewReader(body))
			s.must(err)
			req.Header.Set("Authorization", "token ghp_secret")
			resp, err := http.DefaultClient.Do(req)
			s.must(err)
			if s.must(resp.Body.Close()); resp.StatusCode != want {
				t.Errorf("%s: %d", path, resp.StatusCode)
			}
		}
	}
}

func TestAReviewThatDoesNotSayWhatOfIsRefused(t *testing.T) {
	s := serve(t)
	id := s.gatedRun()
	gate := s.waits(s.person(), id).Environment.ID
	for name, body := range map[string]map[string]any{
		"nothing": {}, "no comment": {"environment_ids": []int64{gate}, "state": "approved"}, "no gate": {"state": "approved", "comment": ""},
		"another gate": {"environment_ids": []int64{gate + 1}, "state": "approved", "comment": ""}, "another word": {"environment_ids": []int64{gate}, "state": "yes", "comment": ""},
	} {
		if resp, err := s.ask(s.person(), http.MethodPost, fmt.Sprintf("actions/runs/%d/pending_deployments", id), body, nil); err == nil || resp.StatusCode != 422 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s.run(id) != "waiting " {
		t.Errorf("it is %s", s.run(id))
	}
}

func TestAJobAndAWorkflowAreFoundByTheirNumbers(t *testing.T) {
	s := serve(t)
	id := s.dispatch(third, "01A")
	jobs, _, err := s.person().Actions.ListWorkflowJobs(t.Context(), "acme", "shop", id, nil)
	s.must(err)
	j, _, err := s.person().Actions.GetWorkflowJobByID(t.Context(), "acme", "shop", jobs.Jobs[1].GetID())
	s.must(err)
	if j.GetName() != "image" || j.GetRunID() != id || j.GetStatus() != "queued" || j.StartedAt != nil {
		t.Errorf("%+v", j)
	}
	w, _, err := s.person().Actions.GetWorkflowByFileName(t.Context(), "acme", "shop", "build.yml")
	s.must(err)
	same, _, err := s.person().Actions.GetWorkflowByID(t.Context(), "acme", "shop", w.GetID())
	s.must(err)
	if same.GetPath() != ".github/workflows/build.yml" || same.GetName() != "Build" {
		t.Errorf("%+v", same)
	}
	runs, _, err := s.person().Actions.ListWorkflowRunsByID(t.Context(), "acme", "shop", w.GetID(), nil)
	if s.must(err); runs.GetTotalCount() != 1 || runs.WorkflowRuns[0].GetWorkflowID() != w.GetID() {
		t.Errorf("%+v", runs)
	}
}

func TestRunsGoByTheirOwnClockAndAreStampedByTheWallClock(t *testing.T) {
	pace := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	s := serve(t, func(o *github.Options) { o.Pace = func() time.Time { return pace } })
	id := s.dispatch(third, "01A")
	if s.later(time.Hour); s.run(id) != "queued " {
		t.Errorf("it is %s", s.run(id))
	}
	pace = pace.Add(100 * time.Second)
	r, _, err := s.person().Actions.GetWorkflowRunByID(t.Context(), "acme", "shop", id)
	s.must(err)
	if r.GetConclusion() != "success" || !r.GetUpdatedAt().Time.Equal(s.now) {
		t.Errorf("%+v", r)
	}
}

func TestTheAPIMayBeAtTheRootAndThePagesBelowIt(t *testing.T) {
	s := serve(t, func(o *github.Options) { o.WebURL, o.APIURL = o.APIURL, strings.TrimSuffix(o.APIURL, "/github-api") })
	if status, _ := s.get(s.url+"/repos/acme/shop", "ghp_secret"); status != http.StatusOK {
		t.Errorf("the API: %d", status)
	}
	if status, body := s.get(s.url+"/github-api/acme/shop", ""); status != http.StatusOK || !strings.Contains(body, "simulated code host") {
		t.Errorf("the pages: %d", status)
	}
}

func TestWhoWaitsForTheHookCanGoAway(t *testing.T) {
	s := serve(t)
	s.must(s.Ping())
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.Advance(gone); err == nil {
		t.Error("it was sent")
	}
	if s.later(0); len(s.hooks) != 1 {
		t.Errorf("%d were sent afterwards", len(s.hooks))
	}
}
