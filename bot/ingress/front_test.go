package ingress_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/ingress"
)

func TestAFrontDoesNotStartWithoutWhatItsSafetyRestsOn(t *testing.T) {
	for want, spoil := range map[string]func(*ingress.Options){
		"no signing secret":       func(o *ingress.Options) { o.Secrets = nil },
		"signing secret is empty": func(o *ingress.Options) { o.Secrets = []string{secret, ""} },
		"team's id":               func(o *ingress.Options) { o.Team = "" },
		"app's id":                func(o *ingress.Options) { o.App = "" },
		"no queue":                func(o *ingress.Options) { o.Queue = nil },
		"no clock":                func(o *ingress.Options) { o.Now = nil },
		"no log":                  func(o *ingress.Options) { o.Log = nil },
		"negative":                func(o *ingress.Options) { o.Limit = -1 },
		"response origin":         func(o *ingress.Options) { o.ResponseOrigin = "" },
	} {
		o := options()
		spoil(&o)
		if _, err := ingress.New(o); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), secret) {
			t.Errorf("want an error about %q, got %v", want, err)
		}
	}
	for _, origin := range []string{"hooks.slack.com", "https://hooks.slack.com/", "https://a@hooks.slack.com", "ftp://x", "https://", "https://x?y"} {
		o := options()
		o.ResponseOrigin = origin
		if _, err := ingress.New(o); err == nil {
			t.Errorf("%q is no origin", origin)
		}
	}
}

// faults.md section 2: no route can skip the verifier.
func TestNoRouteIsOpenToTheUnsigned(t *testing.T) {
	w := newHub(t)
	if len(w.front.Paths()) < 4 {
		t.Fatalf("only %v", w.front.Paths())
	}
	for _, path := range w.front.Paths() {
		for _, body := range []string{"", typed("/deploy staging abc123"), pressed(t), "ssl_check=1", `{"type":"url_verification","challenge":"x"}`} {
			w.refused(t, w.serve(unsigned(path, body)), http.StatusUnauthorized)
		}
	}
}

// faults.md A12
func TestOnlyExactPathsAndMethodsAreServed(t *testing.T) {
	for line, want := range map[string]int{
		"GET /slack/commands": 405, "PUT /slack/commands": 405, "HEAD /slack/interactions": 405,
		"DELETE /slack/events": 405, "OPTIONS /slack/events": 405,
		"POST /healthz": 405, "HEAD /healthz": 405, "GET /healthz/": 404,
		"POST /": 404, "POST /slack": 404, "POST /slack/commands/": 404, "POST //slack/commands": 404,
		"POST /slack//commands": 404, "POST /slack/./commands": 404, "POST /slack/x/../commands": 404,
		"POST /slack/%63ommands": 404, "POST /SLACK/commands": 404, "POST /slack/commands/payload=x": 404,
	} {
		w := newWorld(t)
		r := signed(commands, typed("/deploy staging abc123"))
		method, path, _ := strings.Cut(line, " ")
		u, err := url.Parse("http://front" + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Method, r.URL = method, u
		got := w.serve(r)
		w.refused(t, got, want)
		if want == 405 && got.Header().Get("Allow") == "" {
			t.Errorf("%s: the answer does not say what is allowed", line)
		}
	}
}

// faults.md A9
func TestABodyOfAnotherTypeIsNotRead(t *testing.T) {
	for _, test := range []struct {
		path, mime string
		want       int
	}{
		{commands, formType, 200},
		{commands, formType + "; charset=utf-8", 200},
		{commands, "Application/X-WWW-Form-Urlencoded", 200},
		{commands, "", 415},
		{commands, ";;", 415},
		{commands, jsonType, 415},
		{commands, "multipart/form-data; boundary=x", 415},
		{interactions, jsonType, 415},
		{events, formType, 415},
		{events, jsonType + "; charset=utf-8", 200},
	} {
		w := newWorld(t)
		body := map[string]string{
			commands: typed("/deploy help"), interactions: pressed(t), events: `{"type":"event_callback"}`,
		}[test.path]
		r := signed(test.path, body)
		r.Header.Set("Content-Type", test.mime)
		if got := w.serve(r); got.Code != test.want {
			t.Errorf("%s as %q: want %d, got %d", test.path, test.mime, test.want, got.Code)
		}
	}
}

// counted is an endless body that knows how much of it was read.
type counted struct{ n int }

func (c *counted) Read(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

// faults.md A10
func TestABodyIsReadUpToItsLimit(t *testing.T) {
	for _, size := range []int{8 << 10, 16 << 10, 64 << 10, 128 << 10} {
		w := newWorld(t)
		body := typed("/deploy help", "pad", "x")
		body += strings.Repeat("x", size-len(body))
		if got := w.serve(signed(commands, body)); got.Code != http.StatusOK {
			t.Errorf("%d bytes: got %d", size, got.Code)
		}
	}
	for _, size := range []int{128<<10 + 1, 1 << 20, 6 << 20} {
		w := newWorld(t)
		w.refused(t, w.serve(signed(commands, strings.Repeat("x", size))), http.StatusRequestEntityTooLarge)
	}
	w := newWorld(t)
	w.refused(t, w.serve(signed(interactions, "")), http.StatusBadRequest)

	endless := &counted{}
	w.refused(t, w.serve(httptest.NewRequestWithContext(t.Context(), http.MethodPost, commands, endless)), http.StatusRequestEntityTooLarge)
	if endless.n > 512<<10 {
		t.Errorf("%d bytes were read", endless.n)
	}
}

func TestABodyThatBreaksOffIsRefused(t *testing.T) {
	w := newWorld(t)
	broken := io.MultiReader(strings.NewReader("text=x"), &failing{})
	w.refused(t, w.serve(httptest.NewRequestWithContext(t.Context(), http.MethodPost, commands, broken)), http.StatusBadRequest)
}

type failing struct{}

func (*failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// faults.md A6
func TestTheQueryIsNeverRead(t *testing.T) {
	w := newWorld(t)
	w.refused(t, w.serve(signed(interactions+"?"+pressed(t), "")), http.StatusBadRequest)
	w.refused(t, w.serve(signed(interactions+"?"+pressed(t), "x=1")), http.StatusBadRequest)
	// Without a team in its body it is from nowhere.
	said(t, w.serve(signed(commands+"?"+typed("/deploy staging abc123"), "x=1")))
	if w.queue.calls != 0 {
		t.Error("the queue was called")
	}
}

// faults.md A13
func TestSlacksProbesAreAnsweredAndDoNothing(t *testing.T) {
	w := newWorld(t)
	w.refused(t, w.serve(signed(commands, "ssl_check=1&token=x")), http.StatusOK)
	w.refused(t, w.serve(signed(commands, typed("/deploy staging abc123", "ssl_check", "1"))), http.StatusOK)

	got := w.serve(signed(events, `{"token":"x","challenge":"3eZbrw1aB<&","type":"url_verification"}`))
	if want := `{"challenge":"3eZbrw1aB\u003c\u0026"}` + "\n"; got.Code != http.StatusOK || got.Body.String() != want {
		t.Errorf("got %d %s", got.Code, got.Body)
	}
	w.refused(t, w.serve(signed(events, `{"type":"event_callback","event":{"type":"app_mention"}}`)), http.StatusOK)
	for _, body := range []string{"", "null", "[]", "{}", `{"type":1}`, `{"type":"url_verification","Type":"x"}`, `{"type":"x"`} {
		w.refused(t, w.serve(signed(events, body)), http.StatusBadRequest)
	}
}

func TestTheHealthCheckIsAConstant(t *testing.T) {
	w := newWorld(t)
	got := w.serve(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/healthz?x=1", nil))
	if got.Code != http.StatusOK || got.Body.String() != `{"ok":true}`+"\n" || w.log.Len() != 0 {
		t.Errorf("got %d %s, logged %s", got.Code, got.Body, w.log)
	}
}
