// Package crash kills the real process, at random moments, and looks whether
// what was going on comes to its end all the same.
package crash

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// build makes the sandbox's binary; with coverage when somebody collects that.
func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "sandbox")
	args := []string{"build", "-o", bin}
	if os.Getenv("GOCOVERDIR") != "" {
		args = append(args, "-cover", "-coverpkg=github.com/slipway-dev/slipway/...")
	}
	out, err := exec.CommandContext(t.Context(), "go", append(args, "github.com/slipway-dev/slipway/cmd/sandbox")...).CombinedOutput()
	if err != nil {
		t.Fatalf("build the sandbox: %v\n%s", err, out)
	}
	return bin
}

type info struct {
	URL           string `json:"url"`
	SigningSecret string `json:"signing_secret"`
	BotToken      string `json:"bot_token"`
	TeamID        string `json:"team_id"`
	AppID         string `json:"app_id"`
	Users         []struct{ ID, Role string }
	Channels      []struct{ ID, Service string }
	Commits       []struct{ Service, SHA, Behaviour string }
}

// process is a running sandbox.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	info info
	log  *bytes.Buffer
}

func start(t *testing.T, bin, dir string, speed int) *process {
	t.Helper()
	p := &process{t: t, log: &bytes.Buffer{}}
	p.cmd = exec.Command(bin, "--listen", "127.0.0.1:0", "--data", dir, "--speed", fmt.Sprint(speed), "--json", "--no-browser") //nolint:noctx // it is killed by hand
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.kill() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the sandbox did not start: %v\n%s", err, p.log)
	}
	if err := json.Unmarshal(line, &p.info); err != nil {
		t.Fatalf("the first line: %v\n%s", err, line)
	}
	return p
}

// kill sends SIGKILL, which nothing can be done about.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be dead already
	_ = p.cmd.Wait()
}

// command sends a signed slash command, as Slack does.
func (p *process) command(channel, text, trigger string) error {
	body := url.Values{
		"command": {"/deploy"}, "text": {text}, "team_id": {p.info.TeamID}, "api_app_id": {p.info.AppID},
		"user_id": {p.info.Users[0].ID}, "channel_id": {channel}, "trigger_id": {trigger},
		"response_url": {p.info.URL + "/sandbox/response/crash"},
	}.Encode()
	ts, signature := slack.Sign(p.info.SigningSecret, time.Now(), []byte(body))
	q, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.info.URL+"/slack/commands", strings.NewReader(body))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("X-Slack-Request-Timestamp", ts)
	q.Header.Set("X-Slack-Signature", signature)
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text2, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK || !bytes.Contains(text2, []byte("Looking at")) {
		return fmt.Errorf("status %d: %s", answer.StatusCode, text2)
	}
	return nil
}

type state struct {
	Now     time.Time
	Targets []struct {
		Service, Environment string
		Live                 struct {
			Version string
			Weights map[string]float64
		}
		Versions []struct{ Version, SHA string }
		Rollout  *struct{ ID, Phase string }
		Last     *struct{ ID, Phase, Reason string }
	}
}

func (p *process) state() (state, error) {
	var s state
	return s, p.get("/sandbox/api/state", "", &s)
}

func (p *process) get(path, token string, into any) error {
	ctx, cancel := context.WithTimeout(p.t.Context(), 10*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, p.info.URL+path, nil)
	if err != nil {
		return err
	}
	if token != "" {
		q.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: status %d", path, answer.StatusCode)
	}
	return json.NewDecoder(answer.Body).Decode(into)
}

// about counts the messages of a channel that are about a rollout.
func (p *process) about(channel, id string) int {
	var page struct {
		Messages []struct {
			Metadata struct {
				EventPayload map[string]any `json:"event_payload"`
			}
		}
	}
	if err := p.get("/api/conversations.history?limit=200&include_all_metadata=true&channel="+channel, p.info.BotToken, &page); err != nil {
		p.t.Fatal(err)
	}
	n := 0
	for _, m := range page.Messages {
		if m.Metadata.EventPayload["rollout"] == id {
			n++
		}
	}
	return n
}
