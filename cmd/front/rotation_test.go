package main

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// outside is what the front calls, and its clock.
type outside struct {
	t      *testing.T
	server *httptest.Server
	log    strings.Builder

	mu     sync.Mutex
	at     time.Time
	secret map[string]string // nil: it cannot be read
	read   int               // how often it was read
	sent   int               // messages
}

func newOutside(t *testing.T) *outside {
	t.Helper()
	o := &outside{t: t, at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	o.server = httptest.NewServer(o)
	t.Cleanup(o.server.Close)
	return o
}

// ServeHTTP plays Secrets Manager and SQS.
func (o *outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var in struct{ MessageBody string }
	_ = json.NewDecoder(r.Body).Decode(&in) // only messages have one
	var out any
	switch target := r.Header.Get("X-Amz-Target"); {
	case target == "AmazonSQS.SendMessage":
		o.sent++
		sum := md5.Sum([]byte(in.MessageBody))
		out = map[string]string{"MessageId": "1", "MD5OfMessageBody": hex.EncodeToString(sum[:])}
	case target == "secretsmanager.GetSecretValue" && o.secret != nil:
		o.read++
		value, err := json.Marshal(o.secret)
		if err != nil {
			o.t.Error(err)
		}
		out = map[string]string{"SecretString": string(value)}
	default:
		w.WriteHeader(http.StatusBadRequest)
		out = map[string]string{"__type": "AccessDeniedException"}
	}
	_ = json.NewEncoder(w).Encode(out) // the front sees what is missing
}

func (o *outside) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.at
}

// pass lets time pass.
func (o *outside) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.at = o.at.Add(d)
}

// keep makes it the secret; current and previous one.
func (o *outside) keep(secrets ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.secret = nil
	for i, s := range secrets {
		if i == 0 {
			o.secret = map[string]string{"SLACK_SIGNING_SECRET": s}
		} else {
			o.secret["SLACK_SIGNING_SECRET_PREVIOUS"] = s
		}
	}
}

func (o *outside) open() (answer, error) { return o.openWith(nil) }

// openWith starts the front with some variables changed.
func (o *outside) openWith(variables map[string]string) (answer, error) {
	env := map[string]string{
		"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": o.server.URL,
		"SLIPWAY_CONFIG": "../../tests/deployed/testdata/slipway.yaml", "SLIPWAY_SECRETS": "secretsmanager:slipway",
		"SLIPWAY_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo",
	}
	maps.Copy(env, variables)
	var environ []string
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	return open(o.t.Context(), world{environ: environ, env: func(name string) string { return env[name] }, now: o.now, out: &o.log})
}

// command is the status of the answer to a command that is signed by the secret.
func (o *outside) command(f answer, secret string) int {
	o.t.Helper()
	body := url.Values{
		"team_id": {"T0SANDBOX"}, "api_app_id": {"A0SANDBOX"}, "user_id": {"U0ANA"}, "channel_id": {"C0CHECKOUT"},
		"command": {"/deploy"}, "text": {"status"}, "trigger_id": {"1.2.3"},
	}.Encode()
	stamp, signature := slack.Sign(secret, time.Now(), []byte(body)) // judged by the machine's own clock
	got, err := f(o.t.Context(), events.APIGatewayProxyRequest{
		HTTPMethod: http.MethodPost, Path: "/slack/commands", Body: body,
		Headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded", "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature},
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return got.StatusCode
}

// wants holds the answers to two secrets against what they should be.
func (o *outside) wants(f answer, old, new int) {
	o.t.Helper()
	if gotOld, gotNew := o.command(f, "old"), o.command(f, "new"); gotOld != old || gotNew != new {
		o.t.Errorf("the old secret gets %d, the new one %d; want %d and %d", gotOld, gotNew, old, new)
	}
}

// faults.md A18: through all of a rotation, by one process that lives on.
func TestASecretThatIsRotatedIsTakenUpByWhoeverIsRunning(t *testing.T) {
	o := newOutside(t)
	o.keep("old")
	f, err := o.open()
	if err != nil {
		t.Fatal(err)
	}
	o.wants(f, 200, 401)
	o.keep("new", "old")
	o.wants(f, 200, 401) // it has not looked yet
	o.pass(15 * time.Minute)
	o.wants(f, 200, 200)
	o.keep("new")
	o.pass(15 * time.Minute)
	o.wants(f, 401, 200)
	if o.read != 3 {
		t.Errorf("the secret was read %d times", o.read)
	}
}

func TestWithoutSecretsThatAreFreshEnoughNobodyIsLetIn(t *testing.T) {
	o := newOutside(t)
	o.keep("old")
	f, err := o.open()
	if err != nil {
		t.Fatal(err)
	}
	o.keep() // they cannot be read any more
	o.pass(30 * time.Minute)
	o.wants(f, 200, 401)
	o.pass(time.Hour)
	before := o.sent
	o.wants(f, 503, 503)
	if o.sent != before || !strings.Contains(o.log.String(), "nobody is let in") {
		t.Errorf("%d messages, log %s", o.sent-before, o.log.String())
	}
	o.keep("new")
	o.pass(time.Minute)
	o.wants(f, 401, 200)
}

func TestAFrontWithoutASecretDoesNotOpen(t *testing.T) {
	o := newOutside(t)
	if _, err := o.open(); err == nil {
		t.Error("no error")
	}
}
