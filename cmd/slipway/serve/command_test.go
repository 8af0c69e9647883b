package serve

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/local/store"
)

// policy is the least that serve can be told.
const policy = `version: 1
slack: { team: T0ACME, app: A0SLIPWAY, channel: C0DEPLOYS }
roles: { developer: [U0ANA] }
services:
  hello: { channel: C0DEPLOYS, repository: acme/hello, artifact: "s3://acme/hello" }
environments:
  prod: { deploy: [developer], strategy: { kind: all-at-once } }
`

// machine is one that serve is started on.
type machine struct {
	t            *testing.T
	config, data string
	env          map[string]string
	out, log     text
}

// text is what is written by several at once.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (x *text) Write(b []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.b.Write(b)
}

func (x *text) String() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.b.String()
}

// on is a machine whose Slack answers those methods so, and whose AWS does nothing.
func on(t *testing.T, answers map[string]string) *machine {
	t.Helper()
	slack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		_, _ = w.Write([]byte(answers[strings.TrimPrefix(q.URL.Path, "/api/")]))
	}))
	t.Cleanup(slack.Close)
	aws := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(aws.Close)
	m := &machine{t: t, config: filepath.Join(t.TempDir(), "slipway.yaml"), data: filepath.Join(t.TempDir(), "slipway.db"), env: map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-hush", "SLACK_APP_TOKEN": "xapp-hush", "SLIPWAY_SLACK_URL": slack.URL, "AWS_ENDPOINT_URL": aws.URL,
		"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
	}}
	m.told(policy)
	return m
}

func (m *machine) told(policy string) {
	m.t.Helper()
	if err := os.WriteFile(m.config, []byte(policy), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// serve runs the command until it ends, or the time is over, and wants it to have told
// nobody a secret and to have left the file to the next.
func (m *machine) serve(ctx context.Context) error {
	m.t.Helper()
	w := wiring.World{Random: rand.Reader, Env: func(name string) string { return m.env[name] }, Now: time.Now, Out: &m.log}
	for name, value := range m.env {
		w.Environ = append(w.Environ, name+"="+value)
	}
	c := Command(w) //nolint:contextcheck // cobra gives it the one of ExecuteContext
	c.SetArgs([]string{"--config", m.config, "--data", m.data})
	c.SetOut(&m.out)
	c.SilenceErrors, c.SilenceUsage = true, true
	err := c.ExecuteContext(ctx)
	if said := m.out.String() + m.log.String(); strings.Contains(said, "hush") || err != nil && strings.Contains(err.Error(), "hush") {
		m.t.Errorf("it repeats a secret: %s\n%v", said, err)
	}
	if err == nil || !strings.Contains(err.Error(), "another process") {
		s, err := store.Open(m.data)
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			m.t.Error("the file is not left to the next:", err)
		}
	}
	return err
}

const (
	ours = `{"ok":true,"team_id":"T0ACME","user_id":"U0BOT"}`
	away = `{"ok":false,"error":"internal_error"}`
)

func no(why string) string { return `{"ok":false,"error":"` + why + `"}` }

// Whoever has taken the wrong token is told which, why, and what to do; and it ends, as
// trying again is of no use.
func TestATokenThatSlackDoesNotTakeEndsIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		auth, open string
		want       []string
	}{
		"bot's token is none":        {no("invalid_auth"), away, []string{"invalid_auth", "SLACK_BOT_TOKEN has to be the Bot User OAuth Token"}},
		"bot's token was revoked":    {no("token_revoked"), away, []string{"token_revoked", "Install App"}},
		"bot's is another team's":    {strings.Replace(ours, "T0ACME", "T0OTHER", 1), away, []string{"SLACK_BOT_TOKEN is of the workspace T0OTHER", "slack.team in slipway.yaml is T0ACME"}},
		"app's token is none":        {ours, no("invalid_auth"), []string{"invalid_auth", "SLACK_APP_TOKEN has to be an app-level token"}},
		"app's token lacks a scope":  {ours, no("missing_scope"), []string{"missing_scope", "connections:write"}},
		"app's token is of its kind": {ours, no("not_allowed_token_type"), []string{"not_allowed_token_type", "SLACK_APP_TOKEN"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
			defer end()
			m := on(t, map[string]string{"auth.test": c.auth, "apps.connections.open": c.open})
			err := m.serve(ctx)
			if err == nil || errors.As(err, new(*params.Wrong)) || ctx.Err() != nil {
				t.Fatalf("%v\n%s", err, m.log.String())
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("want %q in %v", want, err)
				}
			}
		})
	}
}

// Slack may be away when it starts: rollouts go on, and it says why there is no connection.
func TestASlackThatIsAwayDoesNotEndIt(t *testing.T) {
	t.Parallel()
	m := on(t, map[string]string{"auth.test": away, "apps.connections.open": away})
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.serve(ctx) }()
	said := func() bool {
		return strings.Contains(m.log.String(), "did not say whose") && strings.Contains(m.log.String(), `it is tried again","service":"slipway","function":"serve","error":"internal_error"`)
	}
	for range 1000 {
		if said() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if !said() {
		t.Error(m.log.String())
	}
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if out := m.out.String(); strings.Contains(out, "Connected") || !strings.Contains(out, "Ended. What was under way goes on with the next start.") {
		t.Error(out)
	}
}

// It says what it will not do, before it does anything.
func TestItSaysWhatItDoesNotHear(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more       string
		want, wont []string
	}{
		"the least": {"", []string{"1 service in 1 environment,", "No alarms are listened to", "No summary is posted by itself", "Nobody takes a bad version back"}, []string{"GitHub"}},
		"all of it": {"github: {}\nalarms: { accounts: [\"123456789012\"] }\nsummary: {}\n", []string{"pushes are not heard of", "Alarms are looked at once a minute"}, []string{"No summary", "No alarms"}},
	} {
		m := on(t, map[string]string{"auth.test": no("invalid_auth")})
		m.told(policy + c.more)
		m.env["GITHUB_TOKEN"] = "ghp_hush"
		if err := m.serve(t.Context()); err == nil {
			t.Error(name, "it goes on")
		}
		for _, want := range c.want {
			if !strings.Contains(m.out.String(), want) {
				t.Errorf("%s: want %q in\n%s", name, want, m.out.String())
			}
		}
		for _, wont := range c.wont {
			if strings.Contains(m.out.String(), wont) {
				t.Errorf("%s: %q in\n%s", name, wont, m.out.String())
			}
		}
	}
}

func TestOneFileIsForOneProcess(t *testing.T) {
	t.Parallel()
	m := on(t, nil)
	first, err := store.Open(m.data)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()
	if err := m.serve(t.Context()); err == nil || !strings.Contains(err.Error(), "another process has "+m.data+" open") {
		t.Error(err)
	}
}

// All that is wrong is said at once, and nothing is opened.
func TestWhatItIsToldIsCheckedBeforeAnythingIsDone(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]map[string]string{
		"SLACK_APP_TOKEN is missing":       {"SLACK_APP_TOKEN": ""},
		"SLACK_APP_TOKEN is no app-level":  {"SLACK_APP_TOKEN": "xoxb-hush"},
		"SLACK_BOT_TOKEN":                  {"SLACK_BOT_TOKEN": ""},
		"SLIPWAY_QUEUE_URL is for the bot": {"SLIPWAY_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo"},
		"AWS_REGION":                       {"AWS_REGION": ""},
		"SLIPWAY_TABEL is not known":       {"SLIPWAY_TABEL": "x"},
	} {
		m := on(t, nil)
		for name, value := range change {
			m.env[name] = value
		}
		if err := m.serve(t.Context()); !errors.As(err, new(*params.Wrong)) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
	m := on(t, nil)
	m.env["SLACK_APP_TOKEN"], m.env["SLACK_BOT_TOKEN"] = "", ""
	m.told("version: 2\n")
	if err := m.serve(t.Context()); err == nil || !strings.Contains(err.Error(), "SLACK_APP_TOKEN") || !strings.Contains(err.Error(), "SLACK_BOT_TOKEN") || !strings.Contains(err.Error(), "version") {
		t.Error("not all at once:", err)
	}
}

// A bot that ended over what breaks would do so again after each start.
func TestWhatBreaksIsTriedAgain(t *testing.T) {
	t.Parallel()
	var log text
	s := &server{plan: wiring.Plan{Log: slog.New(slog.NewTextHandler(&log, nil))}}
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	times := 0
	err := s.atOnceAndEvery(ctx, time.Millisecond, func(context.Context) {
		if times++; times < 3 {
			panic("hush")
		}
		end()
	})
	if err != nil || times < 3 || !strings.Contains(log.String(), "it is tried again") || strings.Contains(log.String(), "hush") {
		t.Error(times, err, log.String())
	}
}
