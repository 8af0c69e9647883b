package github_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// Whatever is asked, the answer is JSON, and never that the simulation broke.
func FuzzTheAPIAnswersEverything(f *testing.F) {
	for _, seed := range [][4]string{
		{"GET", "commits/heads/feature/other/check-runs", "token ghp_secret", ""}, {"GET", "compare/main...v1?page=2&per_page=0", "token ghp_secret", ""},
		{"GET", "actions/runs?created=2026-01-01..*&status=x", "bearer ghp_secret", ""}, {"GET", "actions/runs?created=<>=", "bearer ghp_secret", ""},
		{"POST", "actions/workflows/build.yml/dispatches", "token ghp_secret", `{"ref":"main","inputs":{"sha":[1]},"return_run_details":true}`},
		{"POST", "deployments", "token ghp_secret", `{"ref":"main","auto_merge":false,"payload":"x"}`}, {"GET", "rules/branches/..%2f", "token ghp_secret", ""},
		{"POST", "dispatches", "token ghp_secret", `{"event_type":"alarm","client_payload":{"a":[1]}}`}, {"POST", "dispatches", "token ghp_secret", `{"event_type":1,"client_payload":null}`},
		{"GET", "commits/%2e%2e", "Bearer a.b.c", ""}, {"POST", "../../../app/installations/7/access_tokens", "Bearer e30.e30.e30", "{}"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	ids := 0
	h, err := github.New(github.Options{
		APIURL: "http://host/api", WebURL: "http://host/web", Token: "ghp_secret", App: github.App{ID: 42, Key: &key().PublicKey, Installation: 7}, Repositories: []github.Repository{shop()},
		Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }, NewID: func(prefix string) string { ids++; return fmt.Sprint(prefix, ids) },
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, path, auth, body string) {
		u, err := url.Parse("http://host/api/repos/acme/shop/" + path)
		if err != nil {
			t.Skip("it is no path of a request")
		}
		r := (&http.Request{Method: method, URL: u, Header: http.Header{"Authorization": {auth}}, Body: readCloser{strings.NewReader(body)}}).WithContext(t.Context())
		w := httptest.NewRecorder()
		h.Handler().ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%s %s: %s", method, path, w.Body)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: %s", method, path, w.Body)
		}
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
