package slack_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// roundTrip is a transport that a test writes as a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAnAppThatIsTooSlowOrAwayIsReportedToTheUser(t *testing.T) {
	for name, c := range map[string]struct {
		fails error
		code  string
	}{
		"too slow": {context.DeadlineExceeded, "operation_timeout"},
		"away":     {errors.New("connection refused"), "dispatch_failed"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.opts.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				deadline, set := r.Context().Deadline()
				equal(t, "there is a deadline", set && time.Until(deadline) <= 3*time.Second, true)
				return nil, c.fails
			})}
			w.reopen()
			d, err := w.Command(t.Context(), ana, channel, "/deploy", "")
			ok(t, err)
			equal(t, "error", d.Error, c.code)
			equal(t, "shown", w.seen(ana)[0].Text, `/deploy failed with the error "`+c.code+`"`)
		})
	}
}

func TestAnAnswerThatDoesNotEndInTimeIsNone(t *testing.T) {
	w := newWorld(t)
	w.opts.HTTP = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		begun := io.MultiReader(strings.NewReader("hal"), iotest.ErrReader(context.DeadlineExceeded))
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(begun)}, nil
	})}
	w.reopen()
	d, err := w.Command(t.Context(), ana, channel, "/deploy", "")
	ok(t, err)
	equal(t, "error", d.Error, "operation_timeout")
	equal(t, "status", d.Status, 0)
	equal(t, "body", string(d.Body), "")
}

func TestWhoeverStopsWaitingGetsAnErrorAndNothingIsShown(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.answer(func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		cancel()
		<-r.Context().Done()
	})
	_, err := w.Command(ctx, ana, channel, "/deploy", "")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	equal(t, "messages", len(w.seen(ana)), 0)
}
