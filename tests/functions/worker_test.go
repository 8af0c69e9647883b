package functions

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands/grammar"
)

func TestAJobOfItsOwnQueueIsDoneAnsweredAndAnnounced(t *testing.T) {
	p := newPlace(t)
	w := p.start("worker")
	if again := w.failures(p.event(p.asks("nightingale.1", lock("prod")))); len(again) > 0 {
		t.Fatalf("%v come again: %s", again, w.Log())
	}
	if got := p.done("prod"); got != "locked" {
		t.Errorf("the audit says %s", got)
	}
	post := p.post()
	if again := w.failures(post); len(post.Records) != 1 || len(again) > 0 {
		t.Fatalf("%d notices, %v come again: %s", len(post.Records), again, w.Log())
	}
	if everybody := p.said(false); len(everybody) != 1 {
		t.Errorf("everybody sees %q", everybody)
	}
	for _, line := range w.lines() {
		if line["correlation_id"] != "req-7" && line["message"] != "stopped" {
			t.Errorf("a line without its request: %v", line)
		}
	}
}

// faults.md C10: an event is never taken for what it is not.
func TestAnEventOfAnotherKindIsRefusedByTheNameOfItsKind(t *testing.T) {
	p := newPlace(t)
	w, job := p.start("worker"), p.event(p.asks("1", lock("prod")))
	from := func(source, arn string) events.SQSEvent {
		e := p.event(p.asks("1", lock("prod")))
		e.Records[0].EventSource, e.Records[0].EventSourceARN = source, arn
		return e
	}
	mixed := p.event(p.asks("1", lock("prod")), p.asks("2", lock("staging")))
	mixed.Records[1].EventSourceARN = "arn:aws:sqs:us-east-1:123456789012:other.fifo"
	for name, c := range map[string]struct {
		event any
		says  string
	}{
		"SNS, but no alarm":        {events.SNSEvent{Records: []events.SNSEventRecord{{EventSource: "aws:sns", SNS: events.SNSEntity{Type: "Notification", Message: "nightingale"}}}}, "not the JSON of an alarm"},
		"a kind of its own":        {`{"Records":[{"EventSource":"aws:sns"}],"source":"aws.cloudwatch","alarmArn":"nightingale"}`, "an SNS notification"},
		"EventBridge":              {events.CloudWatchEvent{Source: "aws.cloudwatch", DetailType: "nightingale", Detail: []byte(encode(t, job))}, "an EventBridge event"},
		"Scheduler":                {events.CloudWatchEvent{Source: "aws.scheduler", DetailType: "Scheduled Event", Detail: []byte("{}")}, "a schedule's event"},
		"API Gateway":              {request("/slack/commands", encode(t, job), "nightingale", time.Now()), "a request of API Gateway's"},
		"a task":                   {`{"do":"tick","rollout":"nightingale"}`, "a task for the ticker"},
		"a list":                   {`["nightingale"]`, "something that is no event"},
		"nothing":                  {`{}`, "an event of another kind"},
		"another queue":            {from("aws:sqs", "arn:aws:sqs:us-east-1:123456789012:other.fifo"), "not allowed"},
		"the queue, by somebody":   {from("aws:kinesis", p.arn), "an event of another kind"},
		"one message of elsewhere": {mixed, "not allowed"},
	} {
		if got := w.refused(c.event); !strings.Contains(got, c.says) || strings.Contains(got, songbird) {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := p.done("prod") + p.done("staging"); got != "" {
		t.Errorf("something was done: %s", got)
	}
	if again := w.failures(job); len(again) > 0 || p.done("prod") != "locked" {
		t.Errorf("it does not go on afterwards: %v", again)
	}
}

func TestWhatFailsComesAgainWithWhatIsBehindItAndNothingElse(t *testing.T) {
	p := newPlace(t)
	w := p.start("worker")
	e := p.event(p.asks("1", lock("prod")), p.asks("2", lock("staging")), p.asks("3", grammar.Status{}))
	e.Records[0].Body = `{"job":{},"sudo":true}`
	e.Records[2].Attributes["MessageGroupId"] = e.Records[0].Attributes["MessageGroupId"]
	if again := w.failures(e); !slices.Equal(again, []string{"message-0", "message-2"}) {
		t.Errorf("%v come again", again)
	}
	if p.done("prod") != "" || p.done("staging") != "locked" {
		t.Errorf("prod: %s; staging: %s", p.done("prod"), p.done("staging"))
	}
	if line := w.logged("a message comes again, since it could not be done"); line["level"] != "ERROR" {
		t.Errorf("the log says %v", line)
	}
}

func TestANoticeThatSlackDoesNotTakeComesAgain(t *testing.T) {
	p := newPlace(t)
	w := p.start("worker")
	w.failures(p.event(p.asks("1", lock("prod"))))
	post := p.post()
	p.Slack.Fail("chat.postMessage", "internal_error", 1)
	if again := w.failures(post); len(again) != 1 || len(p.said(false)) != 0 {
		t.Fatalf("%v come again, everybody sees %q", again, p.said(false))
	}
	if again := w.failures(post); len(again) != 0 || len(p.said(false)) != 1 {
		t.Fatalf("%v come again, everybody sees %q", again, p.said(false))
	}
}

// faults.md E12: once by the same process, and by two at the same time.
func TestAJobThatIsDeliveredTwiceIsDoneOnce(t *testing.T) {
	p := newPlace(t)
	workers := []*process{p.start("worker"), p.start("worker")}
	first := p.event(p.asks("nightingale.1", lock("prod")))
	for range 2 {
		workers[0].failures(first)
	}
	var both sync.WaitGroup
	second := p.event(p.asks("nightingale.2", lock("staging")))
	for _, w := range workers {
		both.Go(func() {
			if _, err := w.Invoke(t.Context(), []byte(encode(t, second))); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if p.done("prod") != "locked" || p.done("staging") != "locked" {
		t.Errorf("prod: %s; staging: %s", p.done("prod"), p.done("staging"))
	}
	post := p.post()
	for _, w := range workers {
		both.Go(func() {
			if _, err := w.Invoke(t.Context(), []byte(encode(t, post))); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if everybody := p.said(false); len(post.Records) != 2 || len(everybody) != 2 {
		t.Errorf("of %d notices everybody sees %q", len(post.Records), everybody)
	}
}

// faults.md E12: it lay on the queue for hours. Whoever asked does not expect it
// any more, and a rollback would not wait for so long; so nothing is begun.
func TestAJobThatComesHoursLateIsRefused(t *testing.T) {
	p := newPlace(t)
	w := p.start("worker")
	j := p.asks("nightingale.1", lock("prod"))
	j.Received = j.Received.Add(-6 * time.Hour)
	if again := w.failures(p.event(j)); len(again) > 0 || p.done("prod") != "" {
		t.Errorf("%v come again, the audit says %s", again, p.done("prod"))
	}
	if told := p.said(true); len(told) != 1 || !strings.Contains(told[0], "ten minutes after you asked") {
		t.Errorf("ana sees %q", told)
	}
}

// killedIn gives a process an event, and kills it when a request of that path is held.
func (p *place) killedIn(event any, path string, carried bool) {
	p.t.Helper()
	w, held, over := p.start("worker"), p.slack.hold(path, carried), make(chan error, 1)
	go func() {
		_, err := w.Invoke(context.Background(), []byte(encode(p.t, event)))
		over <- err
	}()
	select {
	case <-held:
		w.Stop()
		if err := <-over; err == nil {
			p.t.Error("the dead answer")
		}
	case err := <-over:
		p.t.Fatalf("it did not come to %s: %v\n%s", path, err, w.Log())
	case <-time.After(20 * time.Second):
		p.t.Fatalf("it never came to %s: %s", path, w.Log())
	}
}

// faults.md E11
func TestAJobWhoseWorkerIsKilledIsDoneOnceByTheNext(t *testing.T) {
	for path, answers := range map[string]int{
		"/api/users.info":         1, // nothing was done
		"/response/nightingale":   0, // it was done; the channel tells
		"/api/chat.postEphemeral": 0,
	} {
		t.Run(path, func(t *testing.T) {
			p := newPlace(t)
			e := p.event(p.asks("nightingale.1", lock("prod")))
			p.killedIn(e, path, false)
			e.Records[0].Attributes["ApproximateReceiveCount"] = "2"
			w := p.start("worker")
			if again := w.failures(e); len(again) > 0 || p.done("prod") != "locked" {
				t.Errorf("%v come again, the audit says %s", again, p.done("prod"))
			}
			if told := p.said(true); len(told) != answers {
				t.Errorf("ana sees %q", told)
			}
			if again := w.failures(p.post()); len(again) > 0 || len(p.said(false)) != 1 {
				t.Errorf("%v come again, everybody sees %q", again, p.said(false))
			}
		})
	}
}

// faults.md E11, B17
func TestANoticeWhoseWorkerIsKilledIsPostedOnceByTheNext(t *testing.T) {
	for _, carried := range []bool{false, true} {
		t.Run(fmt.Sprintf("carried out %v", carried), func(t *testing.T) {
			p := newPlace(t)
			p.start("worker").failures(p.event(p.asks("nightingale.1", lock("prod"))))
			post := p.post()
			p.killedIn(post, "/api/chat.postMessage", carried)
			if again := p.start("worker").failures(post); len(again) > 0 {
				t.Errorf("%v come again", again)
			}
			if everybody := p.said(false); len(everybody) != 1 {
				t.Errorf("everybody sees %q", everybody)
			}
		})
	}
}

func TestAWorkerWithoutATokenDoesNotStart(t *testing.T) {
	p := newPlace(t)
	p.env = slices.DeleteFunc(p.env, func(v string) bool { return strings.HasPrefix(v, "SLACK_BOT_TOKEN=") })
	says(t, p.start("worker").problems(), "SLACK_BOT_TOKEN is empty")
}

func TestAWorkerThatIsAskedToEndDoesSoWithItsLastLine(t *testing.T) {
	p := newPlace(t)
	for _, function := range []string{"worker", "ticker"} {
		w := p.start(function)
		w.refused(`{}`)
		w.must(w.Terminate())
		<-w.Exited()
		lines := w.lines()
		last := lines[len(lines)-1]
		if diff := cmp.Diff([]any{0, "stopped", function}, []any{w.Code(), last["message"], last["function"]}); diff != "" {
			t.Error(diff)
		}
	}
}
