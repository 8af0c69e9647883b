package ingress_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/slipway-dev/slipway/bot/job"
)

// The seeds stand in testdata/fuzz, beside what fuzzing has found.

func FuzzCommand(f *testing.F) {
	f.Fuzz(func(t *testing.T, body string) { serveAnything(t, commands, body) })
}

func FuzzPayload(f *testing.F) {
	f.Fuzz(func(t *testing.T, payload string) { serveAnything(t, interactions, "payload="+escaped(payload)) })
}

func FuzzInteraction(f *testing.F) {
	f.Fuzz(func(t *testing.T, body string) { serveAnything(t, interactions, body) })
}

func FuzzEvent(f *testing.F) {
	f.Fuzz(func(t *testing.T, body string) { serveAnything(t, events, body) })
}

// FuzzWebhook begins with GitHub's own shapes.
func FuzzWebhook(f *testing.F) {
	shapes, err := filepath.Glob("testdata/webhooks/*.json")
	if err != nil || len(shapes) < 10 {
		f.Fatal(shapes, err)
	}
	for _, path := range shapes {
		kind, body := webhook(f, strings.TrimSuffix(filepath.Base(path), ".json"))
		f.Add(kind, body)
	}
	f.Fuzz(func(t *testing.T, kind, body string) {
		w := newHub(t)
		got := w.serve(hooked(kind, body))
		if !known(got) || got.Body.Len() > 0 {
			t.Fatalf("answered %d %s: %s", got.Code, got.Body, w.log)
		}
		for _, j := range w.queue.jobs {
			if e := readable(t, j).Event; e == nil || e.Repository != repository && e.Repository != "acme/search" || len(e.SHA) != 40 || e.Kind != kind {
				t.Fatalf("got %+v", e)
			}
		}
	})
}

// readable is a job as the worker reads it.
func readable(t *testing.T, j job.Job) job.Job {
	t.Helper()
	data, err := job.Marshal(j)
	if err != nil || len(data) > 200<<10 {
		t.Fatalf("a job of %d bytes: %v", len(data), err)
	}
	read, err := job.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// escaped leaves a payload readable, so that fuzzing can work on it.
func escaped(payload string) string {
	return strings.NewReplacer("%", "%25", "&", "%26", "+", "%2B", ";", "%3B").Replace(payload)
}

// serveAnything checks what holds for every signed body: no panic, one of the
// known answers, and only jobs that a worker can read.
func serveAnything(t *testing.T, path, body string) {
	t.Helper()
	w := newWorld(t)
	got := w.serve(signed(path, body))
	if !known(got) {
		t.Fatalf("answered %d: %s", got.Code, w.log)
	}
	for _, j := range w.queue.jobs {
		readable(t, j)
		if j.Team != "T0TEAM" || j.ID == "" || j.User == "" || j.Channel == "" && path == commands ||
			j.ResponseURL != "" && !strings.HasPrefix(j.ResponseURL, "https://hooks.slack.com") {
			t.Fatalf("got %+v", j)
		}
	}
}

func known(got *httptest.ResponseRecorder) bool {
	switch got.Code {
	case http.StatusOK:
		return true
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		return got.Body.Len() == 0
	}
	return false
}

// FuzzSignature holds the front against another reading of Slack's rules. A header
// that comes several times is given line by line; GOOD stands for what the right
// secret makes of the timestamp and the body, OLD for what the previous one makes.
func FuzzSignature(f *testing.F) {
	f.Fuzz(func(t *testing.T, stamps, signatures, body string) {
		synctest.Test(t, func(t *testing.T) {
			stamp := strings.Split(stamps, "\n")[0]
			signatures = strings.ReplaceAll(signatures, "GOOD", signature(secret, stamp, body)[3:])
			signatures = strings.ReplaceAll(signatures, "OLD", signature(oldSecret, stamp, body)[3:])
			r := unsigned(commands, body)
			r.Header["X-Slack-Request-Timestamp"] = strings.Split(stamps, "\n")
			r.Header["X-Slack-Signature"] = strings.Split(signatures, "\n")
			w := newWorld(t)
			got := w.serve(r)
			tooLong := len(body) > 128<<10
			if want := !tooLong && slackSent(r.Header, body); (got.Code != http.StatusUnauthorized && !tooLong) != want {
				t.Errorf("answered %d, but it is %v that Slack sent it: %q", got.Code, want, r.Header)
			}
			if got.Code != http.StatusOK && (got.Body.Len() > 0 || w.queue.calls > 0) {
				t.Errorf("a refusal had an effect: %d %q, %d jobs", got.Code, got.Body, w.queue.calls)
			}
		})
	})
}
