package sdk

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// world is a workspace behind one server, with people whom the scripts can have
// do something, and an app that answers nothing.
type world struct {
	*slack.Workspace
	url   string
	ahead atomic.Int64           // nanoseconds that the workspace's clock is fast
	heard atomic.Pointer[signed] // what the app was sent last
	ids   atomic.Int64
}

// signed is a request to the app.
type signed struct {
	Body      string `json:"body"`
	Timestamp string `json:"timestamp"`
	Signature string `json:"signature"`
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	w.url = server.URL
	var err error
	w.Workspace, err = slack.New(slack.Options{
		TeamID: "T1", TeamName: "acme", AppID: "A1", BotToken: "xoxb-sdk", BotUserID: "UB", SigningSecret: "sdk-secret",
		Users: []slack.User{
			{ID: "U1", Name: "ana", Email: "ana@example.com"}, {ID: "U2", Name: "gil", IsRestricted: true}, {ID: "UB", Name: "bot", IsBot: true},
		},
		Channels: []slack.Channel{
			{ID: "C1", Name: "general", Members: []string{"U1", "UB"}}, {ID: "C2", Name: "random", Members: []string{"U1"}},
		},
		Unfurls:    []string{"links.example.com"},
		Groups:     []slack.Group{{ID: "S1", Handle: "team", Users: []string{"U1", "U2"}}},
		Now:        func() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) },
		NewID:      func(prefix string) string { return fmt.Sprintf("%s%09d", prefix, w.ids.Add(1)) },
		RequestURL: w.url, PublicURL: w.url,
	})
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/", w.Handler())
	mux.HandleFunc("POST /slack/", w.hear)
	mux.HandleFunc("GET /people/wait", func(rw http.ResponseWriter, _ *http.Request) {
		w.ahead.Add(int64(time.Second))
		w.tell(rw, slack.Delivery{}, nil)
	})
	mux.HandleFunc("GET /people/command", func(rw http.ResponseWriter, r *http.Request) {
		d, err := w.Command(r.Context(), "U1", "C1", "/hello", "")
		w.tell(rw, d, err)
	})
	mux.HandleFunc("GET /people/press", func(rw http.ResponseWriter, r *http.Request) {
		d, err := w.Act(r.Context(), "U1", slack.Place{ViewID: r.FormValue("view")}, "b", "press", slack.Choice{})
		w.tell(rw, d, err)
	})
	mux.HandleFunc("GET /people/say", func(rw http.ResponseWriter, _ *http.Request) {
		ts, err := w.Say("U1", "C1", "https://links.example.com/1", "")
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(rw).Encode(map[string]string{"ts": ts})
	})
	return w
}

// hear is the app: it remembers what it was sent.
func (w *world) hear(_ http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.heard.Store(&signed{
		Body: string(body), Timestamp: r.Header.Get("X-Slack-Request-Timestamp"), Signature: r.Header.Get("X-Slack-Signature"),
	})
}

// tell answers a script with what a person's doing led to.
func (w *world) tell(rw http.ResponseWriter, d slack.Delivery, err error) {
	if err != nil || d.Error != "" {
		http.Error(rw, fmt.Sprint(d.Error, err), http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(rw).Encode(struct {
		*signed
		TriggerID   string `json:"trigger_id"`
		ResponseURL string `json:"response_url"`
	}{w.heard.Load(), d.TriggerID, d.ResponseURL})
}

// saw runs a script and gives what it printed.
func saw(t *testing.T, program, script string) string {
	t.Helper()
	w := open(t)
	w.RateLimit("team.info", time.Second, 1)
	command := exec.CommandContext(t.Context(), program, script, w.url)
	var complaint strings.Builder
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", script, err, out, complaint.String())
	}
	return string(out)
}

func home(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("SLACK_SDK_HOME")
	if dir == "" {
		t.Skip("needs Slack's clients: run it with `make test`, or set SLACK_SDK_HOME to where tools/peer has installed them")
	}
	return dir
}

func want(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "saw.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSlacksClientForPythonSeesASlack(t *testing.T) {
	got := saw(t, filepath.Join(home(t), "bin", "python"), "script.py")
	const verified = `["signature",true,false]` + "\n"
	if diff := cmp.Diff(want(t)+verified, got); diff != "" {
		t.Error(diff)
	}
}

func TestSlacksClientForNodeSeesASlack(t *testing.T) {
	home(t)
	if diff := cmp.Diff(want(t), saw(t, "node", "script.mjs")); diff != "" {
		t.Error(diff)
	}
}

func TestEveryMethodIsTriedByBothClients(t *testing.T) {
	for _, script := range []string{"script.py", "script.mjs"} {
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range slack.Methods() {
			spelled := "client." + name + "("
			if script == "script.py" {
				spelled = "client." + strings.ReplaceAll(name, ".", "_") + "("
			}
			uploads := strings.HasPrefix(name, "files.") && strings.Contains(name, "External")
			paged := strings.Contains(string(text), "'"+name+"', {")
			if !uploads && !paged && !strings.Contains(string(text), spelled) {
				t.Errorf("%s does not call %s", script, name)
			}
		}
	}
}
