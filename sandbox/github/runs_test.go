package github_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

func TestADispatchedRunGoesFromTheQueueToItsEndAndPublishesOnce(t *testing.T) {
	s := serve(t)
	id := s.dispatch(side, "01ABC")
	for _, want := range []struct {
		later time.Duration
		run   string
	}{{4 * time.Second, "queued "}, {time.Second, "in_progress "}, {94 * time.Second, "in_progress "}, {time.Second, "completed success"}} {
		if s.later(want.later); s.run(id) != want.run {
			t.Errorf("%s later it is %q, want %q", want.later, s.run(id), want.run)
		}
	}
	if len(s.published) != 1 || s.published[0].Commit.SHA != side || s.published[0].Run != id || s.published[0].Inputs["correlation_id"] != "01ABC" || s.published[0].Repository != "acme/shop" {
		t.Errorf("published %+v", s.published)
	}
	r, _, err := s.person().Actions.GetWorkflowRunByID(t.Context(), "acme", "shop", id)
	s.must(err)
	if r.GetDisplayTitle() != "Build "+side+" (01ABC)" || r.GetEvent() != "workflow_dispatch" || r.GetHeadSHA() != third || r.GetHeadBranch() != "main" || r.GetRunAttempt() != 1 {
		t.Errorf("%+v", r)
	}
}

func TestADispatchIsRefusedWithGitHubsWords(t *testing.T) {
	s := serve(t)
	inputs := func(pairs ...any) map[string]any {
		out := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i].(string)] = pairs[i+1]
		}
		return out
	}
	for _, c := range []struct {
		file   string
		event  api.CreateWorkflowDispatchEventRequest
		status int
		says   string
	}{
		{"none.yml", api.CreateWorkflowDispatchEventRequest{Ref: "main"}, 404, "Not Found"},
		{"build.yml", api.CreateWorkflowDispatchEventRequest{Ref: "gone", Inputs: inputs("sha", third)}, 422, "No ref found for: gone"},
		{"build.yml", api.CreateWorkflowDispatchEventRequest{Ref: "main", Inputs: inputs("sha", third, "x", "1")}, 422, `Unexpected inputs provided: ["x"]`},
		{"build.yml", api.CreateWorkflowDispatchEventRequest{Ref: "main"}, 422, "Required input 'sha' not provided"},
		{"build.yml", api.CreateWorkflowDispatchEventRequest{}, 422, "wasn't supplied"},
	} {
		resp, err := s.person().Actions.CreateWorkflowDispatchEventByFileName(t.Context(), "acme", "shop", c.file, c.event)
		if err == nil || resp.StatusCode != c.status || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %+v: %v", c.file, c.event, err)
		}
	}
	runs, _, err := s.person().Actions.ListRepositoryWorkflowRuns(t.Context(), "acme", "shop", nil)
	s.must(err)
	if runs.GetTotalCount() != 0 {
		t.Errorf("%d runs were begun", runs.GetTotalCount())
	}
}

// faults.md D1.
func TestOlderServersBeginARunWithoutSayingWhichOrDoNotKnowTheField(t *testing.T) {
	for server, want := range map[github.Server]int{github.Current: 200, github.Silent: 204, github.Strict: 400} {
		s := serve(t, func(o *github.Options) { o.Server = server })
		c := s.person()
		req, err := c.NewRequest(http.MethodPost, "repos/acme/shop/actions/workflows/build.yml/dispatches", map[string]any{
			"ref": "main", "inputs": map[string]any{"sha": third, "correlation_id": "01X"}, "return_run_details": true,
		})
		s.must(err)
		resp, err := c.Do(t.Context(), req, nil)
		if resp.StatusCode != want || (err != nil) != (want == 400) {
			t.Errorf("%q answers %d, %v", server, resp.StatusCode, err)
		}
		runs, _, err := s.person().Actions.ListWorkflowRunsByFileName(t.Context(), "acme", "shop", "build.yml", nil)
		if s.must(err); (runs.GetTotalCount() == 1) != (want != 400) {
			t.Errorf("%q began %d runs", server, runs.GetTotalCount())
		}
	}
}

func TestRunsAreFoundByWhatTheyAre(t *testing.T) {
	s := serve(t)
	s.now = s.now.Add(time.Second / 2) // times are told, and compared, to the second
	old := s.dispatch(third, "01A")
	s.later(time.Hour)
	recent := s.dispatch(third, "01B")
	pushed, err := s.Start("acme/shop", github.Start{Workflow: "ship.yml", Branch: "twin", Fork: "eve/shop"})
	s.must(err)
	for name, want := range map[string]struct {
		o    api.ListWorkflowRunsOptions
		runs []int64
	}{
		"all":       {api.ListWorkflowRunsOptions{}, []int64{pushed, recent, old}},
		"event":     {api.ListWorkflowRunsOptions{Event: "workflow_dispatch"}, []int64{recent, old}},
		"since":     {api.ListWorkflowRunsOptions{Created: ">=2026-11-22T13:00:00Z", Event: "workflow_dispatch"}, []int64{recent}},
		"until":     {api.ListWorkflowRunsOptions{Created: "<2026-11-22T13:00:00Z"}, []int64{old}},
		"day":       {api.ListWorkflowRunsOptions{Created: "2026-11-21"}, []int64{}},
		"range":     {api.ListWorkflowRunsOptions{Created: "2026-11-22T11:00:00Z..2026-11-22T12:30:00Z"}, []int64{old}},
		"open":      {api.ListWorkflowRunsOptions{Created: "*..2026-11-22"}, []int64{pushed, recent, old}},
		"after":     {api.ListWorkflowRunsOptions{Created: ">2026-11-22T12:00:00Z", Branch: "main"}, []int64{recent}},
		"at most":   {api.ListWorkflowRunsOptions{Created: "<=2026-11-22T12:00:00Z"}, []int64{old}},
		"branch":    {api.ListWorkflowRunsOptions{Branch: "twin"}, []int64{pushed}},
		"commit":    {api.ListWorkflowRunsOptions{HeadSHA: twin}, []int64{pushed}},
		"succeeded": {api.ListWorkflowRunsOptions{Status: "success"}, []int64{old}},
		"queued":    {api.ListWorkflowRunsOptions{Status: "queued", Branch: "main"}, []int64{recent}},
	} {
		runs, _, err := s.person().Actions.ListRepositoryWorkflowRuns(t.Context(), "acme", "shop", &want.o)
		s.must(err)
		got := []int64{}
		for _, r := range runs.WorkflowRuns {
			got = append(got, r.GetID())
		}
		if fmt.Sprint(got) != fmt.Sprint(want.runs) {
			t.Errorf("%s: %v, want %v", name, got, want.runs)
		}
	}
	if _, resp, err := s.person().Actions.ListRepositoryWorkflowRuns(t.Context(), "acme", "shop", &api.ListWorkflowRunsOptions{Created: ">=soon"}); err == nil || resp.StatusCode != 422 {
		t.Errorf("a time that is none: %v", err)
	}
}

func TestAFailedRunSaysWhichStepFailedAndItsLogSaysWhy(t *testing.T) {
	s := serve(t)
	s.must(s.Will(side, github.Outcome{Conclusion: "failure", Job: "test", Step: "Unit tests", Log: []string{"--- FAIL: TestSell", "expected 1"}}))
	id := s.dispatch(side, "01A")
	s.later(time.Minute)
	if s.run(id) != "completed failure" || len(s.published) != 0 {
		t.Errorf("it is %s, and published %v", s.run(id), s.published)
	}
	jobs, _, err := s.person().Actions.ListWorkflowJobs(t.Context(), "acme", "shop", id, nil)
	s.must(err)
	got := ""
	for _, j := range jobs.Jobs {
		got += j.GetName() + " " + j.GetConclusion() + ":"
		for _, st := range j.Steps {
			got += " " + st.GetName() + " " + st.GetConclusion()
		}
		got += ". "
	}
	if want := "test failure: Check out success Unit tests failure. image skipped: Build skipped Scan skipped Push skipped. "; got != want {
		t.Errorf("got %s", got)
	}
	if log := s.log(jobs.Jobs[0].GetID()); !strings.Contains(log, "Z expected 1\n") || !strings.HasSuffix(log, "##[error]Process completed with exit code 1.\n") {
		t.Errorf("the log is %s", log)
	}
	if _, resp, err := s.person().Actions.GetWorkflowJobLogs(t.Context(), "acme", "shop", jobs.Jobs[1].GetID(), 0); err == nil || resp.StatusCode != 404 {
		t.Errorf("the log of a job that never began: %v", err)
	}
}

// log is the log of a job.
func (s *site) log(job int64) string {
	s.t.Helper()
	u, _, err := s.person().Actions.GetWorkflowJobLogs(s.t.Context(), "acme", "shop", job, 0)
	s.must(err)
	status, body := s.get(u.String(), "")
	if status != http.StatusOK {
		s.t.Errorf("the log: %d", status)
	}
	return body
}

// get fetches a page.
func (s *site) get(url, token string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, url, nil)
	s.must(err)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	s.must(err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	s.must(err)
	return resp.StatusCode, string(body)
}

func TestTheAddressOfALogIsGoodForAMinuteAndTakesNoToken(t *testing.T) {
	s := serve(t)
	id := s.dispatch(third, "01A")
	s.later(time.Hour)
	jobs, _, err := s.person().Actions.ListWorkflowJobs(t.Context(), "acme", "shop", id, nil)
	s.must(err)
	u, _, err := s.person().Actions.GetWorkflowJobLogs(t.Context(), "acme", "shop", jobs.Jobs[0].GetID(), 0)
	s.must(err)
	if status, _ := s.get(u.String(), "ghp_secret"); status != http.StatusUnauthorized {
		t.Errorf("with a token: %d", status)
	}
	s.later(2 * time.Minute)
	if status, _ := s.get(u.String(), ""); status != http.StatusForbidden {
		t.Errorf("too late: %d", status)
	}
}
