package hub_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestWhatOnlyReadsIsTriedTwiceMore(t *testing.T) {
	fine := says(200, `{"name":"one"}`)
	for name, c := range map[string]struct {
		answers []http.HandlerFunc
		fine    bool
		asked   int
		hold    []time.Duration
	}{
		"a stumble":          {[]http.HandlerFunc{says(502, ""), fine}, true, 2, []time.Duration{200 * time.Millisecond}},
		"two of them":        {[]http.HandlerFunc{says(500, ""), cut, fine}, true, 3, []time.Duration{200 * time.Millisecond, 600 * time.Millisecond}},
		"too many":           {[]http.HandlerFunc{says(503, "")}, false, 3, []time.Duration{200 * time.Millisecond, 600 * time.Millisecond}},
		"a short wait":       {[]http.HandlerFunc{says(429, "", "Retry-After", "2"), fine}, true, 2, []time.Duration{2 * time.Second}},
		"a short wait (403)": {[]http.HandlerFunc{says(403, "", "Retry-After", "3"), fine}, true, 2, []time.Duration{3 * time.Second}},
		"a long wait":        {[]http.HandlerFunc{says(429, "", "Retry-After", "4")}, false, 1, nil},
		"no permission":      {[]http.HandlerFunc{says(403, "")}, false, 1, nil},
		"nothing there":      {[]http.HandlerFunc{says(404, "")}, false, 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t).on("GET /thing", c.answers...)
			got, err := w.read(w.hub())
			if (err == nil) != c.fine || c.fine && got.Name != "one" {
				t.Errorf("%+v, %v", got, err)
			}
			if len(w.requests()) != c.asked || !reflect.DeepEqual(w.hold, c.hold) {
				t.Errorf("asked %d times, waited %v", len(w.requests()), w.hold)
			}
		})
	}
}

// faults.md D2: a dispatch whose reply was lost must not be sent again.
func TestWhatChangesSomethingIsSentOnce(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{"500": says(500, ""), "lost": cut, "429": says(429, "", "Retry-After", "1")} {
		for _, body := range []any{nil, thing{"one"}} {
			w := open(t).on("POST /thing", answer)
			h := w.hub()
			q, err := h.Client().NewRequest(http.MethodPost, "thing", body)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = h.Client().Do(t.Context(), q, nil); err == nil || len(w.requests()) != 1 {
				t.Errorf("%s: sent %d times: %v", name, len(w.requests()), err)
			}
		}
	}
}

func TestNobodyWaitsForWhoHasGone(t *testing.T) {
	w := open(t).on("GET /thing", says(502, ""))
	w.o.Sleep = nil
	w.o.Timeout = 50 * time.Millisecond // less than the first pause
	if _, err := w.read(w.hub()); !rollout.IsKind(err, rollout.Broken) || len(w.requests()) != 1 {
		t.Errorf("asked %d times: %v", len(w.requests()), err)
	}
}

// A log's address leads to a storage elsewhere, and is a secret itself.
func TestTheTokenGoesNowhereElse(t *testing.T) {
	var header http.Header
	status := http.StatusOK
	storage := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		header = q.Header
		w.WriteHeader(status)
		fmt.Fprint(w, "the log")
	}))
	defer storage.Close()
	w := open(t).on("GET /logs", func(rw http.ResponseWriter, q *http.Request) {
		http.Redirect(rw, q, storage.URL+"/log?sig=hush", http.StatusFound)
	})
	h := w.hub()
	ask := func() (string, error) {
		q, err := h.Client().NewRequest(http.MethodGet, "logs", nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := h.Client().BareDo(t.Context(), q)
		if err != nil {
			return "", h.Explain("read the log", err)
		}
		defer got.Body.Close() //nolint:errcheck // it was read only
		log, err := io.ReadAll(got.Body)
		return string(log), err
	}
	if log, err := ask(); err != nil || log != "the log" || header.Get("Authorization") != "" {
		t.Errorf("%q, %v, with %v", log, err, header)
	}
	status = http.StatusForbidden
	_, refused := ask()
	status = http.StatusInternalServerError
	_, broken := ask()
	storage.Close()
	_, lost := ask()
	for _, err := range []error{refused, broken, lost} {
		if err == nil || strings.Contains(logged(err), "hush") || strings.Contains(w.log.String(), "hush") {
			t.Errorf("the address is told: %v", err)
		}
	}
}

// logged is all that a log gets of an error.
func logged(err error) string {
	var e *rollout.Error
	if errors.As(err, &e) && e.Err != nil {
		return err.Error() + e.Err.Error()
	}
	return err.Error()
}

func TestARedirectIsNotFollowedAnywhere(t *testing.T) {
	to := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, "/moved", status) }
	}
	w := open(t).on("GET /thing", to(301)).on("GET /moved", says(200, `{"name":"moved"}`)).on("POST /thing", to(301))
	h := w.hub()
	if got, err := w.read(h); err != nil || got.Name != "moved" {
		t.Errorf("%+v, %v", got, err)
	}
	q, err := h.Client().NewRequest(http.MethodPost, "thing", thing{"one"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Client().Do(t.Context(), q, nil)
	if err = h.Explain("make a thing", err); !rollout.IsKind(err, rollout.NotFound) || !strings.Contains(err.Error(), "has moved") {
		t.Errorf("a change was sent on as a question: %v", err)
	}
	w.on("GET /moved", to(302))
	if _, err := w.read(h); !rollout.IsKind(err, rollout.Broken) {
		t.Errorf("round in circles: %v", err)
	}
}

func TestNobodyListensToWhatWasSecret(t *testing.T) {
	plain := httptest.NewServer(says(200, `{"name":"overheard"}`))
	defer plain.Close()
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, plain.URL, http.StatusFound) }))
	defer secure.Close()
	w := open(t)
	w.o.API, w.o.Transport = secure.URL, secure.Client().Transport
	if got, err := w.read(w.hub()); err == nil || got.Name != "" {
		t.Errorf("%+v", got)
	}
}

func TestAnAnswerWithoutAnEndIsGivenUp(t *testing.T) {
	w := open(t).on("GET /thing", func(rw http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for i := range chunk {
			chunk[i] = ' '
		}
		for range 70 {
			if _, err := rw.Write(chunk); err != nil {
				return
			}
		}
	})
	if _, err := w.read(w.hub()); !rollout.IsKind(err, rollout.Broken) {
		t.Errorf("%v", err)
	}
}
