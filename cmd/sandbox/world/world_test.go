package world_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

func options(dir string) world.Options {
	return world.Options{
		Dir: dir, URL: "http://127.0.0.1:9", Seed: 7, Real: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
	}
}

func open(t *testing.T, o world.Options) *world.World {
	t.Helper()
	w, err := world.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() }) // most are closed by then
	return w
}

func closed(t *testing.T, w *world.World) {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// run lets a world go on until the function that it returns is called.
func run(t *testing.T, w *world.World) (end func()) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	return func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the world ended badly: %v", err)
		}
	}
}

// toThePresent leaves the year 2000, in which bubbles begin: Slack's time stamps
// were shorter then.
func toThePresent() { time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) }

const channel = "C0CHECKOUT"

// types is a slash command of Ana's in #checkout.
func types(t *testing.T, w *world.World, text string) {
	t.Helper()
	if d, err := w.Slack.Command(t.Context(), world.People()[0].ID, channel, "/deploy", text); err != nil || d.Error != "" {
		t.Fatalf("%s: %v %s", text, err, d.Error)
	}
}

// rollouts of checkout in prod, newest first.
func rollouts(t *testing.T, w *world.World) []rollout.Rollout {
	t.Helper()
	index := rollout.TargetIndex(rollout.Target{Service: "checkout", Environment: "prod"})
	rows, err := w.Store.Query(t.Context(), rollout.Query{Index: index, Descending: true})
	if err != nil {
		t.Fatal(err)
	}
	var out []rollout.Rollout
	for _, row := range rows {
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// messages of #checkout that hold a text.
func messages(w *world.World, text string) (found []slack.MessageView) {
	for _, c := range w.Slack.View(world.People()[0].ID).Channels {
		for _, m := range c.Messages {
			if c.ID == channel && strings.Contains(m.Text, text) {
				found = append(found, m)
			}
		}
	}
	return found
}

func TestWhatWasBegunInOneLifeEndsInAnother(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		before := len(rollouts(t, w))
		types(t, w, "prod abc123")
		time.Sleep(2 * time.Second)
		end()
		closed(t, w)

		w = open(t, options(dir))
		end = run(t, w)
		time.Sleep(20 * time.Second)
		end()
		all := rollouts(t, w)
		if len(all) != before+1 || all[0].Phase != rollout.Succeeded {
			t.Errorf("%d rollouts were there, now %d, the newest %s", before, len(all), all[0].Phase)
		}
		if n := len(messages(w, "live in *prod*")); n != 4 {
			t.Errorf("%d messages tell of something live, with three of the past", n)
		}
		closed(t, w)
	})
}

func TestAJobThatWasTakenDownIsDoneByTheNextLife(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir)) // it never runs
		types(t, w, "prod abc123")
		closed(t, w)

		w = open(t, options(dir))
		end := run(t, w)
		time.Sleep(time.Second)
		if r := rollouts(t, w)[0]; !strings.HasPrefix(r.Release.SHA, "abc123") {
			t.Errorf("the newest rollout is of %s", r.Release.SHA)
		}
		end()
		closed(t, w)
	})
}

func TestTheClockGoesOnFromWhereItWas(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		o := options(dir)
		o.Speed = 600
		w := open(t, o)
		end := run(t, w)
		time.Sleep(time.Minute)
		end()
		was := w.Clock.Now()
		closed(t, w)
		time.Sleep(time.Hour) // nobody is there

		w = open(t, options(dir))
		if passed := w.Clock.Now().Sub(was); passed < 0 || passed > 5*time.Minute || w.Clock.Speed() != 600 {
			t.Errorf("%s have passed, at a speed of %v", passed, w.Clock.Speed())
		}
		closed(t, w)
	})
}

func TestAWorldThatIsOverBeforeItBeginsEndsWell(t *testing.T) {
	w := open(t, options(t.TempDir()))
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := w.Run(ctx); err != nil {
		t.Error(err)
	}
}

func TestAWorldWhoseFilesAreGoneSaysSo(t *testing.T) {
	w := open(t, options(t.TempDir()))
	closed(t, w)
	if err := w.Run(t.Context()); err == nil || errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// What is mounted is where a script's response_url leads.
func TestTheBotReachesWhatIsMounted(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		answered := make(chan string, 1)
		w.Mount("/mine/", http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { answered <- q.URL.Path }))
		end := run(t, w)
		body := "command=/deploy&text=status&team_id=" + w.Config.Slack.Team + "&api_app_id=" + w.Config.Slack.App +
			"&user_id=U0ANA&channel_id=" + channel + "&trigger_id=T1&response_url=http%3A%2F%2F127.0.0.1%3A9%2Fmine%2F1"
		ts, signature := slack.Sign(w.Secrets.SigningSecret, time.Now(), []byte(body))
		q := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/slack/commands", strings.NewReader(body))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("X-Slack-Request-Timestamp", ts)
		q.Header.Set("X-Slack-Signature", signature)
		a := httptest.NewRecorder()
		w.Handler().ServeHTTP(a, q)
		if a.Code != http.StatusOK {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		if path := <-answered; path != "/mine/1" {
			t.Error(path)
		}
		end()
		closed(t, w)
	})
}

// faults.md A12: an odd path is not found, and nobody is sent elsewhere.
func TestOddPathsAreNotFound(t *testing.T) {
	w := open(t, options(t.TempDir()))
	defer closed(t, w)
	for _, path := range []string{"//slack/commands", "/slack//commands", "/slack/../slack/commands", "/slack/./commands"} {
		q := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
		q.URL.Path = path
		a := httptest.NewRecorder()
		w.Handler().ServeHTTP(a, q)
		if a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
}
