package github_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// faults.md D8.
func TestARunComesToEveryEndThatThereIs(t *testing.T) {
	for outcome, want := range map[string]string{
		"failure": "completed failure", "cancelled": "completed cancelled", "timed_out": "completed timed_out", "skipped": "completed skipped",
		"startup_failure": "completed startup_failure", "action_required": "completed action_required", "stuck": "queued ",
	} {
		s := serve(t)
		s.must(s.Will(third, github.Outcome{Conclusion: outcome}))
		id := s.dispatch(third, "01A")
		if s.later(time.Hour); s.run(id) != want {
			t.Errorf("%s: it is %q", outcome, s.run(id))
		}
	}
}

func TestACancelledRunEndsSoonAndOneThatEndedCannotBeCancelled(t *testing.T) {
	for _, outcome := range []string{"", "stuck"} {
		s := serve(t)
		s.must(s.Will(third, github.Outcome{Conclusion: outcome}))
		id := s.dispatch(third, "01A")
		s.later(30 * time.Second)
		resp, err := s.person().Actions.CancelWorkflowRunByID(t.Context(), "acme", "shop", id)
		var accepted *api.AcceptedError
		if !errors.As(err, &accepted) || resp.StatusCode != 202 {
			t.Errorf("cancel: %v", err)
		}
		if s.later(time.Second); s.run(id) != "completed cancelled" || len(s.published) != 0 {
			t.Errorf("it is %s", s.run(id))
		}
		if resp, err = s.person().Actions.CancelWorkflowRunByID(t.Context(), "acme", "shop", id); err == nil || resp.StatusCode != 409 {
			t.Errorf("cancel again: %v", err)
		}
	}
}

func TestAFlakyRunSucceedsWhenItIsRunAgain(t *testing.T) {
	for _, onlyFailed := range []bool{true, false} {
		s := serve(t)
		s.must(s.Will(third, github.Outcome{Conclusion: "failure", Job: "image", Step: "Scan", Times: 1}))
		id := s.dispatch(third, "01A")
		s.later(time.Hour)
		again := s.person().Actions.RerunWorkflowByID
		if onlyFailed {
			again = s.person().Actions.RerunFailedJobsByID
		}
		_, err := again(t.Context(), "acme", "shop", id)
		s.must(err)
		if _, err := again(t.Context(), "acme", "shop", id); err == nil {
			t.Error("it is run again while it runs")
		}
		if s.later(70 * time.Second); (s.run(id) == "completed success") != onlyFailed {
			t.Errorf("only failed %v: it is %s", onlyFailed, s.run(id))
		}
		s.later(time.Hour)
		r, _, err := s.person().Actions.GetWorkflowRunByID(t.Context(), "acme", "shop", id)
		s.must(err)
		all, _, err := s.person().Actions.ListWorkflowJobs(t.Context(), "acme", "shop", id, &api.ListWorkflowJobsOptions{Filter: "all"})
		s.must(err)
		if r.GetConclusion() != "success" || r.GetRunAttempt() != 2 || all.GetTotalCount() != 4 || len(s.published) != 1 {
			t.Errorf("%s, attempt %d, %d jobs", r.GetConclusion(), r.GetRunAttempt(), all.GetTotalCount())
		}
	}
}

func TestARunThatIsSkippedOnceIsNotSkippedAgain(t *testing.T) {
	s := serve(t)
	s.must(s.Will(third, github.Outcome{Conclusion: "skipped", Times: 1}))
	for _, want := range []string{"completed skipped", "completed success"} {
		id := s.dispatch(third, "01A")
		if s.later(time.Hour); s.run(id) != want {
			t.Errorf("it is %s, want %s", s.run(id), want)
		}
	}
}

func TestASecondBuildOfACommitFailsAtTheTagThatCannotBeChanged(t *testing.T) {
	s := serve(t)
	s.dispatch(third, "01A")
	s.later(time.Hour)
	s.refuse = errors.New("tag is immutable")
	id := s.dispatch(third, "01B")
	if s.later(time.Hour); s.run(id) != "completed failure" {
		t.Errorf("it is %s", s.run(id))
	}
	jobs, _, err := s.person().Actions.ListWorkflowJobs(t.Context(), "acme", "shop", id, nil)
	s.must(err)
	if log := s.log(jobs.Jobs[1].GetID()); !strings.HasSuffix(log, "##[error]tag is immutable\n") {
		t.Errorf("the log is %s", log)
	}
}

func TestTheJobsOfARunAreChecksOfTheCommitItRanOn(t *testing.T) {
	s := serve(t)
	s.dispatch(side, "01A")
	s.later(10 * time.Second)
	runs, _, err := s.person().Checks.ListCheckRunsForRef(t.Context(), "acme", "shop", third, nil)
	s.must(err)
	got := names(runs.CheckRuns, func(c *api.CheckRun) string { return c.GetName() + " " + c.GetStatus() })
	if fmt.Sprint(got) != "[test in_progress image queued lint completed]" {
		t.Errorf("%v", got)
	}
}
