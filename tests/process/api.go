package process

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Info is what GET /sandbox/api/info answers.
type Info struct {
	URL           string    `json:"url"`
	SigningSecret string    `json:"signing_secret"`
	BotToken      string    `json:"bot_token"`
	TeamID        string    `json:"team_id"`
	AppID         string    `json:"app_id"`
	Users         []User    `json:"users"`
	Channels      []Channel `json:"channels"`
	Commits       []Commit  `json:"commits"`
}

// User is somebody who can be played.
type User struct{ ID, Name, Role string }

// Channel is a channel of the workspace.
type Channel struct{ ID, Name, Service string }

// Commit is one that is not deployed yet.
type Commit struct{ Service, SHA, Subject, Author, Behaviour string }

// Commit finds the SHA of the first commit that behaves so.
func (i Info) Commit(service, behaviour string) string {
	for _, c := range i.Commits {
		if c.Service == service && c.Behaviour == behaviour {
			return c.SHA
		}
	}
	return "no-such-commit"
}

// Channel finds the id of a channel by its name.
func (i Info) Channel(name string) string {
	for _, c := range i.Channels {
		if c.Name == name {
			return c.ID
		}
	}
	return ""
}

// User finds the id of the first one who has the role.
func (i Info) User(role string) string {
	for _, u := range i.Users {
		if u.Role == role {
			return u.ID
		}
	}
	return ""
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Do sends a request; header is pairs of a name and a value.
func (p *Process) Do(t *testing.T, method, path, body string, header ...string) Answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, method, p.Info.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if q.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			q.Host = header[i+1]
		}
	}
	got, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Log)
	}
	defer func() { _ = got.Body.Close() }()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Answer{got.StatusCode, got.Header, string(text)}
}

// Get reads JSON.
func (p *Process) Get(t *testing.T, path string, into any, header ...string) {
	t.Helper()
	a := p.Do(t, http.MethodGet, path, "", header...)
	if a.Status != http.StatusOK {
		t.Fatalf("GET %s: status %d: %s", path, a.Status, a.Body)
	}
	if err := json.Unmarshal([]byte(a.Body), into); err != nil {
		t.Fatalf("GET %s: %v: %s", path, err, a.Body)
	}
}

// Sign gives the two headers that Slack's requests carry:
// https://docs.slack.dev/authentication/verifying-requests-from-slack
func Sign(secret, body string, at time.Time) []string {
	ts := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + ts + ":" + body))
	return []string{
		"Content-Type", "application/x-www-form-urlencoded",
		"X-Slack-Request-Timestamp", ts, "X-Slack-Signature", "v0=" + hex.EncodeToString(mac.Sum(nil)),
	}
}

// Typed is the form of a slash command, which will be answered at
// /sandbox/response/<trigger>.
func (p *Process) Typed(user, channel, command, text, trigger string) string {
	return url.Values{
		"command": {command}, "text": {text}, "team_id": {p.Info.TeamID}, "api_app_id": {p.Info.AppID},
		"user_id": {user}, "channel_id": {channel}, "trigger_id": {trigger},
		"response_url": {p.Info.URL + "/sandbox/response/" + trigger},
	}.Encode()
}

// Command sends a signed slash command, as Slack does.
func (p *Process) Command(t *testing.T, user, channel, command, text, trigger string) Answer {
	t.Helper()
	return p.Signed(t, "/slack/commands", p.Typed(user, channel, command, text, trigger))
}

// Signed posts a form that is signed now.
func (p *Process) Signed(t *testing.T, path, form string) Answer {
	t.Helper()
	return p.Do(t, http.MethodPost, path, form, Sign(p.Info.SigningSecret, form, time.Now())...)
}
