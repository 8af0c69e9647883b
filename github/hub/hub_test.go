package hub_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

func TestAThingIsReadWithTheToken(t *testing.T) {
	w := open(t).on("GET /thing", says(200, `{"name":"one"}`))
	if got, err := w.read(w.hub()); err != nil || got.Name != "one" {
		t.Fatalf("%+v, %v", got, err)
	}
	q := w.requests()[0]
	if q.Header.Get("Authorization") != "Bearer "+secret || q.UserAgent() != "slipway" {
		t.Errorf("asked with %v", q.Header)
	}
}

func TestTheApiMayBeBelowAPath(t *testing.T) {
	w := open(t).on("GET /api/v3/thing", says(200, `{}`))
	w.o.API += "/api/v3"
	if _, err := w.read(w.hub()); err != nil {
		t.Fatal(err)
	}
}

func TestARepositoryThatNobodyNamedIsRefused(t *testing.T) {
	h := open(t).hub()
	if owner, name, err := h.Repository("checkout"); owner != "acme" || name != "checkout" || err != nil {
		t.Errorf("%s/%s, %v", owner, name, err)
	}
	_, _, err := h.Repository("ghost")
	var r *rollout.Refusal
	if !errors.As(err, &r) || r.Code != "no_repository" || !strings.Contains(r.Hint, "`slipway.yaml`") {
		t.Errorf("%v", err)
	}
}

func TestOptionsAreRefusedWithAllThatIsWrong(t *testing.T) {
	right := func() hub.Options { return open(t).o }
	for name, c := range map[string]struct {
		change func(*hub.Options)
		says   []string
	}{
		"everything": {func(o *hub.Options) {
			*o = hub.Options{API: "http://github.example.com", App: 1, Key: []byte("hush")}
		}, []string{"https://", "installation's id", "RSA key", "which repository", "clock"}},
		"nobody":              {func(o *hub.Options) { o.Token = "" }, []string{"neither an App nor a token"}},
		"two at once":         {func(o *hub.Options) { o.App = 1 }, []string{"an App and a token"}},
		"a token with a line": {func(o *hub.Options) { o.Token = "hush\n" }, []string{"line break"}},
		"no App's id":         {func(o *hub.Options) { o.Token, o.Installation = "", 2 }, []string{"App's id", "RSA key"}},
		"no address":          {func(o *hub.Options) { o.API = "https://user:hush@github.example.com" }, []string{"address is none"}},
		"another machine":     {func(o *hub.Options) { o.API = "http://10.0.0.1/api/v3" }, []string{"https://"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := right()
			c.change(&o)
			_, err := hub.New(o)
			if err == nil || strings.Contains(err.Error(), "hush") {
				t.Fatalf("%v", err)
			}
			for _, words := range c.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q is not in %v", words, err)
				}
			}
		})
	}
}

func TestWithoutAnAddressItIsGithubItself(t *testing.T) {
	o := open(t).o
	o.API, o.Transport, o.Sleep, o.Log = "", nil, nil, nil
	h, err := hub.New(o)
	if err != nil || h.Client().BaseURL.String() != "https://api.github.com/" {
		t.Fatalf("%v", err)
	}
}

// faults.md D11: a name is a part of a path, and nothing that it holds makes it more.
func TestWhateverAPartOfAPathHoldsItStaysOne(t *testing.T) {
	var path string
	o := open(t).o
	api := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		path = q.URL.EscapedPath()
		if q.URL.RawQuery != "" {
			path += "?" + q.URL.RawQuery
		}
	}))
	defer api.Close()
	o.API = api.URL
	h, err := hub.New(o)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		part := rapid.OneOf(rapid.String(), rapid.StringMatching(`[./?#%a]{0,6}`)).Draw(r, "part")
		path = ""
		_, _, err := hub.Get[any](t.Context(), h, "read", nil, "before", part, "after")
		if part == "" || part == "." || part == ".." {
			if !rollout.IsKind(err, rollout.Invalid) || path != "" {
				r.Fatalf("%q was asked for: %s, %v", part, path, err)
			}
			return
		}
		parts := strings.Split(path, "/")
		if len(parts) != 4 || parts[1] != "before" || parts[3] != "after" {
			r.Fatalf("%q became %s, %v", part, path, err)
		}
		if back, err := url.PathUnescape(parts[2]); err != nil || back != part {
			r.Fatalf("%q became %q", part, back)
		}
	})
}

func TestACallEndsInTime(t *testing.T) {
	w := open(t).on("GET /thing", func(_ http.ResponseWriter, q *http.Request) { <-q.Context().Done() })
	w.o.Timeout = 20 * time.Millisecond
	_, err := w.read(w.hub())
	var e *rollout.Error
	if !errors.As(err, &e) || e.Kind != rollout.Broken || e.Message != "GitHub did not read a thing of acme/checkout: it gave no answer." {
		t.Errorf("%v", err)
	}
	if len(w.hold) > 0 {
		t.Error("it was tried again when the time was over")
	}
}
