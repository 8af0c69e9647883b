package github_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// key is the App's. Making one takes a while, so there is one for all tests.
var key = sync.OnceValue(func() *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return k
})

func sha(begin string) string { return begin + strings.Repeat("0", 40-len(begin)) }

// The commits of acme/shop: a line of three, a branch of one, and a commit of a
// stranger whose SHA begins like the first one's.
var (
	first  = sha("abcd1111")
	second = sha("2222")
	third  = sha("3333")
	side   = sha("5555")
	twin   = sha("abcd2222")
)

// site is a code host that is served, with a clock that the test moves.
type site struct {
	*github.Host
	t         *testing.T
	now       time.Time
	ids       int
	url       string
	published []github.Artifact
	refuse    error // what publishing answers
	hooks     []hook
	hooked    int // the status that hooks are answered with
	disk      *memory
	options   github.Options
}

type hook struct {
	header http.Header
	body   []byte
}

func shop() github.Repository {
	return github.Repository{
		Owner: "acme", Name: "shop",
		Commits: []github.Commit{
			{SHA: first, Subject: "Sell things", Author: "ana", Signed: true},
			{SHA: second, Subject: "Sell more things (#7)", Author: "ben", Files: []string{"shop.go", "migrations/1.sql"}},
			{SHA: side, Subject: "Sell other things", Author: "ana", Branch: "feature/other", Files: []string{"other.go"}},
			{SHA: twin, Subject: "Look like the first", Author: "ben", Branch: "twin"},
			{SHA: third, Subject: "Sell the shop", Author: "ben", Files: []string{"shop.go"}},
		},
		Tags:      map[string]string{"v1": first},
		Protected: map[string]github.Protection{"main": {Checks: []string{"test"}, Rules: []string{"lint"}, Review: 2}},
		Pulls: []github.Pull{
			{Number: 7, Title: "More things", Author: "ben", Branch: "more", Head: second, Merge: second, Reviews: []github.Review{{Author: "ana", State: "APPROVED", SHA: second}}},
			{Number: 8, Title: "From outside", Author: "eve", Branch: "main", Head: twin, Fork: "eve/shop"},
		},
		Workflows:    []github.Workflow{github.BuildWorkflow("build.yml", 100*time.Second, "service"), gated()},
		Environments: []github.Environment{{Name: "staging", Reviewers: []string{"octocat"}}, {Name: "prod", Guarded: true}},
		Checks:       []string{"test", "lint"},
	}
}

// gated is a workflow whose job waits for people.
func gated() github.Workflow {
	return github.Workflow{File: "ship.yml", Name: "Ship", Manual: true, Inputs: []github.Input{{Name: "to", Required: true}}, Jobs: []github.Job{
		{Name: "ship", Environment: "staging", Steps: []github.Step{{Name: "Ship", Takes: time.Second}}},
		{Name: "ship on", Environment: "prod", Steps: []github.Step{{Name: "Ship", Takes: time.Second}}},
	}}
}

// serve opens a code host and serves it.
func serve(t *testing.T, more ...func(*github.Options)) *site {
	t.Helper()
	s := &site{t: t, now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), hooked: http.StatusOK, disk: &memory{}}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hook" {
			s.hear(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL
	s.options = github.Options{
		APIURL: server.URL + "/github-api", WebURL: server.URL + "/github", Token: "ghp_secret",
		App:          github.App{ID: 42, Slug: "shipper", Key: &key().PublicKey, Installation: 7},
		Repositories: []github.Repository{shop()}, Disk: s.disk,
		Now:     func() time.Time { return s.now },
		NewID:   func(prefix string) string { s.ids++; return fmt.Sprintf("%s%d", prefix, s.ids) },
		Publish: func(a github.Artifact) error { s.published = append(s.published, a); return s.refuse },
		HookURL: server.URL + "/hook", HookSecret: "hush",
	}
	for _, change := range more {
		change(&s.options)
	}
	s.reopen()
	handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.Handler().ServeHTTP(w, r) })
	return s
}

// reopen opens the code host again, with what is on its disk.
func (s *site) reopen() {
	s.t.Helper()
	h, err := github.New(s.options)
	s.must(err)
	s.Host = h
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) hear(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
	}
	s.hooks = append(s.hooks, hook{r.Header, body})
	w.WriteHeader(s.hooked)
}

// client is the real client, with a token.
func (s *site) client(token string) *api.Client {
	s.t.Helper()
	c := api.NewClient(nil).WithAuthToken(token)
	base, err := c.BaseURL.Parse(s.url + "/github-api/")
	s.must(err)
	c.BaseURL = base
	return c
}

// person is the client of the person whose token it is.
func (s *site) person() *api.Client { return s.client("ghp_secret") }

// later moves the clock, and the runs with it.
func (s *site) later(d time.Duration) {
	s.t.Helper()
	s.now = s.now.Add(d)
	_, err := s.Advance(s.t.Context())
	s.must(err)
}

// dispatch begins a build of a commit.
func (s *site) dispatch(sha, correlation string) int64 {
	s.t.Helper()
	c := s.person()
	req, err := c.NewRequest(http.MethodPost, "repos/acme/shop/actions/workflows/build.yml/dispatches", map[string]any{
		"ref": "main", "inputs": map[string]any{"sha": sha, "correlation_id": correlation}, "return_run_details": true,
	})
	s.must(err)
	var details struct {
		ID  int64  `json:"workflow_run_id"`
		URL string `json:"html_url"`
	}
	_, err = c.Do(context.Background(), req, &details)
	s.must(err)
	if details.ID == 0 || details.URL != fmt.Sprintf("%s/github/acme/shop/actions/runs/%d", s.url, details.ID) {
		s.t.Errorf("the run's details are %+v", details)
	}
	return details.ID
}

// run is how a run stands: its status, or its conclusion once it has one.
func (s *site) run(id int64) string {
	s.t.Helper()
	r, _, err := s.person().Actions.GetWorkflowRunByID(s.t.Context(), "acme", "shop", id)
	s.must(err)
	return r.GetStatus() + " " + r.GetConclusion()
}

// memory is a disk that a test can break.
type memory struct {
	rows   map[string][]byte
	broken error
}

func (m *memory) Write(rows map[string][]byte) error {
	if m.broken != nil {
		return m.broken
	}
	if m.rows == nil {
		m.rows = map[string][]byte{}
	}
	for k, v := range rows {
		if v == nil {
			delete(m.rows, k)
			continue
		}
		m.rows[k] = bytes.Clone(v)
	}
	return nil
}

func (m *memory) Each(prefix string, fn func(string, []byte) error) error {
	for k, v := range m.rows {
		if len(k) >= len(prefix) && k[:len(prefix)] == prefix {
			if err := fn(k, v); err != nil {
				return err
			}
		}
	}
	return nil
}
