package deployments_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/github/deployments"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// open opens a simulated code host that knows the commit, and the real client for it.
func open(t *testing.T) (*github.Host, *deployments.Deployments, *hub.Hub) {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { handler.ServeHTTP(w, q) }))
	t.Cleanup(server.Close)
	ids := 0
	host, err := github.New(github.Options{
		APIURL: server.URL + "/api", WebURL: server.URL + "/web", Token: "a-token", Now: time.Now,
		NewID:        func(prefix string) string { ids++; return fmt.Sprintf("%s%d", prefix, ids) },
		Repositories: []github.Repository{{Owner: "acme", Name: "shop", Commits: []github.Commit{{SHA: told.SHA, Subject: "Sell things", Author: "ana"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	handler = host.Handler()
	h, err := hub.New(hub.Options{
		API: server.URL + "/api", Token: "a-token", Now: time.Now,
		Repository: func(string) (string, string, bool) { return "acme", "shop", true },
		Sleep:      func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return host, deployments.New(h, deployments.Options{}), h
}

// D12: replies are lost on the way, and whoever asks again ends with one deployment
// whose statuses each came once.
func TestD12LostRepliesLeaveOneDeploymentWithEachStatusOnce(t *testing.T) {
	host, d, h := open(t)
	lose := func() { host.Trouble(github.Trouble{Method: http.MethodPost, Lost: true}) }
	lose()
	if _, err := d.Open(t.Context(), told); !rollout.IsKind(err, rollout.Broken) {
		t.Fatalf("the reply was lost, and we got %v", err)
	}
	id, err := d.Open(t.Context(), told)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []rollout.DeploymentState{rollout.DeploymentQueued, rollout.DeploymentGoing, rollout.DeploymentDone, rollout.DeploymentInactive} {
		now := told
		now.State = state
		lose()
		if err := d.Mark(t.Context(), id, now); !rollout.IsKind(err, rollout.Broken) {
			t.Fatalf("the reply was lost, and we got %v", err)
		}
		for range 2 {
			if err := d.Mark(t.Context(), id, now); err != nil {
				t.Fatal(err)
			}
		}
	}
	all, _, err := h.Client().Repositories.ListDeployments(t.Context(), "acme", "shop", nil)
	if err != nil || len(all) != 1 || all[0].GetID() != id {
		t.Errorf("there are %d deployments, %v", len(all), err)
	}
	said, _, err := h.Client().Repositories.ListDeploymentStatuses(t.Context(), "acme", "shop", id, nil)
	if err != nil || len(said) != 4 {
		t.Errorf("%d statuses were said, %v; want 4", len(said), err)
	}
}

func TestEachRolloutOfACommitHasADeploymentOfItsOwn(t *testing.T) {
	_, d, _ := open(t)
	first, err := d.Open(t.Context(), told)
	if err != nil {
		t.Fatal(err)
	}
	another := told
	another.Rollout = "01JD3Q5W7X8Y9ZABCDEFGHJKMP"
	if second, err := d.Open(t.Context(), another); err != nil || second == first {
		t.Errorf("got %d and %d, %v", first, second, err)
	}
}
