package github_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/github"
)

func sha(begin string) string { return begin + strings.Repeat("0", 40-len(begin)) }

// host is a code host whose clock the test moves, and what was pushed from it.
type host struct {
	*github.Host
	now    time.Time
	pushed []string
	down   error
}

func open() *host {
	h := &host{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	h.Host = github.New(github.Options{
		Commits: []github.Commit{
			{Service: "checkout", SHA: sha("abc1230"), Subject: "first", Branch: "old"},
			{Service: "checkout", SHA: sha("abc1234"), Subject: "second"},
			{Service: "search", SHA: sha("abc1235"), Subject: "another service's"},
			{Service: "checkout", SHA: sha("fed9876"), Subject: "newest", Branch: "invoices"},
		},
		Now: func() time.Time { return h.now }, Takes: time.Minute,
		Push: func(c github.Commit, takes time.Duration) error {
			if h.down != nil || takes != time.Minute {
				return h.down
			}
			h.pushed = append(h.pushed, c.SHA)
			return nil
		},
	})
	return h
}

// faults.md A20: one full SHA, or none.
func TestARefStandsForExactlyOneCommitOrNone(t *testing.T) {
	h := open()
	for ref, want := range map[string]string{
		"fed9876": sha("fed9876"), "FED987": sha("fed9876"), sha("abc1230"): sha("abc1230"), "abc1234": sha("abc1234"),
		"old": sha("abc1230"), "invoices": sha("fed9876"), "latest": sha("fed9876"), "main": sha("fed9876"),
		"refs/heads/old": sha("abc1230"), "refs/heads/invoices": sha("fed9876"), "refs/heads/main": sha("fed9876"),
	} {
		c, err := h.Resolve("checkout", ref)
		if err != nil || c.SHA != want {
			t.Errorf("%s: %s, %v, want %s", ref, c.SHA, err, want)
		}
	}
	for ref, candidates := range map[string]int{
		"abc123": 2, "fed98": 0, "": 0, "nothing": 0, sha("fed9876") + "0": 0, "abc1235": 0, "-rf": 0, "..": 0, "refs/pull/1/head": 0, "refs/heads/latest": 0, "refs/heads/": 0, "refs/heads/abc1234": 0, "main;ls": 0,
	} {
		c, err := h.Resolve("checkout", ref)
		var unknown *github.NotFoundError
		if !errors.As(err, &unknown) || len(unknown.Candidates) != candidates || c.SHA != "" || !strings.Contains(err.Error(), "checkout") {
			t.Errorf("%q: %+v, %v", ref, c, err)
		}
	}
	if _, err := h.Resolve("payments", "latest"); err == nil {
		t.Error("a service without commits has a latest one")
	}
}

func TestABuildTakesItsTimeAndIsJoinedNotRepeated(t *testing.T) {
	h := open()
	c, err := h.Resolve("checkout", "invoices")
	if err != nil || h.Building(c.SHA) {
		t.Fatalf("%v, building %v", err, h.Building(c.SHA))
	}
	for range 3 {
		if err := h.Build(c); err != nil {
			t.Fatal(err)
		}
	}
	if len(h.pushed) != 1 || !h.Building(c.SHA) || h.Building(sha("abc1234")) {
		t.Errorf("pushed %v", h.pushed)
	}
	if h.now = h.now.Add(time.Minute); h.Building(c.SHA) {
		t.Error("it has no end")
	}
}

func TestABuildThatCouldNotBeginMayBeTriedAgain(t *testing.T) {
	h := open()
	c, _ := h.Resolve("checkout", "latest")
	h.down = errors.New("the registry is down")
	if err := h.Build(c); !errors.Is(err, h.down) || h.Building(c.SHA) {
		t.Fatal(err)
	}
	h.down = nil
	if err := h.Build(c); err != nil || !h.Building(c.SHA) {
		t.Error(err)
	}
}

func TestACommitsImageHasOneDigestAndNoOthers(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range open().Commits() {
		d := c.Digest()
		if seen[d] || d != c.Digest() || len(d) != len("sha256:")+64 {
			t.Errorf("%s: %s", c.SHA, d)
		}
		seen[d] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d commits", len(seen))
	}
}
