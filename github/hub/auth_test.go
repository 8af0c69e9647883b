package hub_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const sign = "POST /app/installations/8/access_tokens"

// grants answers with a token for an hour.
func grants(token string) http.HandlerFunc {
	return says(201, fmt.Sprintf(`{"token":%q,"expires_at":%q}`, token, time.Now().Add(time.Hour).Format(time.RFC3339)))
}

// knows answers only to whoever comes with a token.
func knows(token string) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("Authorization") != "Bearer "+token {
			says(401, `{"message":"Bad credentials"}`)(w, q)
			return
		}
		body, err := io.ReadAll(q.Body)
		if err != nil || len(body) == 0 {
			body = []byte(`{"name":"one"}`)
		}
		fmt.Fprintf(w, "%s", body)
	}
}

func TestAnAppSignsInOnce(t *testing.T) {
	w := open(t).app().on(sign, grants("first")).on("GET /thing", knows("first"))
	h := w.hub()
	for range 3 {
		if _, err := w.read(h); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.requests()) != 4 || !strings.HasPrefix(w.requests()[0].Header.Get("Authorization"), "Bearer ey") {
		t.Errorf("asked %d times", len(w.requests()))
	}
}

// faults.md D5: a token that ended before its time.
func TestATokenThatIsNotTakenIsRenewed(t *testing.T) {
	w := open(t).app().on(sign, grants("first"), grants("second")).
		on("GET /thing", knows("first"), knows("second")).on("POST /thing", knows("second"))
	h := w.hub()
	for range 3 {
		if got, err := w.read(h); err != nil || got.Name != "one" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	if len(w.requests()) != 6 { // sign in, read, read in vain, sign in, read, read
		t.Errorf("asked %d times", len(w.requests()))
	}
}

func TestAChangeThatWasNotTakenIsSentWholeOnceMore(t *testing.T) {
	w := open(t).app().on(sign, grants("first"), grants("second")).on("POST /thing", knows("second"))
	h := w.hub()
	q, err := h.Client().NewRequest(http.MethodPost, "thing", thing{"mine"})
	if err != nil {
		t.Fatal(err)
	}
	var got thing
	if _, err := h.Client().Do(t.Context(), q, &got); err != nil || got.Name != "mine" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestManyWhoseTokenHasEndedRenewItOnce(t *testing.T) {
	w := open(t).app().on(sign, grants("first"), grants("second")).on("GET /thing", knows("second"))
	h := w.hub()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := w.read(h); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	n := 0
	for _, q := range w.requests() {
		if q.Method == http.MethodPost {
			n++
		}
	}
	if n != 2 {
		t.Errorf("signed in %d times", n)
	}
}

// faults.md D5: the key was rotated, the App suspended or taken off.
func TestAnAppThatIsNotLetInSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		kind   rollout.Kind // empty for a refusal
		words  string
		asked  int
	}{
		"the key was rotated": {says(401, `{"message":"A JSON web token could not be decoded"}`), rollout.Broken, "was the App's key replaced", 1},
		"suspended":           {says(403, `{"message":"This installation has been suspended"}`), "", "is suspended on GitHub", 1},
		"taken off":           {says(404, `{"message":"Not Found"}`), rollout.NotFound, "not installed on GitHub any more", 1},
		"trouble":             {says(502, `<html>`), rollout.Broken, "status 502", 3},
		"no answer":           {cut, rollout.Broken, "gave no answer", 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t).app().on(sign, c.answer)
			_, err := w.read(w.hub())
			var e *rollout.Error
			var r *rollout.Refusal
			switch {
			case c.kind == "" && !errors.As(err, &r), c.kind != "" && !rollout.IsKind(err, c.kind):
				t.Fatalf("%v", err)
			case errors.As(err, &r) && !strings.Contains(r.Reason.String(), c.words),
				errors.As(err, &e) && !strings.Contains(e.Message+e.Hint, c.words):
				t.Errorf("%v", err)
			}
			if len(w.requests()) != c.asked {
				t.Errorf("asked %d times", len(w.requests()))
			}
			if text := logged(err) + w.log.String(); strings.Contains(text, "Bearer") || strings.Contains(text, "BEGIN") {
				t.Errorf("a secret is in %s", text)
			}
		})
	}
}

func TestATokenOfSomebodysIsNotRenewed(t *testing.T) {
	w := open(t).on("GET /thing", knows("another"))
	if _, err := w.read(w.hub()); !rollout.IsKind(err, rollout.Broken) || len(w.requests()) != 1 {
		t.Errorf("asked %d times: %v", len(w.requests()), err)
	}
}
