package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	hubapi "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/github/commits"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// A comparison as large as GitHub makes them.
const (
	planCommits = 250
	planFiles   = 300
	planPatch   = 2000 // bytes that a file's difference has
)

// planSHA is the SHA of one of the commits.
func planSHA(n int) string { return fmt.Sprintf("%040x", n+1) }

// comparison is such a one as GitHub answers it.
func comparison() ([]byte, error) {
	const at = "https://api.github.com/users/ben"
	who := &hubapi.User{
		Login: new("ben"), ID: new(int64(6752317)), NodeID: new("U_kgDOAGcHvQ"), Type: new("User"), URL: new(at), HTMLURL: new("https://github.com/ben"),
		AvatarURL: new("https://avatars.githubusercontent.com/u/6752317?v=4"), FollowersURL: new(at + "/followers"), FollowingURL: new(at + "/following{/other_user}"),
		GistsURL: new(at + "/gists{/gist_id}"), StarredURL: new(at + "/starred{/owner}{/repo}"), SubscriptionsURL: new(at + "/subscriptions"),
		OrganizationsURL: new(at + "/orgs"), ReposURL: new(at + "/repos"), EventsURL: new(at + "/events{/privacy}"), ReceivedEventsURL: new(at + "/received_events"),
	}
	out := hubapi.CommitsComparison{Status: new("ahead"), AheadBy: new(planCommits), TotalCommits: new(planCommits), HTMLURL: new("https://github.com/acme/checkout/compare/a...b")}
	for n := range planCommits {
		person := &hubapi.CommitAuthor{Name: new("Ben"), Email: new("ben@acme.example"), Date: &hubapi.Timestamp{Time: time.Unix(1.77e9, 0).UTC()}}
		out.Commits = append(out.Commits, &hubapi.RepositoryCommit{
			SHA: new(planSHA(n + 1)), NodeID: new("C_kwDOAhhhhh"), HTMLURL: new("https://github.com/acme/checkout/commit/" + planSHA(n+1)), Author: who, Committer: who,
			URL: new("https://api.github.com/repos/acme/checkout/commits/" + planSHA(n+1)), Parents: []*hubapi.Commit{{SHA: new(planSHA(n))}},
			Commit: &hubapi.Commit{Author: person, Committer: person, Message: new("Round half to even (#12)\n\n" + strings.Repeat("As the bank does. ", 20))},
		})
	}
	for n := range planFiles {
		out.Files = append(out.Files, &hubapi.CommitFile{
			SHA: new(planSHA(n)), Filename: new(fmt.Sprintf("src/part%03d/file.go", n)), Status: new("modified"), Changes: new(40), Patch: new(strings.Repeat("+\tx := 1\n", planPatch/9)),
			BlobURL: new("https://github.com/acme/checkout/blob/" + planSHA(n)), RawURL: new("https://github.com/acme/checkout/raw/" + planSHA(n)),
		})
	}
	return json.Marshal(out)
}

// canned is GitHub with two answers: a comparison, and the commit at its end.
type canned struct{ comparison, commit []byte }

// RoundTrip answers at once.
func (c canned) RoundTrip(q *http.Request) (*http.Response, error) {
	body := c.commit
	if strings.Contains(q.URL.Path, "/compare/") {
		body = c.comparison
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: q,
	}, nil
}

// planner is commands that plan a deploy with that GitHub.
func planner(c canned) (*commands.Commands, error) {
	h, err := hub.New(hub.Options{
		Token: "token", Now: time.Now, Transport: c,
		Repository: func(string) (string, string, bool) { return "acme", "checkout", true },
	})
	if err != nil {
		return nil, err
	}
	live := rollout.AliasNow{Routing: rollout.All("41"), Revision: "1"}
	account := &still{
		aliases:   map[rollout.Alias]rollout.AliasNow{rollout.Live: live},
		published: []rollout.Published{{Version: "41", Release: rollout.Release{SHA: planSHA(0)}, Ready: true}},
	}
	return commands.New(commands.Deps{
		Store: &memory{rows: map[rollout.Key]rollout.Stored{}, frozen: true}, Traffic: account, Versions: account, Commits: commits.New(h, commits.Options{}),
		People: commandtest.NewPeople(commands.Person{ID: "U0ANA"}), Now: time.Now, NewID: func() string { return "01M82ZKFG68ZVCEJJCHCVAV0A4" }, Log: slog.New(slog.DiscardHandler),
		Policy: commands.Policy{
			Roles:        map[string][]string{"developer": {"U0ANA"}},
			Services:     []commands.Service{{Name: "checkout", Repository: "acme/checkout", Watched: []string{"migrations/**"}}},
			Environments: []commands.Environment{{Name: "prod", Deploy: []string{"developer"}, Strategy: rollout.Strategy{Kind: rollout.BlueGreen}}},
		},
	}), nil
}

// measurePlan measures `/deploy plan` of a comparison as large as they come, from the
// answers of GitHub to the message as Slack gets it.
func measurePlan(ctx context.Context) ([]figure, error) {
	body, err := comparison()
	if err != nil {
		return nil, err
	}
	c, err := planner(canned{comparison: body, commit: []byte(`{"sha":"` + planSHA(planCommits) + `","commit":{"message":"Round half to even"}}`)})
	if err != nil {
		return nil, err
	}
	plan := grammar.Plan{Target: grammar.Target{Service: "checkout", Environment: "prod"}, Ref: planSHA(planCommits)}
	ours, err1 := quickest(func() error {
		out, err := c.Run(ctx, commands.Request{Actor: "U0ANA", Received: time.Now(), Command: plan})
		if shown, ok := out.(commands.Planned); err != nil || !ok || shown.Ships == nil || len(shown.Ships.Commits) != planCommits || shown.Proposal == "" {
			return fmt.Errorf("the plan is %+v: %w", out, err)
		}
		_, err = json.Marshal(views.Outcome(out, views.Options{Now: time.Now()}).Blocks)
		return err
	})
	base, err2 := quickest(func() error { return json.Unmarshal(body, &hubapi.CommitsComparison{}) })
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	what := fmt.Sprintf("plan: %d commits and %d files (%s MB of JSON), compared and shown", planCommits, planFiles, short(float64(len(body))/1e6))
	const beside = "encoding/json reading them"
	return []figure{
		{what: what, unit: "ms", value: micros(ours) / 1000, times: 2, beside: beside, base: micros(base) / 1000},
		{what: what, unit: "MB allocated", value: float64(ours.AllocedBytesPerOp()) / 1e6, beside: beside, base: float64(base.AllocedBytesPerOp()) / 1e6},
	}, nil
}
