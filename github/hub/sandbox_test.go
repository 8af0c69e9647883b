package hub_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// faults.md D5, against a code host that looks at signatures.
func TestAnAppLivesThroughWhatHappensToItsInstallation(t *testing.T) {
	o := open(t).app().o
	block, _ := pem.Decode(o.Key)
	private, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(http.NotFoundHandler())
	defer api.Close()
	var ids atomic.Int64
	host, err := github.New(github.Options{
		APIURL: api.URL + "/api/v3", WebURL: api.URL + "/web", Now: time.Now,
		NewID:        func(prefix string) string { return fmt.Sprint(prefix, ids.Add(1)) },
		App:          github.App{ID: o.App, Installation: o.Installation, Key: &private.PublicKey, Permissions: map[string]string{"metadata": "read", "contents": "read"}},
		Repositories: []github.Repository{{Owner: "acme", Name: "checkout"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	api.Config.Handler = host.Handler()
	o.API = api.URL + "/api/v3"
	ask := func(path ...string) error {
		h, err := hub.New(o)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = hub.Get[any](t.Context(), h, "read it", nil, append([]string{"repos", "acme"}, path...)...)
		return err
	}
	var r *rollout.Refusal
	if err := ask("checkout"); err != nil {
		t.Errorf("a sound App: %v", err)
	}
	if err := ask("checkout", "pulls", "1"); !errors.As(err, &r) || r.Reason.String() != "GitHub did not read it: Slipway needs the permission “Pull requests: read”." {
		t.Errorf("without a permission: %v", err)
	}
	if err := ask("elsewhere"); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("another repository: %v", err)
	}
	host.Suspend(true)
	if err := ask("checkout"); !errors.As(err, &r) || r.Code != "github_suspended" {
		t.Errorf("suspended: %v", err)
	}
	host.Suspend(false)
	h, err := hub.New(o)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, _, err := hub.Get[any](t.Context(), h, "read it", nil, "repos", "acme", "checkout"); err != nil {
			t.Errorf("a token that has ended: %v", err)
		}
		if err := host.ExpireTokens(); err != nil {
			t.Fatal(err)
		}
	}
	o.Key = key(t)
	if err := ask("checkout"); !rollout.IsKind(err, rollout.Broken) || hub.Status(err) != http.StatusUnauthorized {
		t.Errorf("another key: %v", err)
	}
}
