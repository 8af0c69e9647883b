package forgery

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// world is a front with what is around it. It serves one request at a time.
type world struct {
	front *ingress.Front
	log   bytes.Buffer
	jobs  []job.Job
}

// Send is the queue.
func (w *world) Send(_ context.Context, j job.Job) error {
	w.jobs = append(w.jobs, j)
	return nil
}

func open(t testing.TB) *world {
	t.Helper()
	w := &world{}
	front, err := ingress.New(ingress.Options{
		Secrets: []string{secret}, Team: "T0TEAM", App: "A0APP", Enterprise: "E0ACME",
		Names:          grammar.Names{Services: []string{"checkout"}, Environments: []string{"staging", "prod"}},
		Channels:       map[string]string{"C0CHECKOUT": "checkout"},
		ResponseOrigin: "https://hooks.slack.com",
		Queue:          w, Now: time.Now, Log: slog.New(slog.NewJSONHandler(&w.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.front = front
	return w
}

// serve has the front answer one request, and gives the verdict on it. The error is
// what the front should never do, whatever it was sent.
func (w *world) serve(r *request) (verdict string, err error) {
	w.log.Reset()
	w.jobs = w.jobs[:0]
	got := httptest.NewRecorder()
	w.front.ServeHTTP(got, r.http())
	switch {
	case len(w.jobs) > 1:
		return acts, fmt.Errorf("one request led to %d jobs", len(w.jobs))
	case bytes.Contains(w.log.Bytes(), []byte(`"outcome":"panic"`)):
		return "panic", fmt.Errorf("the front panicked: %s", &w.log)
	case bytes.Count(w.log.Bytes(), []byte("\n")) != 1:
		return "", fmt.Errorf("one request led to other than one line: %s", &w.log)
	}
	if err := w.hushed(got); err != nil {
		return "", err
	}
	if len(w.jobs) == 1 {
		return acts, nil
	}
	if got.Code == http.StatusOK && !bytes.Contains(w.log.Bytes(), []byte(`"outcome":"foreign"`)) {
		return "200", fmt.Errorf("answered as if it were a friend's: %s", &w.log)
	}
	return strconv.Itoa(got.Code), nil
}

// hushed looks for secrets in the log and in the answer. An answer may only tell
// nothing, or whose it is not.
func (w *world) hushed(got *httptest.ResponseRecorder) error {
	answer := got.Body.Bytes()
	for _, s := range []string{secret, oldSecret, token, trigger, capable, signed} {
		if bytes.Contains(w.log.Bytes(), []byte(s)) {
			return fmt.Errorf("%s is in the log: %s", s, &w.log)
		}
		if bytes.Contains(answer, []byte(s)) {
			return fmt.Errorf("%s is in the answer: %s", s, answer)
		}
	}
	if got.Code != http.StatusOK && len(answer) > 0 {
		return fmt.Errorf("a refusal has a body: %s", answer)
	}
	return nil
}
