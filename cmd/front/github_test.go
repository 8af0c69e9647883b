package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// withGitHub starts the front with a policy that has GitHub in it.
func (o *outside) withGitHub() (answer, error) {
	o.t.Helper()
	policy, err := os.ReadFile("../../tests/deployed/testdata/slipway.yaml")
	if err != nil {
		o.t.Fatal(err)
	}
	name := filepath.Join(o.t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(name, append([]byte("github: {}\n"), policy...), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return o.openWith(map[string]string{"SLIPWAY_CONFIG": name})
}

// hooks makes them GitHub's secrets, current and previous one.
func (o *outside) hooks(secrets ...string) {
	o.keep("slack")
	for i, s := range secrets {
		o.secret[[]string{"GITHUB_WEBHOOK_SECRET", "GITHUB_WEBHOOK_SECRET_PREVIOUS"}[i]] = s
	}
}

// webhook is the status of the answer to one that is signed by the secret.
func (o *outside) webhook(f answer, secret, delivery string) int {
	o.t.Helper()
	body := `{"ref":"refs/heads/main","after":"abc1230000000000000000000000000000000000","deleted":false,` +
		`"repository":{"full_name":"acme/checkout"},"head_commit":{"id":"abc1230000000000000000000000000000000000","message":"Round up",` +
		`"timestamp":"2026-11-23T09:00:00Z","url":"https://github.com/acme/checkout/commit/abc123","author":{"name":"Ana"}}}`
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	got, err := f(o.t.Context(), events.APIGatewayProxyRequest{
		HTTPMethod: http.MethodPost, Path: "/github/webhooks", Body: body,
		Headers: map[string]string{
			"Content-Type": "application/json", "X-Hub-Signature-256": "sha256=" + hex.EncodeToString(mac.Sum(nil)),
			"X-GitHub-Event": "push", "X-GitHub-Delivery": delivery,
		},
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return got.StatusCode
}

func TestGitHubsSecretIsRotatedLikeSlacks(t *testing.T) {
	o := newOutside(t)
	o.hooks("old")
	f, err := o.withGitHub()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	wants := func(old, new int) {
		t.Helper()
		n++
		id := "72d3162e-cc78-11e3-81ab-4c9367dc095" + string(rune('0'+n))
		if gotOld, gotNew := o.webhook(f, "old", id), o.webhook(f, "new", id); gotOld != old || gotNew != new {
			t.Errorf("the old secret gets %d, the new one %d; want %d and %d", gotOld, gotNew, old, new)
		}
	}
	wants(200, 401)
	o.hooks("new", "old")
	o.pass(15 * time.Minute)
	wants(200, 200)
	o.hooks("new")
	o.pass(15 * time.Minute)
	wants(401, 200)
	if o.sent != 4 {
		t.Errorf("%d jobs were queued", o.sent)
	}
}

func TestAFrontThatGitHubIsToTellWithoutASecretDoesNotOpen(t *testing.T) {
	o := newOutside(t)
	o.keep("slack")
	if _, err := o.withGitHub(); err == nil || !strings.Contains(err.Error(), "GITHUB_WEBHOOK_SECRET is empty") {
		t.Error(err)
	}
}

func TestWithoutTheSectionGitHubItsSecretOpensNoDoor(t *testing.T) {
	o := newOutside(t)
	o.hooks("hook")
	f, err := o.open()
	if err != nil {
		t.Fatal(err)
	}
	if got := o.webhook(f, "hook", "72d3162e-cc78-11e3-81ab-4c9367dc0950"); got == http.StatusOK || o.sent != 0 {
		t.Errorf("answer %d, %d jobs", got, o.sent)
	}
}
