package ingress_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/ingress"
)

const (
	webhooks   = "/github/webhooks"
	hubSecret  = "It's a Secret to Everybody"
	oldHub     = "It was one before"
	delivery   = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
	repository = "acme/checkout"
)

// newHub is a front that GitHub may speak to as well.
func newHub(t testing.TB, change ...func(*ingress.Options)) world {
	t.Helper()
	listens := func(o *ingress.Options) {
		o.GitHub, o.Repositories = []string{hubSecret}, map[string][]string{"acme/search": {"trunk"}, repository: {"main", "stable"}}
	}
	return newWorld(t, append([]func(*ingress.Options){listens}, change...)...)
}

// webhook is one of the bodies in testdata/webhooks, in which pairs of texts were
// replaced; the name begins with the kind.
func webhook(t testing.TB, name string, pairs ...string) (kind, body string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "webhooks", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	body = string(raw)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(body, pairs[i]) {
			t.Fatalf("the webhook %s has no %s", name, pairs[i])
		}
		body = strings.ReplaceAll(body, pairs[i], pairs[i+1])
	}
	kind, _, _ = strings.Cut(name, ".")
	return kind, body
}

// hooked is a webhook as GitHub sends it: with both signatures.
func hooked(kind, body string) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, webhooks, strings.NewReader(body))
	r.Header.Set("Content-Type", jsonType)
	r.Header.Set("X-GitHub-Event", kind)
	r.Header.Set("X-GitHub-Delivery", delivery)
	r.Header.Set("X-Hub-Signature", "sha1=0000000000000000000000000000000000000000")
	r.Header.Set("X-Hub-Signature-256", hubSignature(hubSecret, body))
	return r
}

func hubSignature(key, body string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// ignored checks that a webhook was taken, and nothing came of it.
func (w world) ignored(t testing.TB, got *httptest.ResponseRecorder, outcome string) {
	t.Helper()
	w.refused(t, got, http.StatusOK)
	if line := w.logged(t); line["outcome"] != outcome || line["level"] != "INFO" {
		t.Errorf("want %s, logged %v", outcome, line)
	}
}
