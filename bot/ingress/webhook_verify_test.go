package ingress_test

import (
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/ingress"
)

// The example is GitHub's own, from its page on validating webhook deliveries.
func TestTheSignatureIsTheOneOfGitHubsExample(t *testing.T) {
	if got := hubSignature(hubSecret, "Hello, World!"); got != "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" {
		t.Error(got)
	}
}

// faults.md D6: each change spoils a webhook that was good.
func TestAWebhookWithoutGitHubsSignatureGetsAnEmpty401(t *testing.T) {
	const sig, sha1 = "X-Hub-Signature-256", "X-Hub-Signature"
	kind, body := webhook(t, "push.branch")
	for name, spoil := range map[string]func(h http.Header, good string){
		"no signature":         func(h http.Header, _ string) { h.Del(sig) },
		"SHA-1 only":           func(h http.Header, _ string) { h.Del(sig); h.Set(sha1, "sha1="+rfc2104(hubSecret, body)[:40]) },
		"SHA-1 in its place":   func(h http.Header, good string) { h.Set(sig, "sha1="+good[7:47]) },
		"blank":                func(h http.Header, _ string) { h.Set(sig, " ") },
		"another algorithm":    func(h http.Header, good string) { h.Set(sig, "sha512="+good[7:]) },
		"upper-case algorithm": func(h http.Header, good string) { h.Set(sig, "SHA256="+good[7:]) },
		"upper-case digits":    func(h http.Header, good string) { h.Set(sig, "sha256="+strings.ToUpper(good[7:])) },
		"no algorithm":         func(h http.Header, good string) { h.Set(sig, good[7:]) },
		"63 digits":            func(h http.Header, good string) { h.Set(sig, good[:70]) },
		"65 digits":            func(h http.Header, good string) { h.Set(sig, good+"0") },
		"not hex":              func(h http.Header, good string) { h.Set(sig, good[:70]+"g") },
		"empty":                func(h http.Header, _ string) { h.Set(sig, "sha256=") },
		"a good one twice":     func(h http.Header, good string) { h.Add(sig, good) },
		"a bad one, then good": func(h http.Header, good string) { h[sig] = []string{"sha256=" + strings.Repeat("0", 64), good} },
		"a wrong secret":       func(h http.Header, _ string) { h.Set(sig, hubSignature("guess", body)) },
		"an empty secret":      func(h http.Header, _ string) { h.Set(sig, hubSignature("", body)) },
		"Slack's secret":       func(h http.Header, _ string) { h.Set(sig, hubSignature(secret, body)) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newHub(t)
			r := hooked(kind, body)
			spoil(r.Header, r.Header.Get(sig))
			w.refused(t, w.serve(r), http.StatusUnauthorized)
			if line := w.logged(t); line["outcome"] != "forged" || strings.Contains(w.log.String(), "Round half") {
				t.Errorf("logged %v", line)
			}
		})
	}
}

func TestEveryFlippedBitOfAWebhookGetsA401(t *testing.T) {
	w := newHub(t)
	kind, body := webhook(t, "push.branch")
	good := hubSignature(hubSecret, body)
	try := func(t testing.TB, sum, body string) {
		t.Helper()
		r := hooked(kind, body)
		r.Header.Set("X-Hub-Signature-256", sum)
		w.refused(t, w.serve(r), http.StatusUnauthorized)
	}
	for bit := range 8 * len(good) {
		try(t, flip(good, bit), body)
	}
	rapid.Check(t, func(rt *rapid.T) {
		try(t, good, flip(body, rapid.IntRange(0, 8*len(body)-1).Draw(rt, "bit")))
	})
}

func TestTwoWebhookSecretsCountWhileTheyAreRotated(t *testing.T) {
	kind, body := webhook(t, "push.branch")
	old := hooked(kind, body)
	old.Header.Set("X-Hub-Signature-256", hubSignature(oldHub, body))
	during := newHub(t, func(o *ingress.Options) { o.GitHub = []string{hubSecret, oldHub} })
	if got := during.serve(old.Clone(t.Context())); got.Code != http.StatusOK {
		t.Errorf("got %d during the rotation", got.Code)
	}
	after := newHub(t)
	old = hooked(kind, body)
	old.Header.Set("X-Hub-Signature-256", hubSignature(oldHub, body))
	after.refused(t, after.serve(old), http.StatusUnauthorized)
}

// faults.md D6: what is not configured is not there, and what is half configured
// does not start.
func TestWithoutASecretThereAreNoWebhooks(t *testing.T) {
	kind, body := webhook(t, "push.branch")
	w := newWorld(t)
	w.refused(t, w.serve(hooked(kind, body)), http.StatusNotFound)
	for _, secrets := range [][]string{{}, {""}, {hubSecret, ""}} {
		o := options()
		o.GitHub = secrets
		if _, err := ingress.New(o); err == nil || !strings.Contains(err.Error(), "webhook secret") || strings.Contains(err.Error(), hubSecret) {
			t.Errorf("%q: %v", secrets, err)
		}
	}
}

// No signature of one sender opens a route of the other's.
func TestASenderIsOnlyHeardOnItsOwnRoutes(t *testing.T) {
	w := newHub(t)
	for _, path := range w.front.Paths() {
		body := `{"type":"url_verification","challenge":"x"}`
		r := hooked("push", body)
		if path == webhooks {
			r = signed(path, body)
			r.Header.Set("X-GitHub-Event", "push")
			r.Header.Set("X-GitHub-Delivery", delivery)
		}
		r.URL.Path = path
		w.refused(t, w.serve(r), http.StatusUnauthorized)
	}
}

func TestAWebhookIsReadUpToItsLimit(t *testing.T) {
	for size, want := range map[int]int{200 << 10: 200, 1 << 20: 200, 1<<20 + 1: 413, 6 << 20: 413} {
		w := newHub(t)
		kind, body := webhook(t, "push.branch")
		body += strings.Repeat(" ", size-len(body))
		if got := w.serve(hooked(kind, body)); got.Code != want || got.Body.Len() > 0 {
			t.Errorf("%d bytes: got %d", size, got.Code)
		}
	}
}
