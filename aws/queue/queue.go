// Package queue carries jobs over SQS FIFO queues: in order within a group, once
// for each id within five minutes, and urgent ones on a queue of their own.
package queue

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	maxBody = 256 << 10 // bytes
	maxID   = 128       // characters of an id or a group
)

// Message is what is sent and received.
type Message struct {
	ID      string // the same message can be sent again under it, and counts once; hashed on the way when it is long or odd
	Group   string // messages of a group come in order; hashed like ID
	Body    string // 1 byte to 256 KB of text
	Urgent  bool   // goes by the urgent queue; not set on what is received
	Attempt int    // on what is received: 1 for the first time
}

// Options say where the queues are.
type Options struct {
	URL    string
	Urgent string // the queue of urgent messages; empty: the same one
}

// Queue sends messages. It may be used by many at once.
type Queue struct {
	client *sqs.Client
	o      Options
}

// New makes a queue of a client. Nothing is called yet.
func New(c *sqs.Client, o Options) *Queue {
	if o.Urgent == "" {
		o.Urgent = o.URL
	}
	return &Queue{client: c, o: o}
}

// input is the call that sends m, or a *rollout.Error of kind Invalid.
func (q *Queue) input(m Message) (*sqs.SendMessageInput, error) {
	switch {
	case m.ID == "" || m.Group == "":
		return nil, invalid("a message has no id or no group")
	case m.Body == "":
		return nil, invalid("a message is empty")
	case len(m.Body) > maxBody:
		return nil, invalid("a message is larger than 256 KB")
	}
	url := q.o.URL
	if m.Urgent {
		url = q.o.Urgent
	}
	return &sqs.SendMessageInput{
		QueueUrl: &url, MessageBody: &m.Body,
		MessageDeduplicationId: aws.String(fit(m.ID)), MessageGroupId: aws.String(fit(m.Group)),
	}, nil
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
