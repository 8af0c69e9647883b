// Package notify publishes to an SNS topic: for what people must hear although
// Slack, or the store, cannot be reached.
package notify

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	maxSubject = 99        // characters; SNS wants fewer than a hundred
	maxBody    = 256 << 10 // bytes
	more       = "..."     // where something was cut off
)

// Topic is where notices go. It may be used by many at once.
type Topic struct {
	client *sns.Client
	arn    string
}

// New makes a topic of a client and the topic's ARN. Nothing is called yet.
func New(c *sns.Client, topic string) *Topic { return &Topic{c, topic} }

// Publish sends a notice; those who listen may get it twice. What is too long is
// cut, visibly: the subject below 100 characters, the body at 256 KB. An empty body
// is of kind Invalid. Errors are *rollout.Error.
func (t *Topic) Publish(ctx context.Context, subject, body string) error {
	if strings.TrimSpace(body) == "" {
		return &rollout.Error{Kind: rollout.Invalid, Message: "A notice needs a text."}
	}
	in := &sns.PublishInput{TopicArn: &t.arn}
	body = cut(strings.ToValidUTF8(body, "?"), maxBody)
	in.Message = &body
	if s := headline(subject); s != "" {
		in.Subject = &s
	}
	if _, err := t.client.Publish(ctx, in); err != nil {
		return domain(err)
	}
	return nil
}

// headline is a subject as SNS takes it: printable ASCII that begins with a
// letter, a digit or punctuation.
func headline(s string) string {
	printable := strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7f:
			return ' '
		case r > '~':
			return '?'
		}
		return r
	}, s)
	return cut(strings.Join(strings.Fields(printable), " "), maxSubject)
}

// cut shortens s to so many bytes, between characters.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := limit - len(more)
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + more
}

// domain makes the service's error one that people understand.
func domain(err error) error {
	return failure.Call{
		Message: "The notice could not be published.",
		Cases: []failure.Case{
			{Codes: []string{"NotFound"}, Kind: rollout.NotFound, Hint: "Check the topic's ARN, and the region."},
			{Codes: []string{"AuthorizationError", "AccessDenied", "AccessDeniedException"}, Hint: "The function's role needs sns:Publish on the topic."},
			{Codes: []string{"InvalidParameter", "ParameterValueInvalid"}, Kind: rollout.Invalid},
			{Codes: []string{"Throttled", "KMSThrottling"}, Kind: rollout.Throttled},
		},
	}.Of(err)
}
