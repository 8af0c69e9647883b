package functions

import (
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// asks is ana's job with a command, as the front queues it. Her response_url does
// not work any more, so that she is told by a message that only she sees.
func (p *place) asks(id string, cmd grammar.Command) job.Job {
	p.t.Helper()
	body, err := grammar.Marshal(cmd)
	p.must(err)
	return job.Job{
		ID: id, Team: "T0SANDBOX", User: "U0ANA", Channel: "C0CHECKOUT", ResponseURL: p.slack.URL + "/response/nightingale", Received: time.Now(), Command: body,
	}
}

// reason is in every trace of a lock.
const reason = "nesting"

// lock is a command that changes something at once.
func lock(environment string) grammar.Command {
	return grammar.Lock{Target: grammar.Target{Service: "checkout", Environment: environment}, Reason: reason}
}

// event is a batch of jobs in the worker's queue, each in a group of its own.
func (p *place) event(jobs ...job.Job) events.SQSEvent {
	p.t.Helper()
	var e events.SQSEvent
	for n, j := range jobs {
		body, err := job.Pack(job.Parcel{Correlation: "req-7", Job: &j})
		p.must(err)
		e.Records = append(e.Records, p.record(n, fmt.Sprintf("group-%d", n), string(body)))
	}
	return e
}

// record is a message as Lambda gets it from SQS.
func (p *place) record(n int, group, body string) events.SQSMessage {
	return events.SQSMessage{
		MessageId: fmt.Sprintf("message-%d", n), ReceiptHandle: "handle", Body: body, EventSource: "aws:sqs", EventSourceARN: p.arn, AWSRegion: "us-east-1",
		Attributes: map[string]string{"ApproximateReceiveCount": "1", "MessageGroupId": group, "MessageDeduplicationId": fmt.Sprintf("id-%d", n)},
	}
}

// failures are the ids of the messages that are to come again.
func (p *process) failures(event any) []string {
	p.t.Helper()
	var got events.SQSEventResponse
	p.invoke(event, &got)
	ids := []string{}
	for _, f := range got.BatchItemFailures {
		ids = append(ids, f.ItemIdentifier)
	}
	return ids
}

// target is checkout in an environment.
func target(environment string) rollout.Target {
	return rollout.Target{Service: "checkout", Environment: environment}
}
