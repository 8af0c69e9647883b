package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/rollout"
)

// errForeign says that an event is not one that the function takes. It fails, so
// that whoever sent it finds it among its failures.
var errForeign = errors.New("this function takes jobs from its own queues, alarms and what its schedules ask for, and nothing else")

// errUnreadable stands for the error of a parcel that is not understood, which
// might tell what is in it.
var errUnreadable = errors.New("the parcel cannot be read")

// inbox is the worker's side of whatever sends it events.
type inbox struct {
	ears
	queues  []string // ARNs that jobs may come from
	dead    string   // ARN of the queue of dead letters; empty when there is none
	handle  func(context.Context, job.Job) error
	giveUp  func(context.Context, job.Job)
	deliver func(ctx context.Context, noticeID string) error
	log     *slog.Logger
}

// Handle takes one event of the runtime.
func (i inbox) Handle(ctx context.Context, raw json.RawMessage) (events.SQSEventResponse, error) {
	var e events.SQSEvent
	if err := json.Unmarshal(raw, &e); err != nil || len(e.Records) == 0 || e.Records[0].EventSource != "aws:sqs" {
		return events.SQSEventResponse{}, i.take(ctx, raw)
	}
	if i.dead != "" && e.Records[0].EventSourceARN == i.dead {
		return queue.Receiver{Queues: []string{i.dead}, Do: i.bury, Log: i.log}.Handle(ctx, e)
	}
	return queue.Receiver{Queues: i.queues, Do: i.open, Log: i.log}.Handle(ctx, e)
}

// open does what one message asks for. A parcel that is not understood stays an
// error, and so ends among the dead letters.
func (i inbox) open(ctx context.Context, m queue.Message) error {
	p, err := job.Unpack([]byte(m.Body))
	ctx = logs.With(ctx, p.Correlation)
	switch {
	case err != nil:
		err = errUnreadable
	case p.Notice != nil:
		err = i.deliver(ctx, p.Notice.ID)
	default:
		err = i.handle(ctx, *p.Job)
	}
	if err != nil {
		i.log.Log(ctx, alarming(err), "a message comes again, since it could not be done", "message_id", m.Name, "attempt", m.Attempt, "error", err)
	}
	return err
}

// alarming is how loudly the log tells of what has failed: that somebody else is at it,
// or wants to be left alone for a while, happens every day.
func alarming(err error) slog.Level {
	if rollout.IsKind(err, rollout.Throttled) || rollout.IsKind(err, rollout.Stale) {
		return slog.LevelInfo
	}
	return slog.LevelError
}

// bury tells of a message that failed again and again. It never fails: a dead
// letter that came back would come forever.
func (i inbox) bury(ctx context.Context, m queue.Message) error {
	p, err := job.Unpack([]byte(m.Body))
	ctx = logs.With(ctx, p.Correlation)
	switch {
	case err != nil:
		i.log.ErrorContext(ctx, "a dead letter was left unread", "message_id", m.Name, "error", errUnreadable)
	case p.Notice != nil:
		i.log.ErrorContext(ctx, "a notice was given up; the sweep sends it once more", "message_id", m.Name, "notice", p.Notice.ID, "version", p.Notice.Version)
	default:
		i.giveUp(ctx, *p.Job)
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
