package serve

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	processes "github.com/slipway-dev/slipway/tests/process"
)

const (
	ana      = "U0ANA"
	channel  = "C0CHECKOUT"
	speed    = 120
	patience = 90 * time.Second // for what has to come true, in real time
)

// place is a workspace, an account, and what a bot that serves them is told.
type place struct {
	*world.World
	t      *testing.T
	policy string
	data   string
	env    []string
}

// open makes a place in which no bot runs.
func open(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, policy: "testdata/slipway.yaml", data: filepath.Join(t.TempDir(), "slipway.db")}
	file, err := os.ReadFile(p.policy)
	p.must(err)
	server := httptest.NewUnstartedServer(nil)
	slack := "http://" + server.Listener.Addr().String()
	p.World, err = world.Open(t.Context(), world.Options{
		Dir: t.TempDir(), URL: slack, Bot: "http://127.0.0.1:1", App: "xapp-right", Speed: speed, Seed: 7, Real: time.Now, Random: rand.Reader,
		Policy: file, Log: slog.New(slog.DiscardHandler),
	})
	p.must(err)
	t.Cleanup(func() { p.must(p.Close()) })
	server.Config.Handler = p.Handler()
	server.Start()
	t.Cleanup(server.Close)
	account := httptest.NewServer(wire.Handler(p.Cloud, wire.Options{}))
	t.Cleanup(account.Close)
	p.env = []string{
		"SLACK_BOT_TOKEN=" + p.Secrets.BotToken, "SLACK_APP_TOKEN=xapp-right", "SLIPWAY_SLACK_URL=" + slack, "SLIPWAY_CLOCK=" + p.clock(),
		"AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_ENDPOINT_URL=" + account.URL,
		"GOCOVERDIR=" + os.Getenv("GOCOVERDIR"),
	}
	return p
}

// clock is the world's time, for another process.
func (p *place) clock() string {
	shown, now := p.Clock.Now(), time.Now()
	b := now.Add(-time.Duration(float64(shown.Sub(now)) / (speed - 1))) // shown = b + speed × (now − b)
	return fmt.Sprintf("%s/%d", b.UTC().Format(time.RFC3339Nano), speed)
}

// process is one slipway.
type process struct {
	*exec.Cmd
	p   *place
	out bytes.Buffer
	log processes.Log
}

// command begins a command; the environment can be told otherwise.
func (p *place) command(env []string, args ...string) *process {
	p.t.Helper()
	c := &process{p: p, Cmd: exec.CommandContext(p.t.Context(), filepath.Join(os.Getenv("SLIPWAY_BUILT_IN"), "slipway"), args...)}
	c.Env, c.Stdout, c.Stderr = slices.Concat(p.env, env), &c.out, &c.log
	p.must(c.Start())
	return c
}

// serve starts a bot and waits until Slack reaches it.
func (p *place) serve() *process {
	p.t.Helper()
	c := p.command(nil, "serve", "--config", p.policy, "--data", p.data)
	p.t.Cleanup(func() {
		_ = c.Process.Kill() // it may have ended
		_ = c.Wait()
		if p.t.Failed() {
			p.t.Logf("%s\n%s", &c.out, c.log.String())
		}
	})
	p.until("Slack reaches the bot", func() bool { return p.Slack.Connections() == 2 })
	return c
}

// ends waits for a process, and wants an exit code.
func (c *process) ends(code int) {
	c.p.t.Helper()
	_ = c.Wait() // the code says it
	if got := c.ProcessState.ExitCode(); got != code {
		c.p.t.Fatalf("%v: code %d, want %d\n%s\n%s", c.Args[1:], got, code, &c.out, c.log.String())
	}
}

// stop ends a bot as systemd does.
func (c *process) stop() {
	c.p.t.Helper()
	c.p.must(c.Process.Signal(syscall.SIGTERM))
	c.ends(0)
}

// kill ends a bot as a power cut does.
func (c *process) kill() {
	c.p.t.Helper()
	c.p.must(c.Process.Kill())
	_ = c.Wait() // it was killed
	c.p.until("Slack has noticed", func() bool { return c.p.Slack.Connections() == 0 })
}

// says is Ana who types, and what she reads at once.
func (p *place) says(command, text string) string {
	p.t.Helper()
	d, err := p.Slack.Command(p.t.Context(), ana, channel, command, text)
	p.must(err)
	if d.Error != "" {
		p.t.Fatalf("%s %s: %s", command, text, d.Error)
	}
	return string(d.Body)
}

// good is a commit of checkout that works.
func (p *place) good(nth int) string {
	p.t.Helper()
	for _, c := range p.Commits {
		if c.Service != "checkout" || c.Broken || c.Behaviour != world.Good {
			continue
		}
		if c.Unbuilt {
			_ = p.Push(c) // it may be there
		}
		if nth--; nth < 0 {
			return c.SHA
		}
	}
	p.t.Fatal("there are too few commits")
	return ""
}

// live is where checkout's traffic goes: "41", or "41 + 42".
func (p *place) live(environment string) string {
	a, err := p.Cloud.GetAlias("checkout-"+environment, "live")
	p.must(err)
	for more := range a.AdditionalVersionWeights {
		return a.FunctionVersion + " + " + more
	}
	return a.FunctionVersion
}

// read are the texts of the channel that Ana sees.
func (p *place) read() (texts []string) {
	for _, c := range p.Slack.View(ana).Channels {
		if c.ID != channel {
			continue
		}
		for _, m := range c.Messages {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// reads says that some message has all of these words.
func (p *place) reads(words ...string) bool {
	return slices.ContainsFunc(p.read(), func(text string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

// until waits until something has come true.
func (p *place) until(what string, is func() bool) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if is() {
			return
		}
	}
	p.t.Fatalf("it never came true that %s; Ana reads\n%s", what, strings.Join(p.read(), "\n"))
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}
