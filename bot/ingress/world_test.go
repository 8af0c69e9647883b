package ingress_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	commands     = "/slack/commands"
	interactions = "/slack/interactions"
	events       = "/slack/events"

	secret     = "8f742231b10e8888abcd99yyyzzz85a5"
	oldSecret  = "e5f1c2a9b7d60431b10e8888abcd99aa"
	trigger    = "13345224609.738474920.8088930838d88f008e0"
	privateURL = "https://hooks.slack.com/commands/T0TEAM/123/secretpath"
	formType   = "application/x-www-form-urlencoded"
	jsonType   = "application/json"
)

// world is a front with what is around it.
type world struct {
	front *ingress.Front
	queue *queue
	log   *bytes.Buffer
}

func newWorld(t testing.TB, change ...func(*ingress.Options)) world {
	t.Helper()
	w := world{queue: &queue{ids: map[string]bool{}}, log: &bytes.Buffer{}}
	o := options()
	o.Queue, o.Log = w.queue, slog.New(slog.NewJSONHandler(w.log, nil))
	for _, c := range change {
		c(&o)
	}
	front, err := ingress.New(o)
	if err != nil {
		t.Fatal(err)
	}
	w.front = front
	return w
}

func options() ingress.Options {
	return ingress.Options{
		Secrets: []string{secret}, Team: "T0TEAM", App: "A0APP",
		Names: grammar.Names{
			Services:     []string{"checkout", "payments"},
			Environments: []string{"dev", "staging", "prod"},
		},
		Channels:       map[string]string{"C0CHECKOUT": "checkout"},
		ResponseOrigin: "https://hooks.slack.com",
		Queue:          &queue{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
}

// queue takes a job once, as every queue has to.
type queue struct {
	mu    sync.Mutex
	ids   map[string]bool
	jobs  []job.Job
	calls int
	fault func(context.Context) error // what goes wrong, if anything
}

func (q *queue) Send(ctx context.Context, j job.Job) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.calls++
	if q.fault != nil {
		if err := q.fault(ctx); err != nil {
			return err
		}
	}
	if !q.ids[j.ID] {
		q.ids[j.ID] = true
		q.jobs = append(q.jobs, j)
	}
	return nil
}

// only is the one job that there has to be.
func (q *queue) only(t testing.TB) job.Job {
	t.Helper()
	if len(q.jobs) != 1 {
		t.Fatalf("want one job, got %d", len(q.jobs))
	}
	return q.jobs[0]
}

func (w world) serve(r *http.Request) *httptest.ResponseRecorder {
	got := httptest.NewRecorder()
	w.front.ServeHTTP(got, r)
	return got
}

// unsigned is a POST that nobody vouches for.
func unsigned(path, body string) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", formType)
	if path == events {
		r.Header.Set("Content-Type", jsonType)
	}
	return r
}

// signed is a POST as Slack sends it, now.
func signed(path, body string) *http.Request {
	return signedAt(path, body, strconv.FormatInt(time.Now().Unix(), 10))
}

func signedAt(path, body, stamp string) *http.Request {
	r := unsigned(path, body)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", signature(secret, stamp, body))
	return r
}

func signature(key, stamp, body string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// typed is the form of a slash command typed in #checkout; pairs replace its
// fields, and remove those that become empty.
func typed(line string, pairs ...string) string {
	slash, text, _ := strings.Cut(line, " ")
	form := url.Values{}
	for key, value := range map[string]string{
		"token": "legacy", "team_id": "T0TEAM", "team_domain": "acme", "api_app_id": "A0APP",
		"user_id": "U0ANA", "user_name": "ana", "channel_id": "C0CHECKOUT", "channel_name": "checkout",
		"command": slash, "text": text, "trigger_id": trigger, "response_url": privateURL,
		"is_enterprise_install": "false",
	} {
		form.Set(key, value)
	}
	for i := 0; i < len(pairs); i += 2 {
		if form.Set(pairs[i], pairs[i+1]); pairs[i+1] == "" {
			form.Del(pairs[i])
		}
	}
	return form.Encode()
}

const click = `{"type":"block_actions","team":{"id":"T0TEAM","domain":"acme"},"enterprise":null,
"user":{"id":"U0ANA","username":"ana","team_id":"T0TEAM"},"api_app_id":"A0APP","token":"legacy",
"container":{"type":"message","message_ts":"1700000000.000100","channel_id":"C0CHECKOUT","is_ephemeral":false},
"trigger_id":"` + trigger + `","channel":{"id":"C0CHECKOUT","name":"checkout"},
"message":{"type":"message","ts":"1700000000.000100","text":"live","blocks":[{"type":"section"}]},
"state":{"values":{}},"response_url":"` + privateURL + `",
"actions":[{"action_id":"slipway_rollback","block_id":"b1","type":"button","value":"01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ","action_ts":"1700000001.5"}]}`

// pressed is the form of a click; pairs are texts of the payload and what
// stands there instead.
func pressed(t testing.TB, pairs ...string) string {
	t.Helper()
	payload := click
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(payload, pairs[i]) {
			t.Fatalf("the payload has no %s", pairs[i])
		}
		payload = strings.ReplaceAll(payload, pairs[i], pairs[i+1])
	}
	return url.Values{"payload": {payload}}.Encode()
}

// said is the text of an answer that only its reader sees.
func said(t testing.TB, got *httptest.ResponseRecorder) string {
	t.Helper()
	var a struct {
		ResponseType string `json:"response_type"`
		Text         string `json:"text"`
	}
	d := json.NewDecoder(got.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil || got.Code != http.StatusOK || a.ResponseType != "ephemeral" {
		t.Fatalf("want an ephemeral answer, got %d %+v %v", got.Code, a, err)
	}
	return a.Text
}

// refused checks that a request came to nothing, in an empty answer.
func (w world) refused(t testing.TB, got *httptest.ResponseRecorder, status int) {
	t.Helper()
	if got.Code != status || got.Body.Len() != 0 {
		t.Errorf("want an empty %d, got %d %q", status, got.Code, got.Body)
	}
	if w.queue.calls != 0 {
		t.Error("the queue was called")
	}
}

// logged is the last line of the log.
func (w world) logged(t testing.TB) map[string]any {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(w.log.String()), "\n")
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &line); err != nil {
		t.Fatal(err)
	}
	return line
}
