package world

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/cmd/inprocess"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// Delays of the simulated account, in simulated time.
const (
	versionDelay = 5 * time.Second
	metricLag    = 40 * time.Second
)

func (w *World) openCloud() error {
	var err error
	w.Cloud, err = cloud.New(cloud.Options{
		Now: w.Clock.Now, Rand: rand.New(rand.NewPCG(w.o.Seed, 1)), //nolint:gosec // simulated traffic has to be repeatable, not secret
		Disk: w.disk, Delay: versionDelay, MetricLag: metricLag, RequestRate: w.o.Rate, SparseVersions: true,
	})
	if err != nil {
		return fmt.Errorf("open the simulated account: %w", err)
	}
	return nil
}

// Push puts an image of a commit into the account, and makes it behave as the commit
// does. Tags do not move: a second image of a commit is refused.
func (w *World) Push(c account.Commit) error {
	behaviour, known := cloud.Presets()[c.Behaviour]
	if !known {
		behaviour = cloud.Presets()[Good]
	}
	if err := w.Cloud.SetBehaviour(c.Digest(), behaviour); err != nil {
		return fmt.Errorf("set how %s behaves: %w", c.SHA, err)
	}
	_, err := w.Cloud.PutImage(account.Repository(c.Service), c.SHA, c.Digest(), 0)
	return err
}

// toBot is how the simulated Slack and the simulated code host reach the bot.
func (w *World) toBot() *http.Client {
	if w.o.Bot != "" {
		return &http.Client{}
	}
	return &http.Client{Transport: inprocess.Transport{Handler: w.mux}}
}

func (w *World) openSlack() error {
	var err error
	w.Slack, err = slack.New(slack.Options{
		TeamID: w.Config.Slack.Team, TeamName: "Acme", AppID: w.Config.Slack.App,
		BotToken: w.Secrets.BotToken, AppToken: w.o.App, BotUserID: botUser, Scopes: client.Scopes(), SigningSecret: w.Secrets.SigningSecret,
		Users: users(), Channels: channels(w.Config), Now: w.o.Real, Stamp: w.Clock.Now, NewID: func(prefix string) string { return prefix + w.ids.At(w.o.Real()) },
		Shortcuts: shortcuts(), Events: []string{job.HomeEvent, job.LinkEvent}, Unfurls: []string{hostname(w.o.URL)},
		Disk: w.disk, RequestURL: cmp.Or(w.o.Bot, w.o.URL), PublicURL: w.o.URL, HTTP: w.toBot(),
	})
	if err != nil {
		return fmt.Errorf("open the simulated workspace: %w", err)
	}
	for _, path := range []string{"/api/", "/response/", "/upload/", "/files-pri/", "/link/"} {
		w.mux.Handle(path, w.Slack.Handler())
	}
	return nil
}

// hostname is the host of an address, without its port.
func hostname(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// shortcuts are those of docs/examples/slack-manifest.yaml.
func shortcuts() []slack.Shortcut {
	return []slack.Shortcut{
		{CallbackID: job.FormShortcut, Name: "Deploy…", Kind: "global"},
		{CallbackID: job.WhyShortcut, Name: "Why?", Kind: "message"},
		{CallbackID: job.RollbackShortcut, Name: "Roll back this deploy", Kind: "message"},
	}
}

// eventsLooked is how often it is looked for events that Slack has to send again,
// in real time.
const eventsLooked = time.Second

// sendEvents sends Slack's events again that the bot did not take, until ctx is done.
func (w *World) sendEvents(ctx context.Context) error {
	return host.Every(ctx, eventsLooked, func() error {
		if _, err := w.Slack.Retry(ctx); err != nil && ctx.Err() == nil {
			return fmt.Errorf("send slack's events again: %w", err)
		}
		return nil
	})
}
