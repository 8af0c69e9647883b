package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/logs"
)

const (
	jobsARN = "arn:aws:sqs:eu-west-1:123456789012:jobs.fifo"
	deadARN = "arn:aws:sqs:eu-west-1:123456789012:dead.fifo"
)

// office is an inbox whose jobs and notices all fail.
type office struct {
	inbox
	given []string // ids of the jobs that were given up
	log   bytes.Buffer
}

func newOffice() *office {
	o := &office{}
	failing := errors.New("Slack is away")
	o.inbox = inbox{
		queues: []string{jobsARN}, dead: deadARN,
		handle:  func(context.Context, job.Job) error { return nil },
		giveUp:  func(ctx context.Context, j job.Job) { o.given = append(o.given, logs.Correlation(ctx)+" "+j.ID) },
		deliver: func(context.Context, string) error { return failing },
		log:     logs.New(&o.log, slog.LevelInfo, "worker"),
	}
	return o
}

// sent gives the messages that are to come again after a batch of these.
func (o *office) sent(t *testing.T, arn string, bodies ...string) []events.SQSBatchItemFailure {
	t.Helper()
	var e events.SQSEvent
	for _, b := range bodies {
		e.Records = append(e.Records, events.SQSMessage{
			MessageId: "message-1", EventSource: "aws:sqs", EventSourceARN: arn, Body: b,
			Attributes: map[string]string{"MessageGroupId": "g", "MessageDeduplicationId": "trigger.123"},
		})
	}
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	out, err := o.Handle(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	return out.BatchItemFailures
}

const (
	aJob    = `{"correlation":"req-1","job":{"id":"trigger.123","team":"T1","user":"UANA","channel":"C1","response_url":"https://hooks.slack.com/secret","received":"2026-11-23T12:00:00Z","command":{"command":"help","args":{}}}}`
	aNotice = `{"correlation":"req-1","notice":{"id":"01NOTICE","version":7}}`
	aRiddle = `{"job":{"id":"trigger.123","user":"UANA","token":"xoxb-canary"}}`
)

// faults.md E13
func TestADeadLetterIsToldOfAndNeverComesAgain(t *testing.T) {
	for name, c := range map[string]struct {
		body, given string
		logs        []string
	}{
		"a job":       {aJob, "req-1 trigger.123", nil},
		"a notice":    {aNotice, "", []string{`"level":"ERROR"`, `"message_id":"message-1"`, `"notice":"01NOTICE"`, `"version":7`, `"correlation_id":"req-1"`}},
		"no parcel":   {aRiddle, "", []string{`"level":"ERROR"`, "cannot be read"}},
		"no JSON":     {"xoxb-canary", "", []string{`"level":"ERROR"`, "cannot be read"}},
		"another one": {`{}`, "", []string{"cannot be read"}},
	} {
		o := newOffice()
		if again := o.sent(t, deadARN, c.body); len(again) != 0 {
			t.Errorf("%s: it comes again", name)
		}
		if strings.Join(o.given, ",") != c.given {
			t.Errorf("%s: given up: %v", name, o.given)
		}
		for _, want := range c.logs {
			if !strings.Contains(o.log.String(), want) {
				t.Errorf("%s: the log does not say %s: %s", name, want, &o.log)
			}
		}
		if log := o.log.String(); strings.Contains(log, "xoxb") || strings.Contains(log, "trigger.123") || strings.Contains(log, "hooks.slack.com") {
			t.Errorf("%s: the log tells what was in it: %s", name, log)
		}
	}
}

// News that could not be noted is the only job of which there is an error.
func TestAJobThatIsNotDoneComesAgain(t *testing.T) {
	o := newOffice()
	if again := o.sent(t, jobsARN, aJob); len(again) != 0 {
		t.Errorf("%d jobs come again that were done", len(again))
	}
	o.handle = func(context.Context, job.Job) error { return errors.New("the table is gone") }
	if again := o.sent(t, jobsARN, aJob); len(again) != 1 || !strings.Contains(o.log.String(), "the table is gone") {
		t.Errorf("%d jobs come again: %s", len(again), &o.log)
	}
}

func TestOnlyTheQueueOfDeadLettersMakesOne(t *testing.T) {
	o := newOffice()
	if again := o.sent(t, jobsARN, aNotice, aJob); len(again) != 2 || len(o.given) != 0 {
		t.Errorf("%d come again, given up: %v", len(again), o.given)
	}
	if o.sent(t, jobsARN, aRiddle); strings.Contains(o.log.String(), "token") {
		t.Errorf("the log tells what was in it: %s", &o.log)
	}
	o.dead = ""
	raw := `{"Records":[{"messageId":"1","eventSource":"aws:sqs","eventSourceARN":"` + deadARN + `","body":"{}"}]}`
	if _, err := o.Handle(t.Context(), json.RawMessage(raw)); err == nil {
		t.Error("a queue that nobody has named was read")
	}
}
