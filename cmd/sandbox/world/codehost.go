package world

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/cmd/inprocess"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/github/commits"
	"github.com/slipway-dev/slipway/github/deployments"
	"github.com/slipway-dev/slipway/github/events"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/github/workflows"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// Where the simulated code host is, below the world's address.
const (
	codeAPI = "/code/api"
	codeWeb = "/code"
)

// buildTakes is how long a build takes, in simulated time. The registry is looked into
// every five seconds: that a rollout goes on earlier than that is due to a webhook.
const buildTakes = 42 * time.Second

// check is the check that commits have passed. It is no job of the workflow that builds
// on demand: those are checks of the main branch's head, whatever commit they build.
const check = "ci"

// commitPage is the page of a commit on the code host.
func (w *World) commitPage(s config.Service, sha string) string {
	return w.o.URL + codeWeb + "/" + s.Repository + "/commit/" + sha
}

// connectCode has every service built by a workflow of the simulated code host, where
// the policy says nothing of one: here there is no other who builds.
func (w *World) connectCode() {
	if w.Config.GitHub == nil {
		w.Config.GitHub = &config.GitHub{}
	}
	for i := range w.Config.Services {
		if s := &w.Config.Services[i]; s.Build == nil {
			s.Build = &config.Build{Workflow: "build.yml", Ref: s.Branch}
		}
	}
}

// openCode opens the simulated code host. Its runs go by the simulated clock.
func (w *World) openCode() error {
	w.Commits = allCommits(w.Config.Services)
	o := github.Options{
		APIURL: w.o.URL + codeAPI, WebURL: w.o.URL + codeWeb, Token: w.Secrets.CodeToken, Login: "slipway",
		Now: w.Clock.Now, Pace: w.Clock.Now, NewID: func(prefix string) string { return prefix + w.ids.At(w.o.Real()) },
		Publish: w.publish, Disk: w.disk, Outcomes: map[string]github.Outcome{},
		HookURL: w.hook(), HookSecret: w.Secrets.HookSecret, HTTP: w.toBot(),
	}
	for _, s := range w.Config.Services {
		o.Repositories = append(o.Repositories, w.repository(s))
	}
	for _, c := range w.Commits {
		if c.Broken {
			o.Outcomes[c.SHA] = broken()
		}
	}
	var err error
	if w.GitHub, err = github.New(o); err != nil {
		return fmt.Errorf("open the simulated code host: %w", err)
	}
	w.mux.Handle(codeWeb+"/", w.GitHub.Handler())
	return nil
}

// hook is where webhooks go: to the bot, wherever that runs.
func (w *World) hook() string {
	if w.o.Bot != "" {
		return w.o.Bot + "/github/webhooks"
	}
	return w.o.URL + "/github/webhooks"
}

// repository is that of a service: what was shipped is on the main branch, and so is
// what was merged since; each of the other commits is the head of a branch and of a
// pull request.
func (w *World) repository(s config.Service) github.Repository {
	owner, name, _ := w.Config.RepositoryOf(s.Name)
	r := github.Repository{Owner: owner, Name: name, Default: s.Branch, Branches: map[string]string{}, Workflows: []github.Workflow{buildWorkflow(*s.Build)}, Checks: []string{check}}
	fork, main := "", ""
	at := w.Clock.Now().Add(-100 * time.Hour)
	for _, c := range w.Commits {
		if c.Service != s.Name {
			continue
		}
		at = at.Add(6 * time.Hour)
		code := github.Commit{SHA: c.SHA, Message: c.Subject, Author: c.Author, Email: c.Author + "@example.com", At: at, Parents: []string{}, Files: []string{"src/" + s.Name + ".go"}}
		parent := main
		if Waiting(c) && !merged(c) {
			parent, code.Branch = fork, c.Branch
		}
		if parent != "" {
			code.Parents = []string{parent}
		}
		r.Commits = append(r.Commits, code)
		switch {
		case !Waiting(c):
			main, fork = c.SHA, c.SHA
			continue
		case merged(c):
			main = c.SHA
			r.Branches[c.Branch] = c.SHA
		}
		pull := github.Pull{Number: 100 + len(r.Pulls) + 1, Title: c.Subject, Author: c.Author, Branch: c.Branch, Head: c.SHA}
		if merged(c) {
			pull.Merge = c.SHA
		}
		r.Pulls = append(r.Pulls, pull)
	}
	return r
}

// merged says that a commit that waits to be shipped is on the main branch.
func merged(c account.Commit) bool { return c.Behaviour == Good }

// buildWorkflow is what builds a service.
func buildWorkflow(b config.Build) github.Workflow {
	inputs := make([]string, len(b.Inputs))
	for i, in := range b.Inputs {
		inputs[i] = in.Name
	}
	return github.BuildWorkflow(b.Workflow, buildTakes, inputs...)
}

// broken is how the build of a commit comes out whose tests fail.
func broken() github.Outcome {
	return github.Outcome{Conclusion: "failure", Job: "test", Step: "Unit tests", Log: []string{
		"--- FAIL: TestAVoucherIsPrinted (0.01s)",
		`    template_test.go:41: the voucher says "{{ .Value }}", not "20 EUR"`,
		"FAIL", "exit status 1",
	}}
}

// publish puts the image that a run has built into the account, under the commit's
// SHA. One that nobody has told of, since it was pushed just now, works.
func (w *World) publish(a github.Artifact) error {
	of := func(s config.Service) bool { return strings.EqualFold(s.Repository, a.Repository) }
	i := slices.IndexFunc(w.Config.Services, of)
	if i < 0 {
		return fmt.Errorf("no service is built from %s", a.Repository)
	}
	c := account.Commit{Service: w.Config.Services[i].Name, SHA: a.Commit.SHA, Behaviour: Good}
	for _, known := range w.Commits {
		if known.Service == c.Service && known.SHA == c.SHA {
			c = known
		}
	}
	return w.Push(c)
}

// codeHost is how the bot speaks to the code host: as it does to GitHub.
type codeHost struct {
	*commits.Commits
	*workflows.Workflows
	*deployments.Deployments
	*events.Events
	hub *hub.Hub
}

func (w *World) newCodeHost() (codeHost, error) {
	h, err := hub.New(hub.Options{
		API: w.o.URL + codeAPI, Token: w.Secrets.CodeToken, Now: w.Clock.Now, Transport: inprocess.Transport{Handler: w.mux}, Log: w.o.Log,
		Repository: w.Config.RepositoryOf,
	})
	if err != nil {
		return codeHost{}, err
	}
	return codeHost{
		Commits:     commits.New(h, commits.Options{Branch: w.Config.BranchOf}),
		Workflows:   workflows.New(h, workflows.Options{Workflow: w.workflow, Log: w.o.Log}),
		Deployments: deployments.New(h, deployments.Options{Address: w.Config.Page}),
		Events:      events.New(h),
		hub:         h,
	}, nil
}

// runbook is where it says what to do when a service's alarms are red.
func (w *World) runbook(service string) string {
	s, _ := w.Config.Service(service)
	return s.Runbook
}

// workflow is what builds a service.
func (w *World) workflow(service string) (workflows.Workflow, bool) {
	s, known := w.Config.Service(service)
	if !known {
		return workflows.Workflow{}, false
	}
	return workflows.Workflow{File: s.Build.Workflow, Ref: s.Build.Ref, Inputs: s.Build.Values()}, true
}

// codeLooked is how often the code host is looked after, in real time: so late at
// most a webhook is sent.
const codeLooked = 100 * time.Millisecond

// keepCode moves runs on and sends webhooks, until ctx is done.
func (w *World) keepCode(ctx context.Context) error {
	return host.Every(ctx, codeLooked, func() error {
		if _, err := w.GitHub.Advance(ctx); err != nil && ctx.Err() == nil {
			return fmt.Errorf("move the simulated code host on: %w", err)
		}
		return nil
	})
}
