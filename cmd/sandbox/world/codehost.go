package world

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/github/commits"
	"github.com/slipway-dev/slipway/github/deployments"
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

// How long the steps of a build take, in simulated time: 45 s in all.
const (
	testsTake = 20 * time.Second
	imageTake = 25 * time.Second
)

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
	if w.GitHub, err = github.Open(o); err != nil {
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
	owner, name, _ := strings.Cut(s.Repository, "/")
	r := github.Repository{Owner: owner, Name: name, Default: s.Branch, Branches: map[string]string{}, Workflows: []github.Workflow{buildWorkflow(s)}, Checks: []string{"test"}}
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
func merged(c account.Commit) bool { return c.Behaviour == Good && !c.Broken }

// buildWorkflow is what builds a service.
func buildWorkflow(s config.Service) github.Workflow {
	w := github.Workflow{
		File: s.Build.Workflow, Name: "Build", RunName: "Build ${{ inputs.sha }} for ${{ inputs.correlation_id }}", Manual: true, Commit: "sha",
		Inputs: []github.Input{{Name: "sha", Required: true}, {Name: "correlation_id"}},
		Jobs: []github.Job{
			{Name: "test", Steps: []github.Step{{Name: "Unit tests", Takes: testsTake, Log: []string{"go test ./...", "ok  \tacme/" + s.Name + "\t17.2s"}}}},
			{Name: "image", Steps: []github.Step{{Name: "Build and push", Takes: imageTake, Log: []string{"pushing " + account.Repository(s.Name)}, Publishes: true}}},
		},
	}
	for _, in := range s.Build.Inputs {
		w.Inputs = append(w.Inputs, github.Input{Name: in.Name})
	}
	return w
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
// SHA. Tags do not move: a second image of a commit is refused.
func (w *World) publish(a github.Artifact) error {
	for _, c := range w.Commits {
		if c.SHA == a.Commit.SHA {
			return w.push(c, 0)
		}
	}
	return fmt.Errorf("nobody knows how %s behaves", a.Commit.SHA)
}

// codeHost is how the bot speaks to the code host: as it does to GitHub.
type codeHost struct {
	*commits.Commits
	*workflows.Workflows
	*deployments.Deployments
}

func (w *World) newCodeHost() (codeHost, error) {
	h, err := hub.New(hub.Options{
		API: w.o.URL + codeAPI, Token: w.Secrets.CodeToken, Now: w.Clock.Now, Transport: inProcess{w.mux}, Log: w.o.Log,
		Repository: func(service string) (owner, name string, known bool) {
			s, known := w.Config.Service(service)
			owner, name, _ = strings.Cut(s.Repository, "/")
			return owner, name, known
		},
	})
	if err != nil {
		return codeHost{}, err
	}
	return codeHost{
		Commits:     commits.New(h, commits.Options{Branch: func(service string) string { s, _ := w.Config.Service(service); return s.Branch }}),
		Workflows:   workflows.New(h, workflows.Options{Workflow: w.workflow, Log: w.o.Log}),
		Deployments: deployments.New(h, deployments.Options{}),
	}, nil
}

// workflow is what builds a service.
func (w *World) workflow(service string) (workflows.Workflow, bool) {
	s, known := w.Config.Service(service)
	if !known {
		return workflows.Workflow{}, false
	}
	inputs := map[string]string{}
	for _, in := range s.Build.Inputs {
		inputs[in.Name] = in.Value
	}
	return workflows.Workflow{File: s.Build.Workflow, Ref: s.Build.Ref, Inputs: inputs}, true
}

// codeLooked is how often the code host is looked after, in real time: so late at
// most a webhook is sent.
const codeLooked = 100 * time.Millisecond

// keepCode moves runs on and sends webhooks, until ctx is done.
func (w *World) keepCode(ctx context.Context) error {
	return every(ctx, codeLooked, func() error {
		if _, err := w.GitHub.Advance(ctx); err != nil && ctx.Err() == nil {
			return fmt.Errorf("move the simulated code host on: %w", err)
		}
		return nil
	})
}
