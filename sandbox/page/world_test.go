package page_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/clock"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/page"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

const (
	home     = "http://127.0.0.1:8080"
	secret   = "top-secret"
	checkout = "C0CHECKOUT"
	ana      = "U0ANA"
	ben      = "U0BEN"
	waiting  = "abc1234567890abc1234567890abc1234567890a" // a commit that no version runs
	running  = "def5678901234def5678901234def5678901234d" // one that version 41 runs, and info does not list
)

func begin() time.Time { return time.Date(2026, 11, 20, 14, 2, 0, 0, time.UTC) }

// world is the page with a real workspace, account and clock, and a bot that only
// remembers what it was sent.
type world struct {
	t     *testing.T
	slack *slack.Workspace
	cloud *cloud.Account
	clock *clock.Clock
	page  http.Handler
	log   bytes.Buffer

	mu      sync.Mutex
	real    time.Time
	sent    []url.Values // to the bot
	events  string       // bodies of those the bot heard
	status  int          // of the bot's answers
	answer  string
	resets  int
	broken  error // of the bot's store, of a reset and of a kill
	resetBy context.Context
	dead    bool // the bot was killed
	policy  page.Policy
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, real: begin(), status: http.StatusOK, policy: page.Policy{Environment: "prod", Judge: "enforce"}}
	w.clock = must(clock.New(begin(), 1, w.now))(t)
	w.cloud = must(cloud.New(cloud.Options{Now: w.clock.Now, Rand: rand.New(rand.NewPCG(1, 1)), RequestRate: -1}))(t)
	n := 0
	w.slack = must(slack.New(slack.Options{
		TeamID: "T0", AppID: "A0", BotToken: "xoxb-1", BotUserID: "U0BOT", SigningSecret: secret,
		Users:    []slack.User{{ID: ana, Name: "ana", DisplayName: "Ana"}, {ID: ben, Name: "ben", DisplayName: "Ben"}},
		Channels: []slack.Channel{{ID: checkout, Name: "checkout", Members: []string{"U0BOT", ana, ben}}},
		Now:      w.now, NewID: func(prefix string) string { n++; return fmt.Sprint(prefix, n) },
		Events:     []string{"app_home_opened"},
		Shortcuts:  []slack.Shortcut{{CallbackID: "deploy", Name: "Deploy", Kind: "global"}, {CallbackID: "blame", Name: "Blame", Kind: "message"}},
		RequestURL: "http://bot.test", PublicURL: "http://bot.test", HTTP: &http.Client{Transport: w},
	}))(t)
	w.seed()
	w.page = page.New(page.Options{
		Slack: w.slack, Cloud: w.cloud, Clock: w.clock, Info: info(), Targets: w.targets, Reset: w.reset,
		Kill: w.kill, Up: func() bool { return !w.dead }, Complete: completions,
		Policies: func() []page.Policy { return []page.Policy{w.policy} }, SetPolicy: w.setPolicy,
		Log: slog.New(slog.NewTextHandler(&w.log, nil)),
	})
	return w
}

// digest is that of the image of a commit of checkout.
func digest(sha string) string { return account.Commit{Service: "checkout", SHA: sha}.Digest() }

func info() page.Info {
	return page.Info{
		URL: home, SigningSecret: secret, BotToken: "xoxb-1", TeamID: "T0", AppID: "A0",
		Users:    []page.User{{ID: ana, Name: "Ana", Role: "developer", May: "deploy"}, {ID: ben, Name: "Ben", Role: "approver", May: "approve"}},
		Channels: []page.Channel{{ID: checkout, Name: "checkout", Service: "checkout"}},
		Commits: []account.Commit{
			{Service: "checkout", SHA: waiting, Subject: "Pay by invoice", Author: "ana", Behaviour: "good"},
			{Service: "search", SHA: "1234567a" + waiting[8:], Behaviour: "bad"},
			{Service: "search", SHA: "1234567b" + waiting[8:], Behaviour: "slow"},
		},
	}
}

// seed makes two functions: staging is between two versions, prod is not.
func (w *world) seed() {
	w.t.Helper()
	image := func(sha string) string { return "acme/checkout@" + digest(sha) }
	old := cloud.SeedVersion{ImageURI: image(running), Description: "slipway sha=" + running + " rollout=1"}
	foreign := cloud.SeedVersion{ImageURI: image("by hand"), Description: "by hand"}
	for name, perMinute := range map[string]float64{"checkout-staging": 240, "checkout-prod": 1200} {
		w.ok(w.cloud.Seed(cloud.Seed{
			FunctionName: name, Role: "arn:aws:iam::000000000000:role/checkout", FirstVersion: 41, Versions: []cloud.SeedVersion{old, foreign},
			Aliases: map[string]string{"live": "41"}, PerMinute: perMinute, Since: begin().Add(-time.Hour),
		}))
	}
	for _, name := range []string{"blue", "green"} {
		_, err := w.cloud.CreateAlias(cloud.CreateAliasInput{FunctionName: "checkout-staging", Name: name, FunctionVersion: map[string]string{"blue": "41", "green": "42"}[name]})
		w.ok(err)
	}
	_, err := w.cloud.UpdateAlias(cloud.UpdateAliasInput{FunctionName: "checkout-staging", Name: "live", AdditionalVersionWeights: map[string]float64{"42": 0.1}})
	w.ok(err)
}

func (w *world) targets(context.Context) ([]page.Target, error) {
	return []page.Target{
		{Service: "checkout", Environment: "staging", Function: "checkout-staging", Rollout: &page.Rollout{
			ID: "01A", Phase: "shifting", Paused: true, Reason: "asked: lunch", SHA: waiting, By: ana,
			Since: begin().Add(time.Nanosecond), Until: begin().Add(time.Hour + time.Millisecond),
			Steps: []float64{0.1, 0.5}, Step: 1, Weight: 0.5, Shadow: true,
		}},
		{Service: "checkout", Environment: "prod", Function: "checkout-prod", Rollout: &page.Rollout{ID: "01C", Phase: "checking"},
			Last: &page.Last{ID: "01B", Phase: "rolled_back", Reason: "v42 is worse", SHA: running, Ended: begin().Add(time.Microsecond)},
			Lock: &page.Lock{By: ben, Reason: "migrating orders"}},
		{Service: "checkout", Environment: "dev", Function: "checkout-dev"},
	}, w.broken
}

func (w *world) kill(ctx context.Context) error {
	w.dead = ctx.Err() == nil
	return w.broken
}

// completions knows the names of commands.
func completions(channel, typed string) []page.Completion {
	if channel != checkout || typed != "/d" {
		return nil
	}
	return []page.Completion{{Text: "/deploy ", Label: "/deploy", Hint: "ship a commit"}, {Text: "/dashboard ", Label: "/dashboard"}}
}

func (w *world) reset(ctx context.Context) error {
	w.resets++
	w.resetBy = ctx
	return w.broken
}

// RoundTrip is the bot.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	if r.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
		w.sent = append(w.sent, r.PostForm)
	} else {
		body, err := io.ReadAll(r.Body)
		w.ok(err)
		w.events += string(body)
	}
	rec := httptest.NewRecorder()
	if strings.HasPrefix(w.answer, "{") {
		rec.Header().Set("Content-Type", "application/json")
	}
	rec.WriteHeader(w.status)
	_, err := rec.WriteString(w.answer)
	return rec.Result(), err
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.real
}

// pass lets time pass.
func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.real = w.real.Add(d)
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// do sends a request, as a script of this machine does.
func (w *world) do(method, path, body string, changes ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(w.t.Context(), method, home+path, strings.NewReader(body))
	for _, change := range changes {
		change(r)
	}
	rec := httptest.NewRecorder()
	w.page.ServeHTTP(rec, r)
	return rec
}

// done sends a request that has to succeed with nothing to say.
func (w *world) done(method, path, body string) {
	w.t.Helper()
	if rec := w.do(method, path, body); rec.Code != http.StatusNoContent || rec.Body.Len() > 0 {
		w.t.Fatalf("%s %s: %d %s, want 204", method, path, rec.Code, rec.Body)
	}
}

// says compares an answer's JSON.
func says(t *testing.T, rec *httptest.ResponseRecorder, status int, want string) {
	t.Helper()
	if rec.Code != status {
		t.Errorf("status is %d, want %d", rec.Code, status)
	}
	if got := rec.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("the answer is %q", got)
	}
	var a, b any
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		t.Fatalf("%q: %v", rec.Body, err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("%q: %v", want, err)
	}
	if diff := cmp.Diff(b, a); diff != "" {
		t.Errorf("the answer differs (-want +got):\n%s", diff)
	}
}

func problem(text string) string {
	raw, err := json.Marshal(map[string]string{"error": text})
	if err != nil {
		panic(err) // a string always can be encoded
	}
	return string(raw)
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
