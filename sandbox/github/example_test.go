package github_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// A build is dispatched by the real client and followed to its end.
func Example() {
	now, ids := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), 0
	server := httptest.NewUnstartedServer(nil)
	url := "http://" + server.Listener.Addr().String()
	host, err := github.New(github.Options{
		APIURL: url + "/api/v3", WebURL: url, Token: "ghp_example",
		Repositories: []github.Repository{{
			Owner: "acme", Name: "shop", Commits: []github.Commit{{SHA: strings.Repeat("ab", 20), Subject: "Sell things"}},
			Workflows: []github.Workflow{github.BuildWorkflow("build.yml", 45*time.Second)},
		}},
		Publish: func(a github.Artifact) error { fmt.Println("published", a.Commit.Subject); return nil },
		Now:     func() time.Time { return now },
		NewID:   func(prefix string) string { ids++; return fmt.Sprint(prefix, ids) },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	server.Config.Handler = host.Handler()
	server.Start()
	defer server.Close()

	client, err := api.NewClient(nil).WithAuthToken("ghp_example").WithEnterpriseURLs(url, url)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	ctx := context.Background()
	_, err = client.Actions.CreateWorkflowDispatchEventByFileName(ctx, "acme", "shop", "build.yml", api.CreateWorkflowDispatchEventRequest{
		Ref: "main", Inputs: map[string]any{"sha": strings.Repeat("ab", 20), "correlation_id": "42"},
	})
	for range 3 {
		runs, _, listed := client.Actions.ListWorkflowRunsByFileName(ctx, "acme", "shop", "build.yml", nil)
		if err != nil || listed != nil {
			fmt.Fprintln(os.Stderr, err, listed)
			return
		}
		fmt.Println(runs.WorkflowRuns[0].GetStatus())
		now = now.Add(30 * time.Second)
	}
	// Output:
	// queued
	// in_progress
	// published Sell things
	// completed
}
