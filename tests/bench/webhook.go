package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/sandbox/github"
)

const hookSecret = "It's a Secret to Everybody"

// hooked is a webhook of a run as GitHub sends it.
func hooked(ctx context.Context) (*http.Request, error) {
	body, err := runNews()
	if err != nil {
		return nil, err
	}
	q := httptest.NewRequestWithContext(ctx, http.MethodPost, "/github/webhooks", bytes.NewReader(body))
	for name, value := range map[string]string{
		"Content-Type": "application/json", "X-GitHub-Event": "workflow_run", "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
		"X-Hub-Signature-256": github.Sign(hookSecret, body),
	} {
		q.Header.Set(name, value)
	}
	return q, nil
}

// runNews is what the simulated code host tells of a run, made as long as GitHub's: that
// describes the repository three times, each time with about fifty addresses.
func runNews() ([]byte, error) {
	ids := 0
	host, err := github.New(github.Options{
		APIURL: "https://host.example/api", WebURL: "https://host.example", HookURL: "https://bot.example", HookSecret: hookSecret,
		Now: time.Now, NewID: func(prefix string) string { ids++; return fmt.Sprint(prefix, ids) },
		Repositories: []github.Repository{{
			Owner: "acme", Name: "checkout", Commits: []github.Commit{{SHA: strings.Repeat("ab", 20), Subject: "Round half to even", Author: "ben"}},
			Workflows: []github.Workflow{github.BuildWorkflow("build.yml", time.Minute)},
		}},
	})
	if err != nil {
		return nil, err
	}
	if _, err := host.Start("acme/checkout", github.Start{Workflow: "build.yml"}); err != nil {
		return nil, err
	}
	all := host.Deliveries()
	if len(all) != 1 {
		return nil, fmt.Errorf("the code host tells of %d things", len(all))
	}
	var told map[string]any
	if err := json.Unmarshal(all[0].Body, &told); err != nil {
		return nil, err
	}
	repository, isThere := told["repository"].(map[string]any)
	if !isThere {
		return nil, errors.New("the code host names no repository")
	}
	for i := range 50 {
		repository[fmt.Sprintf("feature%02d_url", i)] = fmt.Sprintf("https://api.github.com/repos/acme/checkout/feature%02d{/name}{?a,b}", i)
	}
	if run, ok := told["workflow_run"].(map[string]any); ok {
		run["head_repository"], run["repository"] = repository, repository
	}
	return json.Marshal(told)
}
