package commits_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/github/commits"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

var _ commands.Commits = (*commits.Commits)(nil)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// sha is a commit's: n stands at its beginning and at its end.
func sha(n int) string { return fmt.Sprintf("%06d%034d", n, n) }

// world is a simulated GitHub with one repository, and commits that asks it. Single
// answers can be put in its place.
type world struct {
	*commits.Commits
	t      testing.TB
	branch string // that is configured

	mu      sync.Mutex
	asked   []string                    // "/path?query", below the repository
	answers map[string]http.HandlerFunc // by path below the repository
}

// history are seven commits on main, the last of which nobody has pushed yet; the
// eighth is on a branch.
func history() github.Repository {
	var all []github.Commit
	for n := 1; n <= 6; n++ {
		all = append(all, github.Commit{SHA: sha(n), Subject: fmt.Sprintf("Change %d", n), Author: "ana", At: noon, Files: []string{fmt.Sprintf("file%d.go", n)}})
	}
	all[3].Subject, all[3].Signed = "Merge pull request #4 from acme/topic", true
	all[4].Subject, all[4].Unsigned = "Add a column (#12)", "unknown_key"
	all[4].Files = []string{"migrations/1.sql"}
	all = append(all, github.Commit{SHA: sha(8), Subject: "Try it", Author: "bo", Branch: "feature/x", Parents: []string{sha(3)}, At: noon})
	return github.Repository{
		Owner: "acme", Name: "checkout", Commits: all,
		Branches: map[string]string{"both": sha(2), "same": sha(2), "000003": sha(4), "old": sha(1)},
		Tags:     map[string]string{"both": sha(3), "same": sha(2), "v1.0": sha(2)},
		Checks:   []string{"test", "lint"},
		Pulls: []github.Pull{
			{Number: 12, Author: "bo", Branch: "feature/x", Head: sha(8)},
			{Number: 13, Author: "eve", Branch: "evil", Head: sha(8), Fork: "eve/checkout"},
			{Number: 14, Author: "bo", Branch: "old", Head: sha(1), Closed: true},
			{Number: 15, Author: "bo", Branch: "topic", Head: sha(4), Merge: sha(5)},
		},
	}
}

// open makes a world; the edits change its repository before.
func open(t testing.TB, edit ...func(*github.Repository)) *world {
	t.Helper()
	w := &world{t: t, answers: map[string]http.HandlerFunc{}}
	api := httptest.NewServer(http.HandlerFunc(http.NotFound))
	t.Cleanup(api.Close)
	repository := history()
	var ids atomic.Int64
	for _, e := range edit {
		e(&repository)
	}
	host, err := github.New(github.Options{
		APIURL: api.URL + "/api/v3", WebURL: api.URL + "/web", Token: "token", Repositories: []github.Repository{repository},
		Now: func() time.Time { return noon }, NewID: func(prefix string) string { return fmt.Sprint(prefix, ids.Add(1)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	api.Config.Handler = w.serve(host.Handler())
	h, err := hub.New(hub.Options{
		API: api.URL + "/api/v3", Token: "token", Now: func() time.Time { return noon }, Transport: api.Client().Transport,
		Repository: func(service string) (string, string, bool) { return "acme", "checkout", service == "checkout" },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Commits = commits.New(h, commits.Options{Branch: func(string) string { return w.branch }})
	return w
}

func (w *world) serve(host http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, q *http.Request) {
		path := strings.TrimPrefix(q.URL.EscapedPath(), "/api/v3/repos/acme/checkout")
		w.mu.Lock()
		w.asked = append(w.asked, path)
		answer := w.answers[path]
		w.mu.Unlock()
		if answer == nil {
			answer = host.ServeHTTP
		}
		answer(rw, q)
	})
}

// on answers a path in GitHub's place.
func (w *world) on(path string, status int, body string, header ...string) *world {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers[path] = func(rw http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			rw.Header().Set(header[i], header[i+1])
		}
		rw.WriteHeader(status)
		if _, err := io.WriteString(rw, body); err != nil {
			w.t.Error(err)
		}
	}
	return w
}

// calls are the paths that were asked for since the last time, in order of their names.
func (w *world) calls() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	asked := w.asked
	w.asked = nil
	slices.Sort(asked)
	return asked
}

// expect looks at the calls that were made.
func (w *world) expect(want ...string) {
	w.t.Helper()
	if got := w.calls(); !slices.Equal(got, want) {
		w.t.Errorf("asked for %q, want %q", got, want)
	}
}

// refused looks at a refusal: its code, and words of its reason and its hint.
func (w *world) refused(err error, code string, words ...string) {
	w.t.Helper()
	var r *rollout.Refusal
	if !errors.As(err, &r) || r.Code != code {
		w.t.Errorf("want the refusal %s, got %#v", code, err)
		return
	}
	for _, one := range words {
		if !strings.Contains(r.Reason.String()+" "+r.Hint, one) {
			w.t.Errorf("%q is not in %s %s", one, r.Reason, r.Hint)
		}
	}
}
