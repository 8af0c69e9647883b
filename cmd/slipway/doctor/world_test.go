package doctor

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

const policyFile = `version: 1
slack: { team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS }
roles: { developer: [U0ANA] }
services:
  checkout: { channel: C0CHECKOUT, repository: acme/checkout, artifact: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/checkout }
environments:
  prod: { deploy: [developer] }
`

// outside is an AWS that lets nobody do anything, and a Slack that knows the token.
func outside(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
		switch q.URL.Path {
		case "/api/auth.test":
			w.Header().Set("X-OAuth-Scopes", "commands,chat:write,users:read,channels:history,groups:history,files:write,links:read,links:write")
			answer(t, w, map[string]any{"ok": true, "team_id": "T0SANDBOX"})
		case "/api/conversations.history":
			answer(t, w, map[string]any{"ok": false, "error": "not_in_channel"})
		default:
			w.Header().Set("X-Amzn-ErrorType", "AccessDeniedException")
			w.WriteHeader(http.StatusForbidden)
			answer(t, w, map[string]string{"__type": "AccessDeniedException"})
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func answer(t *testing.T, w http.ResponseWriter, v any) {
	t.Helper()
	if err := json.NewEncoder(w).Encode(v); err != nil {
		t.Error(err)
	}
}

// environment is that of somebody's machine.
func environment(t *testing.T, changed map[string]string) map[string]string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(name, []byte(policyFile), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{
		"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "123456789012", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": outside(t), "SLIPWAY_CONFIG": name,
	}
	for name, value := range changed {
		env[name] = value
	}
	return env
}

// run gives the command line these words.
func run(t *testing.T, env map[string]string, words ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, talk strings.Builder
	w := wiring.World{Env: func(name string) string { return env[name] }, Random: rand.Reader, Now: time.Now, Out: &talk}
	for name, value := range env {
		w.Environ = append(w.Environ, name+"="+value)
	}
	c := Command(w)
	c.SetOut(&out)
	c.SetErr(&talk)
	c.SetIn(strings.NewReader("no\n"))
	c.SetArgs(append([]string{}, words...))
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.ExecuteContext(t.Context())
	return out.String(), talk.String(), err
}

// ended is the exit code of a command that has told how it ended; -1 of any other.
func ended(err error) int {
	var e *release.Ended
	switch {
	case err == nil:
		return release.CodeOK
	case errors.As(err, &e):
		return e.Code
	}
	return -1
}
