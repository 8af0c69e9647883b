package secrets_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/rollout"
)

// clock is moved by hand.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func start() *clock { return &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func token(t *testing.T, s *secrets.Source) string {
	t.Helper()
	set, err := s.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return set.Secret(secrets.SlackBotToken).Reveal()
}

// from is a source whose service does what it is told.
func from(t *testing.T, s *service, o secrets.Options) *secrets.Source {
	t.Helper()
	ref, err := secrets.Parse("secretsmanager:slipway")
	if err != nil {
		t.Fatal(err)
	}
	return secrets.New(s.config(), ref, o)
}

func TestSecretsAreFetchedOnceWhileTheyAreFresh(t *testing.T) {
	c, s := start(), serve(t, secret("1"))
	source := from(t, s, secrets.Options{Now: c.now})
	token(t, source)
	c.at = c.at.Add(15*time.Minute - 1)
	token(t, source)
	if n := s.calls(); n != 1 {
		t.Errorf("%d calls", n)
	}
	s.answer(secret("2"))
	c.at = c.at.Add(1)
	if got := token(t, source); got != "2" {
		t.Errorf("the old one is still used: %s", got)
	}
}

// faults.md A17
func TestOldSecretsStayInUseForAWhileAndNotForEver(t *testing.T) {
	c, s, log := start(), serve(t, secret("1")), new(bytes.Buffer)
	source := from(t, s, secrets.Options{Now: c.now, Fresh: time.Minute, Log: slog.New(slog.NewJSONHandler(log, nil))})
	token(t, source)
	s.answer(refusal(400, "AccessDeniedException"))
	c.at = c.at.Add(time.Minute)
	if got := token(t, source); got != "1" || !strings.Contains(log.String(), "AccessDenied") || strings.Contains(log.String(), "hush") {
		t.Errorf("got %q, log %s", got, log)
	}
	asked := s.calls()
	token(t, source)
	if s.calls() != asked {
		t.Error("it asked again at once")
	}
	c.at = c.at.Add(3*time.Minute - 1)
	token(t, source)
	c.at = c.at.Add(1)
	if _, err := source.Get(t.Context()); !rollout.IsKind(err, rollout.Broken) {
		t.Errorf("it does not fail closed: %v", err)
	}
	s.answer(secret("2"))
	if got := token(t, source); got != "2" {
		t.Errorf("it does not recover: %s", got)
	}
}

// silence is a service that takes a request and never answers.
func silence(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the caller has gone
	<-r.Context().Done()
}

// faults.md A17: the set before stays in use, and who waits does not wait long
func TestASilentServiceHoldsNobodyUp(t *testing.T) {
	c, s := start(), serve(t, secret("1"))
	source := from(t, s, secrets.Options{Now: c.now})
	token(t, source)
	s.answer(silence)
	c.at = c.at.Add(time.Hour - time.Minute)
	if got := token(t, source); got != "1" {
		t.Errorf("got %q", got)
	}
}

// faults.md A17
func TestWithoutAnySecretsATimeOutIsAnError(t *testing.T) {
	s := serve(t, silence)
	source := from(t, s, secrets.Options{Now: start().now})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if set, err := source.Get(ctx); !errors.Is(err, context.DeadlineExceeded) || !set.Secret(secrets.SlackBotToken).Empty() {
		t.Errorf("error %v", err)
	}
}

func TestManyWhoAskAtOnceMakeOneCall(t *testing.T) {
	s := serve(t, secret("1"))
	source := from(t, s, secrets.Options{Now: start().now})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := source.Get(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := s.calls(); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestWhoCannotWaitForAnotherGivesUp(t *testing.T) {
	asked, release := make(chan struct{}), make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-release
		secret("1")(w, r)
	})
	source := from(t, s, secrets.Options{Now: start().now})
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := source.Get(t.Context()); err != nil {
			t.Error(err)
		}
	})
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := source.Get(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	close(release)
	wg.Wait()
}

func TestSecretsCanComeFromTheEnvironment(t *testing.T) {
	ref, err := secrets.Parse("env:")
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"SLACK_BOT_TOKEN": "1", "PATH": "hush"}
	s := serve(t, secret("2"))
	o := secrets.Options{Now: start().now, Env: func(name string) string { return env[name] }}
	if got := token(t, secrets.New(s.config(), ref, o)); got != "1" || s.calls() > 0 {
		t.Errorf("got %q", got)
	}
	o.Required = []string{secrets.GitHubToken}
	if _, err := secrets.New(s.config(), ref, o).Get(t.Context()); !rollout.IsKind(err, rollout.Invalid) || !strings.Contains(err.Error(), "GITHUB_TOKEN") {
		t.Errorf("error %v", err)
	}
	o.Env = nil
	if _, err := secrets.New(s.config(), ref, o).Get(t.Context()); !rollout.IsKind(err, rollout.Invalid) {
		t.Errorf("error %v", err)
	}
}

func TestSecretsThatMakeNoSenseAreAnErrorThatNamesThem(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a required one is missing": {`{"GITHUB_TOKEN":"hush"}`, "SLACK_BOT_TOKEN is empty"},
		"one is not known":          {`{"SLACK_BOT_TOKEN":"hush","SLACK_TOKEN":"hush"}`, `"SLACK_TOKEN"`},
		"it is not JSON":            {`hush`, "not a JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, text(c.text))
			_, err := from(t, s, secrets.Options{Now: start().now, Required: []string{secrets.SlackBotToken}}).Get(t.Context())
			if !rollout.IsKind(err, rollout.Invalid) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hush") {
				t.Errorf("error %v", err)
			}
		})
	}
}
