package functions

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// place is what worker and ticker have around them: table, queue and state machine
// in MiniStack; people, and the services' own functions, simulated.
type place struct {
	*world.World
	t       *testing.T
	aws     aws.Config
	store   *store.Store
	slack   *gate
	account *gate
	url     string // of the queue
	arn     string
	env     []string
}

func newPlace(t *testing.T) *place {
	t.Helper()
	t.Parallel()
	p := &place{t: t, aws: ministack.Open(t)}
	p.slack = newGate(t)
	file, err := os.ReadFile(policy)
	p.must(err)
	p.World, err = world.Open(t.Context(), world.Options{
		Dir: t.TempDir(), URL: p.slack.URL, Speed: 1, Seed: 7, Real: time.Now, Random: rand.Reader, Policy: file, Log: slog.New(slog.DiscardHandler),
	})
	p.must(err)
	t.Cleanup(func() { p.must(p.Close()) })
	p.slack.next = p.Handler()
	p.account = newGate(t)
	p.account.next = wire.Handler(p.Cloud, wire.Options{})
	p.store = deployed.Table(t, p.aws, "slipway")
	p.setUp()
	return p
}

// setUp makes the queue and the state machine, and the environment that names them.
func (p *place) setUp() {
	p.t.Helper()
	queues := sqs.NewFromConfig(p.aws)
	made, err := queues.CreateQueue(p.t.Context(), &sqs.CreateQueueInput{QueueName: aws.String("jobs.fifo"), Attributes: map[string]string{"FifoQueue": "true"}})
	p.must(err)
	p.url = *made.QueueUrl
	got, err := queues.GetQueueAttributes(p.t.Context(), &sqs.GetQueueAttributesInput{QueueUrl: &p.url, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameQueueArn}})
	p.must(err)
	p.arn = got.Attributes["QueueArn"]
	machine, err := sfn.NewFromConfig(p.aws).CreateStateMachine(p.t.Context(), &sfn.CreateStateMachineInput{
		Name: aws.String("slipway"), RoleArn: aws.String(ministack.Role),
		Definition: aws.String(`{"StartAt":"Tick","States":{"Tick":{"Type":"Wait","Seconds":86400,"End":true}}}`), // the tests tick
	})
	p.must(err)
	keys, err := p.aws.Credentials.Retrieve(p.t.Context())
	p.must(err)
	p.env = []string{
		"AWS_REGION=" + ministack.Region, "AWS_ACCESS_KEY_ID=" + keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY=nightingale-key", "AWS_SESSION_TOKEN=nightingale-session",
		"AWS_ENDPOINT_URL=" + *p.aws.BaseEndpoint, "AWS_ENDPOINT_URL_LAMBDA=" + p.account.URL,
		"AWS_ENDPOINT_URL_CLOUDWATCH=" + p.account.URL, "AWS_ENDPOINT_URL_ECR=" + p.account.URL,
		"SLIPWAY_CONFIG=" + policy, "SLIPWAY_QUEUE_URL=" + p.url, "SLIPWAY_TABLE=slipway", "SLIPWAY_STATE_MACHINE=" + *machine.StateMachineArn,
		"SLIPWAY_SLACK_URL=" + p.slack.URL, "SLIPWAY_LOG_LEVEL=debug", "SLIPWAY_CONTROL_RATE=10",
		"SLIPWAY_SECRETS=env:", "SLACK_BOT_TOKEN=" + p.Secrets.BotToken,
	}
}

// start starts the worker's program as one of its functions.
func (p *place) start(function string) *process {
	p.t.Helper()
	return start(p.t, "worker", []string{p.Secrets.BotToken, p.Secrets.SigningSecret}, append(p.env, "SLIPWAY_FUNCTION="+function))
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// done are the actions in the audit of checkout in an environment.
func (p *place) done(environment string) string {
	p.t.Helper()
	target := rollout.Target{Service: "checkout", Environment: environment}
	rows, err := p.store.Query(p.t.Context(), rollout.Query{Index: rollout.AuditIndex(target)})
	p.must(err)
	var all []string
	for _, row := range rows {
		e, err := rollout.Decode[rollout.Entry](row)
		p.must(err)
		all = append(all, e.Action)
	}
	return strings.Join(all, ", ")
}

// said are the texts about locks that everybody sees in checkout's channel, or all
// those that only ana does.
func (p *place) said(private bool) []string {
	p.t.Helper()
	var all []string
	for _, c := range p.Slack.View("U0ANA").Channels {
		for _, m := range c.Messages {
			if c.ID == "C0CHECKOUT" && m.Ephemeral == private && (private || strings.Contains(m.Text, reason)) {
				all = append(all, m.Text)
			}
		}
	}
	return all
}

// post is what lies on the queue now, as an event for the worker. It is taken off.
func (p *place) post() events.SQSEvent {
	p.t.Helper()
	client := sqs.NewFromConfig(p.aws)
	var e events.SQSEvent
	got, err := client.ReceiveMessage(p.t.Context(), &sqs.ReceiveMessageInput{
		QueueUrl: &p.url, MaxNumberOfMessages: 10, MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameAll},
	})
	p.must(err)
	for _, m := range got.Messages {
		e.Records = append(e.Records, events.SQSMessage{
			MessageId: *m.MessageId, Body: *m.Body, Attributes: m.Attributes, EventSource: "aws:sqs", EventSourceARN: p.arn, AWSRegion: ministack.Region,
		})
		_, err := client.DeleteMessage(p.t.Context(), &sqs.DeleteMessageInput{QueueUrl: &p.url, ReceiptHandle: m.ReceiptHandle})
		p.must(err)
	}
	return e
}

// gate lets requests pass to what is behind it, or holds one.
type gate struct {
	*httptest.Server
	next http.Handler

	mu      sync.Mutex
	path    string // which one is held
	carried bool   // it is held when it was carried out, and so its answer is
	held    chan struct{}
	refuse  int // how many more are told that they are too many
}

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{}
	g.Server = httptest.NewServer(g)
	t.Cleanup(g.Close)
	return g
}

// hold holds the next request of that path until its sender is gone, before or
// after it was carried out. The channel is closed when it is there.
func (g *gate) hold(path string, carried bool) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.path, g.carried, g.held = path, carried, make(chan struct{})
	return g.held
}

// throttle refuses the next requests, as Lambda's control plane does.
func (g *gate) throttle(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refuse = n
}

// ServeHTTP takes one request.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body) // only then it is seen that the sender is gone
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	g.mu.Lock()
	held, carried := g.held, g.carried
	if g.path == "" || r.URL.Path != g.path {
		held = nil
	} else {
		g.path = ""
	}
	refuse := g.refuse > 0
	if refuse {
		g.refuse--
	}
	g.mu.Unlock()
	switch {
	case refuse:
		w.Header().Set("X-Amzn-Errortype", "TooManyRequestsException")
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{}`)
	case held == nil:
		g.next.ServeHTTP(w, r)
	default:
		if carried {
			g.next.ServeHTTP(httptest.NewRecorder(), r)
		}
		close(held)
		<-r.Context().Done()
	}
}

// encode is JSON of what a test made itself.
func encode(t *testing.T, v any) string {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
