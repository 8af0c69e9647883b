package serve

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	berrors "go.etcd.io/bbolt/errors"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/cmd/inprocess"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/local/store"
)

// appToken is what connections to Slack are opened with.
const appToken = "SLACK_APP_TOKEN" //nolint:gosec // G101: the name of a variable

// keys are what the process is let in with.
type keys struct {
	bot, app secrets.Secret
	gitHub   secrets.GitHub // zero where GitHub is not spoken to
	pager    secrets.Secret // empty where nobody is paged
}

// read reads what the process is told: the file, the environment and the secrets in it.
// The error has all that is wrong. Nobody is called.
func read(ctx context.Context, w wiring.World, f flags) (wiring.Plan, keys, error) {
	// One process makes all the calls to Lambda's control plane, of which AWS takes fifteen a
	// second: the rest is for others. The environment can say otherwise.
	w.Environ = append([]string{"SLIPWAY_CONTROL_RATE=9"}, append(w.Environ, "SLIPWAY_CONFIG="+f.config)...)
	p, err := wiring.Read(w, wiring.ServeFunction)
	problems := []error{err}
	for name, value := range map[string]string{
		"SLIPWAY_TABLE": p.Settings.Table, "SLIPWAY_QUEUE_URL": p.Settings.QueueURL,
		"SLIPWAY_STATE_MACHINE": p.Settings.StateMachine, "SLIPWAY_SECRETS": p.Settings.Secrets,
	} {
		if value != "" {
			problems = append(problems, fmt.Errorf("%s is for the bot on AWS; serve keeps everything in --data, and reads secrets from the environment", name))
		}
	}
	k, err := unlock(ctx, p)
	if err = errors.Join(append(problems, err)...); err != nil {
		return p, k, &params.Wrong{Err: err}
	}
	return p, k, nil
}

// unlock reads the secrets. No error repeats one.
func unlock(ctx context.Context, p wiring.Plan) (keys, error) {
	k := keys{app: secrets.NewSecret(p.Env(appToken))}
	var problems []error
	switch token := k.app.Reveal(); {
	case token == "":
		problems = append(problems, errors.New(appToken+" is missing: the app-level token, xapp-…, with the scope connections:write"))
	case !strings.HasPrefix(token, "xapp-"):
		problems = append(problems, errors.New(appToken+" is no app-level token: those begin with xapp-"))
	}
	where, err := secrets.Parse("env:")
	if err != nil {
		return k, err
	}
	required := []string{secrets.SlackBotToken}
	if p.Config.PagerDuty != nil {
		required = append(required, secrets.PagerDutyRoutingKey)
	}
	set, err := secrets.New(p.AWS, where, secrets.Options{Env: p.Env, Required: required, GitHub: p.Config.GitHub != nil, Now: p.Now}).Get(ctx)
	if err != nil {
		return k, errors.Join(append(problems, err)...)
	}
	k.bot, k.pager = set.Secret(secrets.SlackBotToken), set.Secret(secrets.PagerDutyRoutingKey)
	if p.Config.GitHub != nil {
		k.gitHub, err = set.GitHub()
	}
	return k, errors.Join(append(problems, err)...)
}

// open wires the bot. Nothing moves until it is run.
func open(p wiring.Plan, k keys, data string) (s *server, err error) {
	s = &server{plan: p}
	if s.store, err = store.Open(data); err != nil {
		return nil, inUse(data, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.store.Close())
		}
	}()
	if s.host, err = host.New(s.store, host.Options{Clock: p.Settings.Clock, Real: real{p.Now}, Log: p.Log}); err != nil {
		return s, err
	}
	api := ""
	if p.Settings.Slack != "" {
		api = p.Settings.Slack + "/api/"
	}
	slack, err := client.New(client.Options{Token: k.bot.Reveal(), API: api, ResponseOrigin: p.Settings.ResponseOrigin(), Now: p.Now})
	if err != nil {
		return s, err
	}
	s.whose = slack.CheckToken
	if err := s.wire(slack, k); err != nil {
		return s, err
	}
	d, err := s.newDoor()
	s.post = post{open: socket(api, k.bot.Reveal(), k.app.Reveal()), pass: d.pass, log: p.Log}
	return s, err
}

// inUse says that another process has the file.
func inUse(data string, err error) error {
	if errors.Is(err, berrors.ErrTimeout) {
		return fmt.Errorf("another process has %s open, most likely another slipway serve: one bot is enough for a workspace", data)
	}
	return err
}

// wire makes the commands, and the worker that gives them.
func (s *server) wire(slack *client.Client, k keys) error {
	p := s.plan
	code, err := p.CodeHost(k.gitHub)
	if err != nil {
		return err
	}
	s.commands = p.Hearing(k.pager).Commands(wiring.Home{Store: s.store, Engine: s.host.Engine, Outbox: s.host.Outbox()}, slack, code)
	all := s.commands
	all.Checkups, _, err = p.Checkups(wiring.Access{Slack: slack, GitHub: k.gitHub, Pager: k.pager, Front: wiring.Heard})
	s.worker = worker.New(worker.Options{
		Commands: all, Proposals: all, Builds: all, Incidents: all, CodeHost: all, Screens: all, Summaries: all, Homes: all, Store: s.store,
		Answers: slack, Dialogs: slack, Posts: slack, Links: slack, Pictures: slack, Fallback: p.Config.Slack.Channel, Page: p.Config.Page,
		Runbook: func(name string) string {
			service, _ := p.Config.Service(name)
			return service.Runbook
		},
		Now: p.Clock, Real: p.Now, NewRef: p.NewRef, Log: p.Log,
	})
	return err
}

// newDoor makes the front, and the only door to it.
func (s *server) newDoor() (door, error) {
	var random [32]byte
	if _, err := io.ReadFull(s.plan.Random, random[:]); err != nil {
		return door{}, fmt.Errorf("make up a secret: %w", err)
	}
	d, f := door{secret: hex.EncodeToString(random[:]), now: s.plan.Now}, s.plan.Config.Front()
	front, err := ingress.New(ingress.Options{
		Secrets: []string{d.secret}, Team: f.Team, App: f.App, Channels: f.Channels,
		Names:          grammar.Names{Services: f.Services, Environments: f.Environments},
		ResponseOrigin: s.plan.Settings.ResponseOrigin(), Queue: s.host.Jobs(), Now: s.plan.Now, Log: s.plan.Log,
	})
	d.front = &http.Client{Transport: inprocess.Transport{Handler: front}}
	return d, err
}
