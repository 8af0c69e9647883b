package functions

import (
	"bytes"
	"crypto/md5" // SQS checks with it what it was sent
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Secrets of the workspace, and of whoever the functions run as.
const (
	signing  = "nightingale-signing-secret"
	botToken = "xoxb-nightingale-token"
	queueURL = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo"
)

// secretString is a secret with these fields, as it is stored.
func secretString(fields map[string]any) string {
	body, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return string(body)
}

// call is a request that a stand-in got.
type call struct {
	Target string // the operation, or the path where there is none
	Body   map[string]any
}

// standIn plays one service over HTTP, and remembers what it was asked.
type standIn struct {
	*httptest.Server

	mu          sync.Mutex
	calls       []call
	connections int
	answer      func(http.ResponseWriter, call)
}

func newStandIn(t *testing.T, answer func(http.ResponseWriter, call)) *standIn {
	t.Helper()
	s := &standIn{answer: answer}
	s.Server = httptest.NewUnstartedServer(s)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.mu.Lock()
			s.connections++
			s.mu.Unlock()
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// ServeHTTP notes the call and answers it.
func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := call{Target: r.Header.Get("X-Amz-Target")}
	if c.Target == "" {
		c.Target = r.Method + " " + r.URL.Path
	}
	body, err := io.ReadAll(r.Body)
	if err == nil && len(body) > 0 {
		err = json.Unmarshal(body, &c.Body)
	}
	s.mu.Lock()
	s.calls = append(s.calls, c)
	answer := s.answer
	s.mu.Unlock()
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer(w, c)
}

// seen are the calls so far.
func (s *standIn) seen() []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]call(nil), s.calls...)
}

// opened is how many connections were made so far.
func (s *standIn) opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// from now on it answers so.
func (s *standIn) from(answer func(http.ResponseWriter, call)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// gives answers every call with that secret.
func gives(secret string) func(http.ResponseWriter, call) {
	return func(w http.ResponseWriter, _ call) {
		_ = json.NewEncoder(w).Encode(map[string]any{"Name": "slipway", "SecretString": secret}) // the process sees what is missing
	}
}

// refuses answers every call with an error of AWS's, whose text repeats a secret.
func refuses(status int, code string) func(http.ResponseWriter, call) {
	return func(w http.ResponseWriter, _ call) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"__type":"com.amazonaws#%s","message":"no nightingale here"}`, code)
	}
}

// hangs answers no call, until the test ends.
func hangs(t *testing.T) func(http.ResponseWriter, call) {
	t.Helper()
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	return func(http.ResponseWriter, call) { <-over }
}

// takes answers as SQS does when it has stored a message.
func takes(w http.ResponseWriter, c call) {
	body, _ := c.Body["MessageBody"].(string)
	sum := md5.Sum([]byte(body)) // SQS checks with it what it was sent
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	_ = json.NewEncoder(w).Encode(map[string]any{"MessageId": "m", "MD5OfMessageBody": hex.EncodeToString(sum[:])}) // the process sees what is missing
}

// surroundings are all that the front could call.
type surroundings struct{ secrets, queue, slack *standIn }

func surround(t *testing.T) surroundings {
	t.Helper()
	return surroundings{
		secrets: newStandIn(t, gives(secretString(map[string]any{"SLACK_SIGNING_SECRET": signing, "SLACK_BOT_TOKEN": botToken}))),
		queue:   newStandIn(t, takes),
		slack:   newStandIn(t, func(w http.ResponseWriter, _ call) { w.WriteHeader(http.StatusTeapot) }),
	}
}

// env is what leads the front there, with some variables changed: "NAME=value", or
// "NAME" for one that is left out.
func (s surroundings) env(changes ...string) []string {
	env := []string{
		"AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=AKIANIGHTINGALE", "AWS_SECRET_ACCESS_KEY=nightingale-key", "AWS_SESSION_TOKEN=nightingale-session",
		"AWS_ENDPOINT_URL=http://127.0.0.1:1", // nobody is there
		"AWS_ENDPOINT_URL_SECRETS_MANAGER=" + s.secrets.URL, "AWS_ENDPOINT_URL_SQS=" + s.queue.URL,
		"SLIPWAY_CONFIG=" + policy, "SLIPWAY_QUEUE_URL=" + queueURL, "SLIPWAY_LOG_LEVEL=debug", "SLIPWAY_SLACK_URL=" + s.slack.URL,
		"SLIPWAY_SECRETS=secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:slipway-a1b2c3",
	}
	for _, change := range changes {
		name, _, more := strings.Cut(change, "=")
		var kept []string
		for _, v := range env {
			if !strings.HasPrefix(v, name+"=") {
				kept = append(kept, v)
			}
		}
		if env = kept; more {
			env = append(env, change)
		}
	}
	return env
}

// front starts a front there.
func (s surroundings) front(t *testing.T, changes ...string) *process {
	t.Helper()
	return start(t, "front", nil, s.env(changes...))
}

// messages are what was sent to the queue.
func (s surroundings) messages() []map[string]any {
	var all []map[string]any
	for _, c := range s.queue.seen() {
		if c.Target == "AmazonSQS.SendMessage" {
			all = append(all, c.Body)
		}
	}
	return all
}

// calls are how many requests went out, to whomever.
func (s surroundings) calls() int {
	return len(s.secrets.seen()) + len(s.queue.seen()) + len(s.slack.seen())
}

// object reads JSON that a test looks into.
func object(t *testing.T, body string) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.NewDecoder(bytes.NewReader([]byte(body))).Decode(&o); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return o
}
