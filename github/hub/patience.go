package hub

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

const (
	retries  = 2                      // at most, of a request that only reads
	pause    = 200 * time.Millisecond // before the first of them; before the next three times as long
	bearable = 3 * time.Second        // how long GitHub may ask us to wait
	// largest is how much of an answer is read. A comparison holds the patches of 300
	// files; a log is longer.
	largest = 64 << 20
)

// patient tries requests that only read again.
type patient struct {
	base  http.RoundTripper
	sleep func(context.Context, time.Duration) error
	log   *slog.Logger
}

// RoundTrip sends a request, and sends it again while there is hope.
func (p *patient) RoundTrip(q *http.Request) (*http.Response, error) {
	wait := pause
	for again := 0; ; again++ {
		got, err := p.base.RoundTrip(q)
		if again == retries || q.Method != http.MethodGet && q.Method != http.MethodHead || q.Context().Err() != nil {
			return got, err
		}
		hold, hope := stumbled(got, err, wait)
		if !hope {
			return got, err
		}
		p.log.InfoContext(q.Context(), "GitHub is asked again", slog.String("path", q.URL.Path), slog.Int("status", status(got)), slog.Duration("after", hold))
		if got != nil {
			if err := finish(got); err != nil {
				return nil, err
			}
		}
		if err := p.sleep(q.Context(), hold); err != nil {
			return nil, err
		}
		wait *= 3
	}
}

// stumbled says after how long it may go better, if there is hope.
func stumbled(got *http.Response, err error, wait time.Duration) (time.Duration, bool) {
	var a *Answer
	switch {
	case errors.As(err, &a):
		return wait, a.Status >= http.StatusInternalServerError
	case err != nil:
		return wait, true
	case got.StatusCode == http.StatusTooManyRequests || got.StatusCode == http.StatusForbidden:
		asked, ok := retryAfter(got.Header)
		return asked, ok && asked <= bearable
	default:
		return wait, got.StatusCode >= http.StatusInternalServerError
	}
}

// retryAfter is how long an answer asks to wait.
func retryAfter(h http.Header) (time.Duration, bool) {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	return time.Duration(seconds) * time.Second, err == nil && seconds >= 0
}

func status(got *http.Response) int {
	if got == nil {
		return 0
	}
	return got.StatusCode
}

// finish reads what is left of an answer, so that its connection can be used again.
func finish(got *http.Response) error {
	_, err := io.Copy(io.Discard, io.LimitReader(got.Body, 1<<16))
	return errors.Join(err, got.Body.Close())
}

// bounded gives up on answers that do not come, or do not end. The client's own
// time-out would do, but go-github never closes the body of an error, and each would
// leave a goroutine behind until its time is up.
type bounded struct {
	base    http.RoundTripper
	timeout time.Duration // of the answer, its body included
}

// RoundTrip sends a request.
func (b bounded) RoundTrip(q *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(q.Context(), b.timeout)
	got, err := b.base.RoundTrip(q.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	got.Body = ending{http.MaxBytesReader(nil, got.Body, largest), cancel}
	return got, nil
}

// ending is a body that says when it has been read.
type ending struct {
	io.ReadCloser
	end func()
}

// Read reads; after the last byte, or an error, there is no more to wait for.
func (e ending) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if err != nil {
		e.end()
	}
	return n, err
}

// Close says that nobody wants the rest.
func (e ending) Close() error {
	defer e.end()
	return e.ReadCloser.Close()
}

// follow goes where GitHub says, but neither to where others listen nor so that a
// change is made a question.
func follow(q *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case first.Method != http.MethodGet && first.Method != http.MethodHead:
		return http.ErrUseLastResponse
	case len(via) > 3:
		return errors.New("GitHub sends us round in circles")
	case first.URL.Scheme == "https" && q.URL.Scheme != "https":
		return errors.New("GitHub sends us to a place that others can listen to")
	}
	return nil
}
