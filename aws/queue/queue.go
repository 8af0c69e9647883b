// Package queue carries jobs over SQS FIFO queues: in order within a group, once
// for each id within five minutes, and urgent ones on a queue of their own.
package queue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/call"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	maxBody = 256 << 10 // bytes
	maxID   = 128       // characters of an id or a group
)

// Message is what is sent and received.
type Message struct {
	Name    string // SQS's own name of it, for the log; only on what is received
	ID      string // the same message can be sent again under it, and counts once; hashed on the way when it is long or odd
	Group   string // messages of a group come in order; hashed like ID
	Body    string // 1 byte to 256 KB of text
	Urgent  bool   // goes by the urgent queue; not set on what is received
	Attempt int    // on what is received: 1 for the first time
}

// Options say where the queues are.
type Options struct {
	URL    string
	Urgent string           // the queue of urgent messages; empty: the same one
	Now    func() time.Time // the clock; required
}

// Queue sends messages. It may be used by many at once.
type Queue struct {
	service *call.Caller
	client  aws.HTTPClient
	o       Options
}

// New makes a queue of a configuration. Nothing is called yet.
func New(cfg aws.Config, o Options) *Queue {
	if o.Urgent == "" {
		o.Urgent = o.URL
	}
	sqs := call.Service{ID: "SQS", Name: "sqs", Target: "AmazonSQS", Version: "1.0"}
	return &Queue{service: call.New(cfg, sqs, o.Now), client: cfg.HTTPClient, o: o}
}

// Host is the host that Send calls, with its port when it has one.
func (q *Queue) Host(ctx context.Context) (string, error) { return q.service.Host(ctx) }

// input is what SendMessage takes.
type input struct {
	QueueURL    string `json:"QueueUrl"`
	MessageBody string `json:"MessageBody"`
	ID          string `json:"MessageDeduplicationId"`
	Group       string `json:"MessageGroupId"`
}

// input is the call that sends m, or a *rollout.Error of kind Invalid.
func (q *Queue) input(m Message) (input, error) {
	switch {
	case m.ID == "" || m.Group == "":
		return input{}, invalid("a message has no id or no group")
	case m.Body == "":
		return input{}, invalid("a message is empty")
	case len(m.Body) > maxBody:
		return input{}, invalid("a message is larger than 256 KB")
	case !utf8.ValidString(m.Body):
		return input{}, invalid("a message is not text") // and would not come out as it went in
	}
	in := input{QueueURL: q.o.URL, MessageBody: m.Body, ID: fit(m.ID), Group: fit(m.Group)}
	if m.Urgent {
		in.QueueURL = q.o.Urgent
	}
	return in, nil
}

func invalid(why string) error {
	return &rollout.Error{Kind: rollout.Invalid, Message: "This cannot be queued.", Err: errors.New(why)}
}

// fit leaves what SQS takes for an id as it is, and hashes the rest: printable
// ASCII without blanks, 128 characters.
func fit(s string) string {
	odd := func(r rune) bool { return r <= ' ' || r > '~' }
	if len(s) <= maxID && strings.IndexFunc(s, odd) < 0 {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
