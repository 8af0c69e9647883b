package page_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		host, origin string
		ok           bool
	}{
		{"127.0.0.1:8080", "", true},
		{"localhost:8080", "", true},
		{"LOCALHOST:8080", "", true},
		{"[::1]:8080", "", true},
		{"127.0.0.1", "", true},
		{"127.0.0.1:8080", "http://127.0.0.1:8080", true},
		{"127.0.0.1:8080", "http://localhost:8080", true},
		{"[::1]:8080", "http://[::1]:8080", true},

		{"evil.example", "", false},
		{"evil.example:8080", "http://evil.example:8080", false}, // its DNS points here
		{"127.0.0.1.evil.example:8080", "", false},
		{"evil@127.0.0.1:8080", "", false},
		{"127.0.0.1:8080/x", "", false},
		{"0.0.0.0:8080", "", false},
		{"10.0.0.1:8080", "", false},
		{"", "", false},
		{"[::1", "", false},
		{"127.0.0.1:8080", "http://evil.example", false},
		{"127.0.0.1:8080", "https://127.0.0.1:8080", false},
		{"127.0.0.1:8080", "http://127.0.0.1:3000", false}, // another server of this machine
		{"127.0.0.1:8080", "null", false},
		{"127.0.0.1:8080", "%", false},
		{"127.0.0.1:8080", "http://127.0.0.1:8080.evil.example", false},
	} {
		t.Run(c.host+" "+c.origin, func(t *testing.T) {
			for _, path := range []string{"/", "/app.js", "/sandbox/api/info", "/sandbox/response/a", "/sandbox/ui/cloud", "/nothing"} {
				rec := w.do("GET", path, "", func(r *http.Request) {
					r.Host = c.host
					if c.origin != "" {
						r.Header.Set("Origin", c.origin)
					}
				})
				if refused := rec.Code == 403; refused == c.ok {
					t.Errorf("%s: %d", path, rec.Code)
				}
				if !c.ok {
					says(t, rec, 403, problem("the sandbox only answers its own page, and programs of this machine"))
				}
			}
		})
	}
}

func TestOneForeignOriginAmongTwoIsEnough(t *testing.T) {
	rec := newWorld(t).do("PUT", "/sandbox/api/speed", `{"speed": 60}`, func(r *http.Request) {
		r.Header["Origin"] = []string{"http://127.0.0.1:8080", "http://evil.example"}
	})
	if rec.Code != 403 {
		t.Errorf("status is %d", rec.Code)
	}
}

func TestAPathTakesItsMethodsOnly(t *testing.T) {
	w := newWorld(t)
	for path, allowed := range map[string]string{
		"/sandbox/api/info": "GET", "/sandbox/api/state": "GET", "/sandbox/api/speed": "PUT", "/sandbox/api/traffic": "PUT",
		"/sandbox/api/behaviour": "PUT", "/sandbox/api/reset": "POST", "/sandbox/api/kill": "POST", "/sandbox/ui/complete": "GET", "/sandbox/response/a": "GET, POST",
		"/sandbox/ui/view": "GET", "/sandbox/ui/file/F1": "GET", "/sandbox/ui/cloud": "GET", "/sandbox/ui/send": "POST", "/sandbox/ui/act": "POST", "/sandbox/ui/suggest": "POST",
		"/sandbox/ui/submit": "POST", "/sandbox/ui/close": "POST", "/sandbox/ui/home": "POST", "/sandbox/ui/shortcut": "POST", "/": "GET", "/app.js": "GET",
	} {
		for _, method := range []string{"GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} {
			if strings.Contains(allowed, method) {
				continue
			}
			rec := w.do(method, path, "{}")
			says(t, rec, 405, problem("only "+allowed+" here"))
			if got := rec.Header().Get("Allow"); got != allowed {
				t.Errorf("%s %s allows %q", method, path, got)
			}
		}
	}
	if rec := w.do("HEAD", "/sandbox/api/info", ""); rec.Code != 200 {
		t.Errorf("HEAD is %d", rec.Code)
	}
	if w.resets > 0 {
		t.Error("a wrong method reset the sandbox")
	}
}

func TestThereIsNothingElse(t *testing.T) {
	w := newWorld(t)
	says(t, w.do("GET", "/sandbox/api/secrets", ""), 404, problem("there is nothing at /sandbox/api/secrets"))
	for _, path := range []string{"/nothing.js", "/static/app.js", "/..%2fpage.go", "/%2e%2e/page.go"} {
		if rec := w.do("GET", path, ""); rec.Code == 200 {
			t.Errorf("%s: %d %.40q", path, rec.Code, rec.Body)
		}
	}
}

func TestALongBodyIsRefused(t *testing.T) {
	w := newWorld(t)
	long := `{"text": "` + strings.Repeat("a", 256<<10) + `"}`
	for path, method := range map[string]string{"/sandbox/api/speed": "PUT", "/sandbox/response/a": "POST", "/sandbox/ui/send": "POST"} {
		says(t, w.do(method, path, long), 413, problem("the body has more than 262144 bytes"))
	}
	says(t, w.do("GET", "/sandbox/response/a", ""), 200, `[]`)
}

func TestThePageIsServedAsBrowsersWantIt(t *testing.T) {
	w := newWorld(t)
	for path, kind := range map[string]string{
		"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8", "/app.css": "text/css; charset=utf-8",
		"/app.js": "text/javascript; charset=utf-8", "/icon.svg": "image/svg+xml", "/licenses.txt": "text/plain; charset=utf-8",
	} {
		rec := w.do("GET", path, "")
		h := rec.Header()
		if rec.Code != 200 || h.Get("Content-Type") != kind || h.Get("X-Content-Type-Options") != "nosniff" || rec.Body.Len() == 0 {
			t.Errorf("%s: %d %v", path, rec.Code, h)
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'; script-src 'self';") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: the policy is %q", path, csp)
		}
	}
}

// What is shown is text. Markup made of data would be run as a part of the page.
func TestNoSourceMakesMarkupOfText(t *testing.T) {
	sources := 0
	err := fs.WalkDir(os.DirFS("web/src"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sources++
		body, err := os.ReadFile(filepath.Join("web", "src", filepath.FromSlash(name)))
		for _, bad := range []string{"dangerouslySetInnerHTML", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"} {
			if strings.Contains(string(body), bad) {
				t.Errorf("%s uses %s", name, bad)
			}
		}
		return err
	})
	if err != nil || sources < 20 {
		t.Errorf("%d sources, %v", sources, err)
	}
}

// The page loads its own files and nothing else, so the policy need not allow more.
func TestThePageNamesNoOtherOrigin(t *testing.T) {
	body := newWorld(t).do("GET", "/", "").Body.String()
	for _, bad := range []string{"//", "<style", "style=", "onclick"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page has %q: %s", bad, body)
		}
	}
}
