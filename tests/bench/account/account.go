// Package account is an AWS account on this machine that counts: what the bot's
// functions need of it, fast enough to measure them, each call told by service and
// operation. Lambda, CloudWatch and ECR are the simulated account, DynamoDB is a
// table in memory; the rest just says yes.
package account

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/bench/dynamo"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// Call is one kind of call. Slack's and what is no operation have their method and
// path as one. By is the access key of whoever called; Slack is called without one.
type Call struct{ By, Service, Operation string }

// Account is an account with one of everything.
type Account struct {
	Table *dynamo.Table
	URL   string // of everything but the queue
	Queue string // URL of the FIFO queue; another host, as in AWS
	Slack string // origin of the workspace

	Urgent string // URL of the queue of rollbacks, for whoever has one

	secret    string
	around    Around
	queueHost string
	servers   []*httptest.Server

	mu         sync.Mutex
	counts     map[Call]int
	messages   []Message
	executions []string
	posts      int
}

// Message is one on a queue.
type Message struct{ Queue, Group, Body string }

// Around is what an account may have between itself and its callers, and instead of
// its workspace that says yes; each may be nil.
type Around struct {
	Line  func(c Call, next http.Handler) http.Handler // carries each request
	Slack http.Handler
}

// Open starts an account with these functions, which keeps that secret.
func Open(functions *cloud.Account, secret string) *Account {
	return OpenAmid(functions, secret, Around{})
}

// OpenAmid is Open with something around the account.
func OpenAmid(functions *cloud.Account, secret string, around Around) *Account {
	a := &Account{Table: dynamo.New(), secret: secret, around: around, counts: map[Call]int{}}
	if around.Slack == nil {
		a.around.Slack = http.HandlerFunc(a.workspace)
	}
	serve := func(h http.Handler) string {
		s := httptest.NewServer(h)
		a.servers = append(a.servers, s)
		return s.URL
	}
	backend := a.backend(wire.Handler(functions, wire.Options{}))
	a.URL = serve(a.counting("", backend))
	a.queueHost = serve(a.counting("SQS", backend))
	a.Queue, a.Urgent = a.queueHost+"/123456789012/slipway.fifo", a.queueHost+"/123456789012/urgent.fifo"
	a.Slack = serve(a.counting("Slack", a.around.Slack))
	return a
}

// Close stops it.
func (a *Account) Close() {
	for _, s := range a.servers {
		s.Close()
	}
}

// QueueHost is the origin of the queue's URL.
func (a *Account) QueueHost() string { return a.queueHost }

// Counts are the calls so far.
func (a *Account) Counts() Counts {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.counts)
}

// Take gives the messages that lie on the queue, and takes them off.
func (a *Account) Take() []Message {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := a.messages
	a.messages = nil
	return out
}

// Executions are the inputs of the executions that were started.
func (a *Account) Executions() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string{}, a.executions...)
}

// counting counts each request before it is answered. An empty service is told by
// the request.
func (a *Account) counting(service string, h http.Handler) http.Handler {
	name := faulty.Names()
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		q.Body = io.NopCloser(bytes.NewReader(body))
		c := Call{By: keyOf(q), Service: service, Operation: name(q, body)}
		if service == "" {
			c.Service = serviceOf(q)
		}
		a.mu.Lock()
		a.counts[c]++
		a.mu.Unlock()
		next := h
		if a.around.Line != nil {
			next = a.around.Line(c, h)
		}
		next.ServeHTTP(w, q)
	})
}

// keyOf is the access key that a request is signed with.
func keyOf(q *http.Request) string {
	_, rest, _ := strings.Cut(q.Header.Get("Authorization"), "Credential=")
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// serviceOf tells the service from what its protocol has.
func serviceOf(q *http.Request) string {
	target, _, _ := strings.Cut(q.Header.Get("X-Amz-Target"), ".")
	switch {
	case strings.HasPrefix(q.URL.Path, "/service/"):
		return "CloudWatch"
	case strings.Contains(q.URL.Path, "/functions/"):
		return "Lambda"
	case strings.HasPrefix(target, "DynamoDB"):
		return "DynamoDB"
	case strings.HasPrefix(target, "AmazonEC2ContainerRegistry"):
		return "ECR"
	case target == "AWSStepFunctions":
		return "Step Functions"
	case target == "secretsmanager":
		return "Secrets Manager"
	case strings.HasPrefix(target, "Logs"):
		return "Logs"
	case target == "" && q.URL.Path == "/":
		return "SNS"
	default:
		return "unknown"
	}
}
