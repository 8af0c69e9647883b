package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/slack"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/crew"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/bench/line"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// tickers are how many processes of the ticker there are.
const tickers = 2

// place is where alarms are heard: the real functions, beside an account and a
// workspace that are as strict and about as slow as the real ones.
type place struct {
	functions.Programs
	*account.Account
	cloud *cloud.Account
	slack *slack.Workspace
	store *store.Store
	line  *line.Line
	clock clockOf // the account's
	dir   string

	crew, engine *crew.Crew // of workers, and of tickers
	mail         *crew.Mail
	workers      []*runtime.Function // as many as there can be at once
	open         []rollout.ID        // rollouts that were begun before the functions were there
	closers      []func()
}

// clockOf is a clock that can be behind.
type clockOf struct{ behind atomic.Int64 }

func (c *clockOf) now() time.Time { return time.Now().Add(-time.Duration(c.behind.Load())) }

// openPlace makes a place with these targets and so many processes of the worker, and
// lets the past happen that led to now.
func openPlace(ctx context.Context, programs functions.Programs, workers int, targets []*stricken) (p *place, err error) {
	p = &place{Programs: programs, line: &line.Line{}}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.dir, err = os.MkdirTemp("", "slipway-bench-"); err != nil {
		return p, fmt.Errorf("make a folder: %w", err)
	}
	p.closers = append(p.closers, func() { _ = os.RemoveAll(p.dir) }) // thrown away
	p.clock.behind.Store(int64(past))
	options := account.Options(p.clock.now)
	if p.cloud, err = cloud.New(options); err != nil {
		return p, err
	}
	workspace := http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { p.slack.Handler().ServeHTTP(w, q) })
	p.Account = account.OpenAmid(p.cloud, functions.Secrets(), account.Around{Line: p.line.Carry, Slack: workspace})
	p.closers = append(p.closers, p.Close)
	if err := p.happen(ctx, targets); err != nil {
		return p, fmt.Errorf("the past: %w", err)
	}
	if err := p.openSlack(targets); err != nil {
		return p, err
	}
	return p, p.man(workers)
}

func (p *place) close() {
	for _, c := range p.closers {
		c()
	}
}

// openSlack makes a workspace in which each target has a channel, and whose requests
// reach the front.
func (p *place) openSlack(targets []*stricken) (err error) {
	front, err := p.Start(functions.Front, p.Account, "", p.env(string(functions.Front))...)
	if err != nil {
		return err
	}
	gateway := httptest.NewServer(functions.Gateway(front))
	p.closers = append(p.closers, front.Stop, gateway.Close)
	var ids atomic.Int64
	members := []string{"U0SLIPWAY", account.Person}
	channels := []slack.Channel{{ID: "C0DEPLOYS", Name: "deploys", Members: members}}
	for _, t := range targets {
		channels = append(channels, slack.Channel{ID: t.channel, Name: t.Service, Members: members})
	}
	p.slack, err = slack.New(slack.Options{ //nolint:gosec // the token is good for a simulated workspace
		TeamID: account.Team, AppID: account.App, BotToken: "xoxb-bench", BotUserID: "U0SLIPWAY", SigningSecret: functions.SigningSecret,
		Users: []slack.User{{ID: account.Person, Name: "ana", RealName: "Ana"}}, Channels: channels,
		Now: time.Now, NewID: func(prefix string) string { return fmt.Sprintf("%s%09d", prefix, ids.Add(1)) },
		RequestURL: gateway.URL, PublicURL: p.Slack,
	})
	return err
}

// man starts the worker's and the ticker's processes.
func (p *place) man(workers int) error {
	processes := map[functions.Kind]map[string]crew.Process{functions.Worker: {}, functions.Ticker: {}}
	for k, n := range map[functions.Kind]int{functions.Worker: workers, functions.Ticker: tickers} {
		for i := range n {
			key := fmt.Sprintf("%s-%d", k, i)
			f, err := p.Start(k, p.Account, "", p.env(key)...)
			if err != nil {
				return err
			}
			p.closers = append(p.closers, f.Stop)
			if processes[k][key] = f; k == functions.Worker {
				p.workers = append(p.workers, f)
			}
		}
	}
	p.crew, p.engine = crew.New(processes[functions.Worker]), crew.New(processes[functions.Ticker])
	p.mail = &crew.Mail{Crew: p.crew, Take: p.Take, Event: functions.Messages}
	p.line.Slow(rand.New(rand.NewPCG(1, 1))) //nolint:gosec // delays have to be repeatable, not secret
	return nil
}

// env is what a function of the place is told beside what all are.
func (p *place) env(key string) []string {
	return []string{
		"AWS_ACCESS_KEY_ID=" + key, "SLIPWAY_CONFIG=" + p.policy(), "SLIPWAY_URGENT_QUEUE_URL=" + p.Urgent, "SLIPWAY_TOPIC=" + functions.Topic,
	}
}

// policy is the file that says what is done when an alarm is red.
func (p *place) policy() string { return filepath.Join(p.dir, "alarm.yaml") }

func (p *place) writePolicy(body []byte) error { return os.WriteFile(p.policy(), body, 0o600) }
