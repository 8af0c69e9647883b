package world

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/clock"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/github"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// Delays of the simulated account, in simulated time.
const (
	versionDelay = 5 * time.Second
	buildTime    = 45 * time.Second
	metricLag    = 40 * time.Second
	savedEvery   = 200 * time.Millisecond // the clock, in real time
)

// Secrets are made once and kept with the world.
type Secrets struct {
	SigningSecret string `json:"signing_secret"`
	BotToken      string `json:"bot_token"`
}

func (w *World) openClock(context.Context) error {
	start := clock.State{Now: w.o.Real().UTC().Truncate(time.Second), Speed: DefaultSpeed}
	if _, err := w.load("clock", &start); err != nil {
		return err
	}
	if w.o.Speed != 0 {
		start.Speed = w.o.Speed
	}
	var err error
	if w.Clock, err = clock.Restore(start, w.o.Real); err != nil {
		return fmt.Errorf("the clock: %w", err)
	}
	return w.saveClock()
}

// keepClock saves the clock, so that it goes on from where it was.
func (w *World) keepClock(ctx context.Context) error {
	t := time.NewTicker(savedEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if err := w.saveClock(); err != nil {
				return err
			}
		case <-ctx.Done():
			return w.saveClock()
		}
	}
}

func (w *World) saveClock() error { return w.save("clock", w.Clock.State(savedEvery)) }

func (w *World) openSecrets(context.Context) error {
	w.ids = &ids{random_: w.o.Random, entropy: ulid.Monotonic(w.o.Random, 0)}
	found, err := w.load("secrets", &w.Secrets)
	if err != nil || found {
		return err
	}
	if w.Secrets = w.o.Keep; w.Secrets != (Secrets{}) {
		return w.save("secrets", w.Secrets)
	}
	w.Secrets = Secrets{SigningSecret: w.ids.random() + w.ids.random(), BotToken: "xoxb-sandbox-" + w.ids.random()}
	return w.save("secrets", w.Secrets)
}

func (w *World) openCloud(context.Context) error {
	var err error
	w.Cloud, err = cloud.New(cloud.Options{
		Now: w.Clock.Now, Rand: rand.New(rand.NewPCG(w.o.Seed, 1)), //nolint:gosec // simulated traffic has to be repeatable, not secret
		Disk: w.disk, Delay: versionDelay, MetricLag: metricLag, RequestRate: -1, SparseVersions: true,
	})
	if err != nil {
		return fmt.Errorf("the simulated account: %w", err)
	}
	w.GitHub = github.New(github.Options{Commits: commits(), Now: w.Clock.Now, Takes: buildTime, Push: w.push})
	return nil
}

// push puts an image of a commit into the account, and makes it behave as the
// commit does.
func (w *World) push(c github.Commit, takes time.Duration) error {
	if err := w.Cloud.SetBehaviour(c.Digest(), cloud.Presets()[c.Behaviour]); err != nil {
		return fmt.Errorf("set how %s behaves: %w", c.SHA, err)
	}
	_, err := w.Cloud.PutImage(account.Repository(c.Service), c.SHA, c.Digest(), takes)
	return err
}

func (w *World) openSlack(context.Context) error {
	var err error
	w.Slack, err = slack.New(slack.Options{
		TeamID: w.Config.Slack.Team, TeamName: "Acme", AppID: w.Config.Slack.App,
		BotToken: w.Secrets.BotToken, BotUserID: botUser, SigningSecret: w.Secrets.SigningSecret,
		Users: users(), Channels: channels(w.Config), Now: w.o.Real, NewID: func(prefix string) string { return prefix + w.ids.at(w.o.Real()) },
		Disk: w.disk, RequestURL: w.o.URL, PublicURL: w.o.URL, HTTP: &http.Client{Transport: inProcess{w.handler}},
	})
	if err != nil {
		return fmt.Errorf("the simulated workspace: %w", err)
	}
	mux, ok := w.handler.(*http.ServeMux)
	if !ok {
		return fmt.Errorf("the handler is %T", w.handler)
	}
	mux.Handle("/api/", w.Slack.Handler())
	mux.Handle("/response/", w.Slack.Handler())
	return nil
}

// tick is the engine's tick. It is a method so that the engine can be wired
// before the commands, which need it.
func (w *World) tick(ctx context.Context, id rollout.ID) (time.Time, error) {
	return w.Commands.Tick(ctx, id)
}

// function names the Lambda function of a target.
func (w *World) function(t rollout.Target) string {
	s, _ := w.Config.Service(t.Service)
	return s.Function(t.Environment)
}

// checks are the health payload and the smoke tests of a target.
func (w *World) checks(t rollout.Target) account.Checks {
	c := w.Config.Checks(t.Service, t.Environment)
	out := account.Checks{Payload: []byte(c.Health.Payload)}
	for _, s := range c.Smoke {
		out.Smoke = append(out.Smoke, account.Smoke{Path: s.Path, Status: s.Status})
	}
	return out
}

// load reads a value of the world's own; false when there is none yet.
func (w *World) load(key string, into any) (found bool, err error) {
	err = w.disk.Each("world/"+key, func(_ string, value []byte) error {
		found = true
		return json.Unmarshal(value, into)
	})
	if err != nil {
		return found, fmt.Errorf("load the %s: %w", key, err)
	}
	return found, nil
}

func (w *World) save(key string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode the %s: %w", key, err)
	}
	return w.disk.Put("world/"+key, body)
}

// ids makes identifiers: ULIDs that rise, and random words.
type ids struct {
	mu      sync.Mutex
	random_ io.Reader
	entropy *ulid.MonotonicEntropy
}

// at is a new ULID of that time.
func (i *ids) at(t time.Time) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	id, err := ulid.New(ulid.Timestamp(t), i.entropy)
	if err != nil { // a monotonic id can run out within one millisecond: take a fresh one
		id = ulid.MustNew(ulid.Timestamp(t.Add(time.Millisecond)), i.random_)
	}
	return id.String()
}

// random is 32 random hexadecimal digits.
func (i *ids) random() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	b := make([]byte, 16)
	if _, err := io.ReadFull(i.random_, b); err != nil {
		panic("no randomness: " + err.Error()) // nothing can be kept secret without
	}
	return hex.EncodeToString(b)
}

// ref is a short reference that a person can read out.
func (i *ids) ref() string { return i.random()[:6] }
