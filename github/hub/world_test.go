package hub_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/github/hub"
)

// noon is what the clock says.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const secret = "ghp_verysecret"

// world is a GitHub that answers as it is told, and a hub that speaks to it.
type world struct {
	t    *testing.T
	api  *httptest.Server
	o    hub.Options
	log  bytes.Buffer
	hold []time.Duration // that the hub slept

	mu      sync.Mutex
	asked   []*http.Request
	answers map[string][]http.HandlerFunc // by "METHOD /path", the next ones; the last stays
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, answers: map[string][]http.HandlerFunc{}}
	w.api = httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(w.api.Close)
	w.o = hub.Options{
		API: w.api.URL, Token: secret, Now: func() time.Time { return noon },
		Transport:  &http.Transport{DisableKeepAlives: true}, // on a kept connection it would try again by itself
		Repository: func(service string) (string, string, bool) { return "acme", service, service != "ghost" },
		Sleep:      func(_ context.Context, d time.Duration) error { w.hold = append(w.hold, d); return nil },
		Log:        slog.New(slog.NewTextHandler(&w.log, nil)),
	}
	return w
}

// app lets the hub be an App, of which the world takes any signature.
func (w *world) app() *world {
	w.o.Token, w.o.App, w.o.Installation, w.o.Key = "", 7, 8, key(w.t)
	return w
}

// key is a private key in PEM.
func key(t *testing.T) []byte {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(k)})
}

func (w *world) hub() *hub.Hub {
	w.t.Helper()
	h, err := hub.New(w.o)
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}

// on says how the next requests are answered, and then all of them as the last.
func (w *world) on(request string, answers ...http.HandlerFunc) *world {
	w.answers[request] = answers
	return w
}

func (w *world) serve(rw http.ResponseWriter, q *http.Request) {
	w.mu.Lock()
	w.asked = append(w.asked, q)
	name := q.Method + " " + q.URL.EscapedPath()
	queue := w.answers[name]
	if len(queue) > 1 {
		w.answers[name] = queue[1:]
	}
	w.mu.Unlock()
	if len(queue) == 0 {
		w.t.Errorf("nobody answers %s", name)
		return
	}
	queue[0](rw, q)
}

// says answers with a status, a body and headers, two strings each.
func says(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// cut breaks the connection.
func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// requests are those that were made.
func (w *world) requests() []*http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

type thing struct {
	Name string `json:"name"`
}

// read asks for the thing.
func (w *world) read(h *hub.Hub) (thing, error) {
	w.t.Helper()
	got, _, err := hub.Get[thing](w.t.Context(), h, "read a thing of acme/checkout", nil, "thing")
	return got, err
}
