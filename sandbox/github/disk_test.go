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

// faults.md F1.
func TestWhatHappenedIsThereAfterARestart(t *testing.T) {
	s := serve(t)
	s.must(s.Will(side, github.Outcome{Conclusion: "failure", Times: 1}))
	id := s.dispatch(side, "01A")
	d := s.deployed("main", "staging")
	s.marked(d, api.DeploymentStatusRequest{State: api.String("queued")})
	s.must(s.PushCommits("acme/shop", "main", github.Commit{SHA: sha("7777"), Subject: "Next"}))
	s.must(s.PushCommits("acme/shop", "main", github.Commit{SHA: sha("8888"), Subject: "Last"}))
	s.must(s.SetChecks("acme/shop", first, github.Check{Name: "only"}))
	s.reopen()
	if s.later(20 * time.Second); s.run(id) != "completed failure" || fmt.Sprint(s.states(d)) != "[queued]" || len(s.heard()) == 0 {
		t.Errorf("it is %s; %v", s.run(id), s.states(d))
	}
	s.reopen()
	c, _, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", "main", nil)
	s.must(err)
	if next := s.dispatch(side, "01B"); c.GetSHA() != sha("8888") || next <= d.GetID() {
		t.Errorf("main is %s; the next run is %d", c.GetSHA(), next)
	}
	if s.later(time.Hour); len(s.published) != 1 {
		t.Error("the outcome was not used up")
	}
	runs, _, err := s.person().Checks.ListCheckRunsForRef(t.Context(), "acme", "shop", first, nil)
	if s.must(err); runs.GetTotal() != 1 {
		t.Errorf("%+v", runs)
	}
}

func TestWhatTheDiskDoesNotTakeDidNotHappen(t *testing.T) {
	s := serve(t)
	id := s.dispatch(third, "01A")
	full := errors.New("full")
	s.disk.broken = full
	s.now = s.now.Add(time.Hour)
	if _, err := s.Advance(t.Context()); !errors.Is(err, full) {
		t.Error(err)
	}
	if err := s.PushCommits("acme/shop", "main", github.Commit{SHA: sha("77")}); !errors.Is(err, full) {
		t.Error(err)
	}
	s.disk.broken = nil
	if _, _, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", sha("77"), nil); err == nil {
		t.Error("a commit is there that was never kept")
	}
	if s.run(id) != "completed success" {
		t.Errorf("it is %s", s.run(id))
	}
	s.disk.rows["github/run/1"] = []byte("{")
	if _, err := github.New(s.options); err == nil {
		t.Error("a row that is none is taken")
	}
}

func TestOptionsThatCannotWorkAreRefusedAllAtOnce(t *testing.T) {
	_, err := github.New(github.Options{APIURL: "x", WebURL: "x", App: github.App{ID: 1}, HookURL: "y", Events: []string{"star"}})
	for _, want := range []string{`APIURL "x"`, "the same", "Now and NewID", "a key", `hook "y"`, `"star"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %s", err, want)
		}
	}
	s := serve(t)
	for name, r := range map[string]github.Repository{
		"short": {Commits: []github.Commit{{SHA: "1"}}}, "parent": {Commits: []github.Commit{{SHA: first, Parents: []string{second}}}}, "tag": {Tags: map[string]string{"v1": first}},
	} {
		s.options.Repositories = []github.Repository{r}
		if _, err := github.New(s.options); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
