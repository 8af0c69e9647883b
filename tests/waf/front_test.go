package waf

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
)

type nowhere struct{}

func (nowhere) Send(context.Context, job.Job) error { return nil }

// What is excepted, the front does serve and takes with a signature only. Its bound on
// bodies, 128 KiB and 1 MiB, is held by TestABodyIsReadUpToItsLimit in bot/ingress.
func TestTheFrontChecksTheSignatureOfEverySignedPath(t *testing.T) {
	front, err := ingress.New(ingress.Options{Secrets: []string{"secret"}, GitHub: []string{"secret"}, Team: "T0ACME", App: "A0SLIPWAY",
		ResponseOrigin: "https://hooks.slack.com", Queue: nowhere{}, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range signedPaths(t) {
		w := httptest.NewRecorder()
		front.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader("{}")))
		if w.Code != http.StatusUnauthorized {
			t.Errorf("POST %s without a signature: got %d, want 401", path, w.Code)
		}
	}
}

// All that Slack and GitHub send to has to be among them, or real traffic is blocked.
func TestTheCorpusTouchesEverySignedPath(t *testing.T) {
	paths := signedPaths(t)
	for _, r := range genuine(t) {
		paths = slices.DeleteFunc(paths, func(path string) bool { return "/live"+path == r.Path })
	}
	if len(paths) > 0 {
		t.Errorf("nobody sends to %v: they should not be excepted", paths)
	}
}

// signedPaths are those of the label's rule, as applied.
func signedPaths(t *testing.T) []string {
	t.Helper()
	var found []string
	walk(&load(t, blocking).Rules[0].Statement[0], func(s *Statement) {
		for _, r := range s.Regex {
			if m := regexp.MustCompile(`^\^\(/live\)\?\((.*)\)\$$`).FindStringSubmatch(r.Pattern); m != nil {
				found = strings.Split(m[1], "|")
			}
		}
	})
	if len(found) < 2 {
		t.Fatalf("found no signed paths: %q", found)
	}
	return found
}
