package github_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/github"
)

func TestEachLinkLeadsToAPage(t *testing.T) {
	s := serve(t)
	s.must(s.Will(side, github.Outcome{Conclusion: "failure", Log: []string{"it broke"}}))
	id := s.dispatch(side, "01A")
	s.later(time.Hour)
	jobs, _, err := s.person().Actions.ListWorkflowJobs(t.Context(), "acme", "shop", id, nil)
	s.must(err)
	for path, want := range map[string]string{
		"": "Sell the shop", "/commit/" + second: "migrations/1.sql", "/compare/v1...main": "2 commits", "/compare/main...feature/other": "Sell other things",
		"/pull/7": "More things (#7)", "/pull/8": "open", fmt.Sprintf("/actions/runs/%d", id): "Re-run failed jobs", strings.TrimPrefix(jobs.Jobs[0].GetHTMLURL(), s.url+"/github/acme/shop"): "it broke",
	} {
		status, body := s.get(s.url+"/github/acme/shop"+path, "")
		if status != http.StatusOK || !strings.Contains(body, want) || strings.Contains(body, "<script") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	for _, path := range []string{"none", "shop/commit/none", "shop/compare/a...b", "shop/pull/9", "shop/actions/runs/1", fmt.Sprintf("shop/actions/runs/%d/job/1", id), fmt.Sprintf("shop/actions/runs/%d/job/x", id), "shop/actions/runs/1/job/1"} {
		if status, _ := s.get(s.url+"/github/acme/"+path, ""); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// faults.md D11.
func TestHostileWordsAreOnlyWordsOnAPage(t *testing.T) {
	s := serve(t)
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	s.must(s.PushCommits("acme/shop", "main", github.Commit{SHA: sha("e0"), Message: evil, Author: evil, Files: []string{evil}}))
	for _, path := range []string{"", "/commit/main", "/compare/v1...main"} {
		if _, body := s.get(s.url+"/github/acme/shop"+path, ""); strings.Contains(body, "<script") || strings.Contains(body, "<img") || !strings.Contains(body, "alert(1)") {
			t.Errorf("%s: %s", path, body)
		}
	}
}

// press presses a button on the page of a run, as a browser on that page does.
func (s *site) press(run int64, do, from string) int {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, fmt.Sprintf("%s/github/acme/shop/actions/runs/%d/%s", s.url, run, do), nil)
	s.must(err)
	req.Header.Set("Sec-Fetch-Site", from)
	resp, err := http.DefaultClient.Do(req)
	s.must(err)
	s.must(resp.Body.Close())
	s.later(time.Second)
	return resp.StatusCode
}

func TestTheButtonsOfARunDoWhatTheySay(t *testing.T) {
	s := serve(t)
	id := s.gatedRun()
	if _, body := s.get(fmt.Sprintf("%s/github/acme/shop/actions/runs/%d", s.url, id), ""); !strings.Contains(body, "Approve staging") {
		t.Error(body)
	}
	if got := s.press(id, "approve", "cross-site"); got != http.StatusForbidden || s.run(id) != "waiting " {
		t.Errorf("from another site: %d, %s", got, s.run(id))
	}
	for i, c := range []struct {
		do     string
		status int
		run    string
	}{
		{"approve", 200, "waiting "}, {"rerun", 409, "waiting "}, {"cancel", 200, "completed cancelled"}, {"cancel", 409, "completed cancelled"}, {"approve", 409, "completed cancelled"},
		{"rerun-failed", 200, "waiting "}, {"cancel", 200, "completed cancelled"}, {"rerun", 200, "waiting "}, {"burn", 404, "waiting "},
	} {
		if got := s.press(id, c.do, "same-origin"); got != c.status || s.run(id) != c.run {
			t.Errorf("%d %s: %d, %s", i, c.do, got, s.run(id))
		}
	}
	if got := s.press(1, "cancel", "same-origin"); got != http.StatusNotFound {
		t.Errorf("no run: %d", got)
	}
}
