package workflows_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	run  = "GET " + actions + "/runs/77"
	jobs = run + "/jobs"
	logs = "GET " + actions + "/jobs/5/logs"
	wait = run + "/pending_deployments"
	here = "https://github.com/acme/checkout/actions/runs/77"
)

// stands is a run as GitHub tells of it.
func stands(status, conclusion string, attempt int) http.HandlerFunc {
	return said(200, fmt.Sprintf(`{"id":77,"status":%q,"conclusion":%q,"run_attempt":%d,"html_url":%q,"updated_at":"2026-11-23T12:01:00Z"}`,
		status, conclusion, attempt, here))
}

const twoJobs = `{"total_count":2,"jobs":[
 {"id":4,"name":"lint","conclusion":"cancelled","steps":[{"name":"Lint","conclusion":"cancelled"}]},
 {"id":5,"name":"test","conclusion":"failure","html_url":"https://github.com/acme/checkout/actions/runs/77/job/5","steps":[
  {"name":"Set up","conclusion":"success"},{"name":"Unit tests","conclusion":"failure"},{"name":"Report","conclusion":"failure"}]}]}`

// D8: a run ends in one of many ways, and each is told.
func TestD8HoweverARunStandsItIsOneOfOurStates(t *testing.T) {
	for name, c := range map[string]struct {
		status, conclusion string
		attempt            int
		want               rollout.RunState
		calls              int
	}{
		"queued":                {"queued", "", 1, rollout.RunQueued, 1},
		"requested":             {"requested", "", 1, rollout.RunQueued, 1},
		"pending":               {"pending", "", 1, rollout.RunQueued, 1},
		"under way":             {"in_progress", "", 1, rollout.RunGoing, 1},
		"run again":             {"in_progress", "", 2, rollout.RunGoing, 1},
		"succeeded":             {"completed", "success", 1, rollout.RunSucceeded, 1},
		"cancelled":             {"completed", "cancelled", 1, rollout.RunCancelled, 1},
		"skipped":               {"completed", "skipped", 1, rollout.RunFailed, 2},
		"timed out":             {"completed", "timed_out", 1, rollout.RunFailed, 2},
		"could not be started":  {"completed", "startup_failure", 1, rollout.RunFailed, 2},
		"given up":              {"completed", "stale", 1, rollout.RunFailed, 2},
		"in a word of tomorrow": {"completed", "evaporated", 1, rollout.RunFailed, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(run, stands(c.status, c.conclusion, c.attempt))
			w.on(jobs, said(200, `{"total_count":0,"jobs":[]}`))
			got, err := w.Look(t.Context(), "checkout", 77)
			if err != nil {
				t.Fatal(err)
			}
			if got.State != c.want || got.ID != 77 || got.Attempt != c.attempt || got.URL != here || got.Failure != nil {
				t.Errorf("got %+v", got)
			}
			if !got.Updated.Equal(time.Date(2026, 11, 23, 12, 1, 0, 0, time.UTC)) {
				t.Errorf("it changed at %s", got.Updated)
			}
			if n := w.called(""); n != c.calls {
				t.Errorf("%d calls were made, want %d", n, c.calls)
			}
		})
	}
}

func TestD8ARunThatWasDeletedIsNotFound(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Look(t.Context(), "checkout", 77); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := w.Look(t.Context(), "unheard", 77); err == nil {
		t.Error("a service without a repository was looked for")
	}
}

func TestARunThatFailedSaysWhichJobAndStepAndHowItsLogEnds(t *testing.T) {
	w := newWorld(t)
	w.on(run, stands("completed", "failure", 1))
	w.on(jobs, said(200, twoJobs))
	w.on(logs, said(200, "2026-11-23T12:00:59.1234567Z --- FAIL: TestPrice\n2026-11-23T12:01:00.0000000Z ##[error]Process completed with exit code 1.\n"))
	got, err := w.Look(t.Context(), "checkout", 77)
	if err != nil {
		t.Fatal(err)
	}
	want := &rollout.Failure{
		Job: "test", Step: "Unit tests", URL: "https://github.com/acme/checkout/actions/runs/77/job/5",
		Log: []string{"--- FAIL: TestPrice", "Error: Process completed with exit code 1."},
	}
	if diff := cmp.Diff(want, got.Failure); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := w.called(""); n != 3 {
		t.Errorf("%d calls were made, want 3", n)
	}
	if filter := w.heard()[1].query["filter"]; !cmp.Equal(filter, []string{"latest"}) {
		t.Errorf("jobs of %v attempts were asked for", filter)
	}
}

func TestWhatCannotBeFoundOutOfAFailureDoesNotHideThatTheRunFailed(t *testing.T) {
	for name, c := range map[string]struct {
		jobs, log http.HandlerFunc
		want      *rollout.Failure
	}{
		"its jobs are not shown": {said(403, `{"message":"no"}`), said(500, ""), nil},
		"its log is gone":        {said(200, twoJobs), said(410, `{"message":"Gone"}`), &rollout.Failure{Job: "test", Step: "Unit tests"}},
		"its log breaks off":     {said(200, twoJobs), said(200, "abc", "Content-Length", "9"), &rollout.Failure{Job: "test", Step: "Unit tests"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.on(run, stands("completed", "failure", 1))
			w.on(jobs, c.jobs)
			w.on(logs, c.log)
			got, err := w.Look(t.Context(), "checkout", 77)
			if err != nil || got.State != rollout.RunFailed {
				t.Fatalf("got %+v, %v", got, err)
			}
			if c.want != nil {
				c.want.URL = here + "/job/5"
			}
			if diff := cmp.Diff(c.want, got.Failure); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestARunThatWaitsNamesTheEnvironmentsItWaitsAt(t *testing.T) {
	w := newWorld(t)
	w.on(run, stands("waiting", "", 1))
	w.on(wait, said(200, `[{"environment":{"id":1,"name":"image-registry"}},{"environment":{"id":2,"name":"\u001b[31m<!here>\u202e"}}]`))
	got, err := w.Look(t.Context(), "checkout", 77)
	if err != nil || got.State != rollout.RunWaiting {
		t.Fatalf("got %+v, %v", got, err)
	}
	if diff := cmp.Diff([]string{"image-registry", "<!here>"}, got.Waits); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.on(wait, said(500, ""))
	if got, err := w.Look(t.Context(), "checkout", 77); err != nil || got.State != rollout.RunWaiting || got.Waits != nil {
		t.Errorf("when GitHub does not say what it waits for: got %+v, %v", got, err)
	}
}
