package session_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/aws/session"
)

func refusals(statuses []int) []http.HandlerFunc {
	var all []http.HandlerFunc
	for _, s := range statuses {
		all = append(all, refusal(s, "Refused"))
	}
	return all
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// carry sends one request through a session's client, down to base.
func carry(t *testing.T, body io.Reader, base roundTrip) error {
	t.Helper()
	c := open(t, lambda(""), session.Options{Transport: base})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://service", body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.HTTPClient.Do(r)
	if err != nil {
		return err
	}
	return got.Body.Close()
}

func fine(*http.Request) (*http.Response, error) { return httptest.NewRecorder().Result(), nil }

// watched is a body that knows whether it was closed.
type watched struct {
	io.Reader
	closed bool
}

func (w *watched) Close() error { w.closed = true; return nil }

func TestTheTransportReadsABodyThatNobodyElseCloses(t *testing.T) {
	theirs := &watched{Reader: strings.NewReader("hello")}
	err := carry(t, theirs, func(r *http.Request) (*http.Response, error) {
		if !theirs.closed {
			t.Error("the SDK's body is still in use")
		}
		again, err := r.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		for _, body := range []io.ReadCloser{r.Body, again} {
			if err := body.Close(); err != nil { // too early, as the SDK may
				t.Fatal(err)
			}
			if got, err := io.ReadAll(body); string(got) != "hello" || err != nil {
				t.Errorf("body %q, error %v", got, err)
			}
		}
		if r.ContentLength != 5 {
			t.Errorf("length %d", r.ContentLength)
		}
		return fine(r)
	})
	if err != nil {
		t.Error(err)
	}
}

func TestARequestWithoutABodyIsLeftAlone(t *testing.T) {
	err := carry(t, nil, func(r *http.Request) (*http.Response, error) {
		if r.Body != nil {
			t.Error("it has a body now")
		}
		return fine(r)
	})
	if err != nil {
		t.Error(err)
	}
}

func TestABodyThatCannotBeReadIsNotSent(t *testing.T) {
	broken := &watched{Reader: io.MultiReader(strings.NewReader("half"), errReader{})}
	err := carry(t, broken, func(r *http.Request) (*http.Response, error) {
		t.Error("it was sent")
		return fine(r)
	})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestEachClientHasRetriesOfItsOwn(t *testing.T) {
	c := open(t, lambda(""), session.Options{})
	if a, b := c.Retryer(), c.Retryer(); a == b || a.MaxAttempts() != 3 {
		t.Errorf("%v and %v, %d attempts", a, b, a.MaxAttempts())
	}
}
