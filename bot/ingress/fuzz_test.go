package ingress_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/job"
)

func FuzzCommand(f *testing.F) {
	for _, line := range []string{"/deploy staging abc123", "/rollback prod", "/canary prod 25%", "/deploy help lock", "/x"} {
		f.Add(typed(line))
	}
	f.Add("ssl_check=1")
	f.Add("text=%zz;&text=1&text=2")
	f.Fuzz(func(t *testing.T, body string) { serveAnything(t, commands, body) })
}

func FuzzInteraction(f *testing.F) {
	f.Add(pressed(f))
	f.Add("payload=null")
	f.Add(pressed(f, `"team":{`, `"team":{"ID":1,`))
	f.Fuzz(func(t *testing.T, body string) { serveAnything(t, interactions, body) })
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
		data, err := job.Marshal(j)
		if err != nil || len(data) > 200<<10 {
			t.Fatalf("a job of %d bytes: %v", len(data), err)
		}
		if _, err := job.Unmarshal(data); err != nil {
			t.Fatal(err)
		}
		if j.Team != "T0TEAM" || j.ID == "" || j.User == "" || j.Channel == "" ||
			j.ResponseURL != "" && !strings.HasPrefix(j.ResponseURL, "https://hooks.slack.com") {
			t.Fatalf("got %+v", j)
		}
	}
}

func known(got *httptest.ResponseRecorder) bool {
	switch got.Code {
	case 200:
		return true
	case 400, 413:
		return got.Body.Len() == 0
	}
	return false
}
