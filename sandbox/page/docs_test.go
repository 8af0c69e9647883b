package page_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestTheDocumentedScriptSendsASignedDeploy(t *testing.T) {
	for _, tool := range []string{"sh", "curl", "openssl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	var form url.Values
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	known := info()
	known.URL = server.URL
	mux.HandleFunc("GET /sandbox/api/info", func(w http.ResponseWriter, _ *http.Request) {
		if err := json.NewEncoder(w).Encode(known); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("POST /slack/commands", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		seconds, err2 := strconv.ParseInt(r.Header.Get("X-Slack-Request-Timestamp"), 10, 64)
		at := time.Unix(seconds, 0)
		_, signature := slack.Sign(secret, at, body)
		if err != nil || err2 != nil || r.Header.Get("X-Slack-Signature") != signature || time.Since(at).Abs() > time.Minute {
			http.Error(w, "forged", http.StatusUnauthorized)
			return
		}
		form, err = url.ParseQuery(string(body))
		if err != nil || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
			t.Errorf("%v, %v", err, r.Header)
		}
		if _, err := io.WriteString(w, `{"text": "Looking"}`); err != nil {
			t.Error(err)
		}
	})
	out, err := exec.CommandContext(t.Context(), "sh", filepath.Join("..", "..", "docs", "examples", "deploy.sh"), server.URL).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Looking") {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, want := range map[string]string{
		"command": "/deploy", "text": "staging abc123", "team_id": "T0", "api_app_id": "A0", "user_id": ana, "channel_id": checkout,
		"response_url": server.URL + "/sandbox/response/" + form.Get("trigger_id"),
	} {
		if got := form.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestEveryCallOfTheAPIIsDocumented(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "sandbox-api.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []string{
		"GET /sandbox/api/info", "GET /sandbox/api/state", "PUT /sandbox/api/speed", "PUT /sandbox/api/traffic",
		"PUT /sandbox/api/behaviour", "POST /sandbox/api/alarms", "PUT /sandbox/api/policy", "POST /sandbox/api/reset", "POST /sandbox/api/kill",
		"POST /sandbox/response/", "GET /sandbox/response/", "examples/deploy.sh",
	} {
		if !strings.Contains(string(doc), call) {
			t.Errorf("%s is not documented", call)
		}
	}
}
