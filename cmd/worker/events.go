package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/logs"
)

// errForeign says that an event is not one that the function takes. It fails, so
// that whoever sent it finds it among its failures.
var errForeign = errors.New("this function takes jobs from its own queues, and nothing else")

// inbox is the worker's side of the queues.
type inbox struct {
	queues  []string // ARNs that jobs may come from
	handle  func(context.Context, job.Job)
	deliver func(ctx context.Context, noticeID string) error
}

// Handle takes one event of the runtime.
func (i inbox) Handle(ctx context.Context, raw json.RawMessage) (events.SQSEventResponse, error) {
	var e events.SQSEvent
	if err := json.Unmarshal(raw, &e); err != nil || len(e.Records) == 0 {
		return events.SQSEventResponse{}, fmt.Errorf("%w: it was sent %s", errForeign, kindOf(raw))
	}
	return queue.Handle(ctx, e, i.queues, i.open)
}

// open does what one message asks for. A parcel that is not understood stays an
// error, and so ends among the dead letters.
func (i inbox) open(ctx context.Context, m queue.Message) error {
	p, err := job.Unpack([]byte(m.Body))
	if err != nil {
		return err
	}
	ctx = logs.With(ctx, p.Correlation)
	if p.Notice != nil {
		return i.deliver(ctx, p.Notice.ID)
	}
	i.handle(ctx, *p.Job)
	return nil
}

// kindOf names a foreign event for the log, and nothing that is in it.
func kindOf(raw []byte) string {
	var e struct {
		Records []struct {
			EventSource string `json:"eventSource"`
		} `json:"Records"`
		Source string `json:"source"`
	}
	switch {
	case json.Unmarshal(raw, &e) != nil:
		return "something that is no event"
	case len(e.Records) > 0 && e.Records[0].EventSource == "aws:sns":
		return "an SNS notification"
	case strings.HasPrefix(e.Source, "aws."):
		return "an EventBridge event"
	default:
		return "an event of another kind"
	}
}

// outbox puts notices on the queue.
type outbox struct{ queue *queue.Queue }

// Send has a notice sent by the worker. Versions of one notice come in order.
func (o outbox) Send(ctx context.Context, id string, version int64) error {
	body, err := job.Pack(job.Parcel{Correlation: logs.Correlation(ctx), Notice: &job.Notice{ID: id, Version: version}})
	if err != nil {
		return err
	}
	err = o.queue.Send(ctx, queue.Message{ID: fmt.Sprintf("notice/%s/%d", id, version), Group: "notice/" + id, Body: string(body)})
	if err != nil {
		return fmt.Errorf("queue the notice %s: %w", id, err)
	}
	return nil
}

// queueARN is the ARN of a queue with that URL, as its messages name it.
func queueARN(region, url string) string {
	parts := strings.Split(url, "/")
	partition := "aws"
	switch {
	case strings.HasPrefix(region, "cn-"):
		partition = "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		partition = "aws-us-gov"
	}
	if len(parts) < 2 {
		return ""
	}
	return fmt.Sprintf("arn:%s:sqs:%s:%s:%s", partition, region, parts[len(parts)-2], parts[len(parts)-1])
}
