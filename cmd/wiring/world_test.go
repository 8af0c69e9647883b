package wiring

import (
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const policyFile = `version: 1
slack: {team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS}
roles: {developer: [U0ANA]}
services:
  checkout:
    channel: C0CHECKOUT
    repository: acme/checkout
    artifact: 123456789012.dkr.ecr.us-east-1.amazonaws.com/acme/checkout
environments:
  prod: {deploy: [developer], provisioned: 3}
`

// withGitHub is the policy with GitHub in it, and a workflow that builds.
func withGitHub() string {
	return "github: {}\n" + strings.Replace(policyFile, "repository: acme/checkout",
		"repository: acme/checkout\n    branch: trunk\n    build: {workflow: build.yml, inputs: {service: checkout}}\n    url: {prod: https://shop.example.com/}", 1)
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// outside is AWS, as far as a process calls it here.
type outside struct {
	*httptest.Server
	denies bool // whatever is asked

	mu   sync.Mutex
	sent []map[string]any // messages
}

func newOutside(t *testing.T) *outside {
	t.Helper()
	o := &outside{}
	o.Server = httptest.NewServer(o)
	t.Cleanup(o.Close)
	return o
}

// ServeHTTP plays SQS, and lets nobody do anything else.
func (o *outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.denies || r.Header.Get("X-Amz-Target") != "AmazonSQS.SendMessage" {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"__type": "AccessDeniedException"}) // whoever asks sees what is missing
		return
	}
	var in map[string]any
	_ = json.NewDecoder(r.Body).Decode(&in) // likewise
	o.sent = append(o.sent, in)
	body, _ := in["MessageBody"].(string)
	sum := md5.Sum([]byte(body))
	_ = json.NewEncoder(w).Encode(map[string]string{"MessageId": "1", "MD5OfMessageBody": hex.EncodeToString(sum[:])})
}

// world is that of a worker on AWS, with some variables changed.
func world(t *testing.T, o *outside, policy string, changed map[string]string) World {
	t.Helper()
	name := filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(name, []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{
		"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": o.URL,
		"SLIPWAY_FUNCTION": "worker", "SLIPWAY_CONFIG": name, "SLIPWAY_SECRETS": "env:", "SLIPWAY_TABLE": "slipway",
		"SLIPWAY_QUEUE_URL":     "https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo",
		"SLIPWAY_STATE_MACHINE": "arn:aws:states:us-east-1:123456789012:stateMachine:slipway",
	}
	maps.Copy(env, changed)
	w := World{Env: func(name string) string { return env[name] }, Random: rand.Reader, Now: func() time.Time { return noon }, Out: t.Output()}
	for name, value := range env {
		if value != "" {
			w.Environ = append(w.Environ, name+"="+value)
		}
	}
	return w
}
