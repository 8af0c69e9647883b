package doctor

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// nobody is the queue of a front that must not be asked to do anything.
type nobody struct{ t *testing.T }

func (n nobody) Send(context.Context, job.Job) error {
	n.t.Error("something was queued")
	return nil
}

// real is the front itself, which goes by the real time.
func real(t *testing.T) http.Handler {
	t.Helper()
	f, err := ingress.New(ingress.Options{
		Secrets: []string{secret}, Team: "T0TEAM", App: "A0APP", ResponseOrigin: "https://hooks.slack.com",
		Names: grammar.Names{Services: []string{"checkout"}, Environments: []string{"prod"}}, Queue: nobody{t}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func says(codes ...int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(codes[0])
		if len(codes) > 1 {
			codes = codes[1:]
		}
	})
}

func TestTheFrontIsTriedWithTheSecretAndWithAWrongOne(t *testing.T) {
	talkative := http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		out := httptest.NewRecorder()
		real(t).ServeHTTP(out, q)
		w.WriteHeader(out.Code)
		_, _ = w.Write([]byte("hello")) // the other side looks at it
	})
	for name, c := range map[string]struct {
		front  http.Handler
		secret string
		late   time.Duration // how far our clock is behind
		grade  rollout.Grade
		found  string
	}{
		"the front itself":       {real(t), secret, 0, rollout.GradeSound, "The front takes what is signed"},
		"another secret":         {real(t), "another", 0, rollout.GradeBroken, "The front does not take this signing secret"},
		"a clock that is off":    {real(t), secret, 6 * time.Minute, rollout.GradeBroken, "The front does not take"},
		"one that takes all":     {says(200), secret, 0, rollout.GradeBroken, "The front takes what nobody signed"},
		"one that breaks down":   {says(200, 500), secret, 0, rollout.GradeBroken, "The front answers 500, rather than 401"},
		"a firewall":             {says(403), secret, 0, rollout.GradeBroken, "The front answers 403 to what Slack would ask"},
		"one that has moved":     {http.RedirectHandler("https://slipway.example.com/", http.StatusFound), secret, 0, rollout.GradeBroken, "The front answers 302"},
		"one that says too much": {talkative, secret, 0, rollout.GradeAiling, "The front refuses what nobody signed, but not in silence."},
	} {
		server := httptest.NewServer(c.front)
		p := probe{url: server.URL, secret: secrets.NewSecret(c.secret), now: func() time.Time { return time.Now().Add(-c.late) }, http: &http.Client{CheckRedirect: stay}}
		if got := p.look(t.Context()); len(got) != 1 || got[0].Grade != c.grade || !strings.HasPrefix(got[0].Found, c.found) || (got[0].Remedy == "") != (c.grade == rollout.GradeSound) {
			t.Errorf("%s: %+v", name, got)
		}
		server.Close()
		if got := p.look(t.Context()); got[0].Grade != rollout.GradeUnknown {
			t.Errorf("%s, gone: %+v", name, got)
		}
	}
}

func TestAFrontThatBreaksDownInBetweenIsNotKnown(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if asked++; asked > 1 {
			panic(http.ErrAbortHandler)
		}
	}))
	defer server.Close()
	p := probe{url: server.URL, secret: secrets.NewSecret(secret), now: time.Now, http: &http.Client{}}
	if got := p.look(t.Context()); got[0].Grade != rollout.GradeUnknown || !strings.Contains(got[0].Found, "second time") {
		t.Errorf("%+v", got)
	}
}

func TestTheFrontsAddressMayBeGivenInFull(t *testing.T) {
	for address, want := range map[string]string{
		"https://slipway.example.com":                      "https://slipway.example.com/slack/commands",
		"https://slipway.example.com/":                     "https://slipway.example.com/slack/commands",
		"https://slipway.example.com/slack/commands":       "https://slipway.example.com/slack/commands",
		"https://x.execute-api.eu-west-1.amazonaws.com/v1": "https://x.execute-api.eu-west-1.amazonaws.com/v1/slack/commands",
		"http://127.0.0.1:8080":                            "http://127.0.0.1:8080/slack/commands",
		"http://slipway.example.com":                       "",
		"https://user:hush@slipway.example.com":            "",
		"slipway.example.com":                              "",
	} {
		if got, err := front(address); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %s, %v", address, got, err)
		}
	}
}

func TestTheCommandLineTriesTheFrontThatItIsTold(t *testing.T) {
	server := httptest.NewServer(real(t))
	defer server.Close()
	stdout, _, err := run(t, environment(t, map[string]string{"SLACK_SIGNING_SECRET": secret}), "--url", server.URL)
	if !strings.Contains(stdout, "✔ sound signing secret: The front takes") || ended(err) != release.CodeInconclusive {
		t.Errorf("%v\n%s", err, stdout)
	}
}
