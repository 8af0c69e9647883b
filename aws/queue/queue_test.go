package queue_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

const send = "SendMessage"

// account has one FIFO queue, and a wire on which things go wrong.
type account struct {
	config aws.Config
	client *sqs.Client
	wire   *faulty.Transport
	url    string
}

// queue is ours, of that account; urgent may be empty.
func (a account) queue(urgent string) *queue.Queue {
	return queue.New(a.config, queue.Options{URL: a.url, Urgent: urgent, Now: time.Now})
}

func open(t *testing.T) account {
	t.Helper()
	cfg, wire := faulty.Under(ministack.Open(t))
	a := account{config: cfg, client: sqs.NewFromConfig(cfg), wire: wire}
	a.url = a.create(t, "jobs.fifo")
	return a
}

func (a account) create(t *testing.T, name string) string {
	t.Helper()
	got, err := a.client.CreateQueue(t.Context(), &sqs.CreateQueueInput{QueueName: &name, Attributes: map[string]string{"FifoQueue": "true"}})
	if err != nil {
		t.Fatal(err)
	}
	return *got.QueueUrl
}

// bodies are what waits in a queue, in order.
func (a account) bodies(t *testing.T, url string) []string {
	t.Helper()
	var all []string
	for _, m := range a.receive(t, url) {
		all = append(all, *m.Body)
	}
	return all
}

func (a account) receive(t *testing.T, url string) []types.Message {
	t.Helper()
	got, err := a.client.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: &url, MaxNumberOfMessages: 10,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{"All"}})
	if err != nil {
		t.Fatal(err)
	}
	return got.Messages
}

func message(id string) queue.Message {
	return queue.Message{ID: id, Group: "prod/checkout", Body: "body of " + id}
}

func TestMessagesOfAGroupComeInOrderAndUnderTheirNames(t *testing.T) {
	a := open(t)
	q := a.queue("")
	for _, id := range []string{"1", "2", "3"} {
		if err := q.Send(t.Context(), message(id)); err != nil {
			t.Fatal(err)
		}
	}
	got := a.receive(t, a.url)
	if len(got) != 3 {
		t.Fatalf("%d messages", len(got))
	}
	for i, m := range got {
		id := string(rune('1' + i))
		want := []string{"body of " + id, id, "prod/checkout"}
		if diff := cmp.Diff(want, []string{*m.Body, m.Attributes["MessageDeduplicationId"], m.Attributes["MessageGroupId"]}); diff != "" {
			t.Error(diff)
		}
	}
}

func TestUrgentMessagesHaveAQueueOfTheirOwn(t *testing.T) {
	a := open(t)
	urgent := a.create(t, "urgent.fifo")
	m := message("1")
	m.Urgent = true
	if err := a.queue(urgent).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := a.bodies(t, urgent); len(got) != 1 || len(a.bodies(t, a.url)) != 0 {
		t.Errorf("%v in the urgent queue", got)
	}
	m.ID = "2"
	if err := a.queue("").Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := a.bodies(t, a.url); len(got) != 1 {
		t.Errorf("without one it went elsewhere: %v", got)
	}
}

// faults.md G2, for the queue: what was stored without our knowing is not stored twice
func TestAMessageIsThereOnceWhateverHappensOnTheWay(t *testing.T) {
	for name, faults := range map[string][]faulty.Fault{
		"its reply is lost":          {faulty.LoseReply},
		"the request is lost":        {faulty.LoseRequest},
		"it is carried twice":        {faulty.Twice},
		"both, and the service down": {faulty.LoseReply, faulty.LoseRequest, faulty.Answer(503, "ServiceUnavailable", ""), faulty.LoseReply},
		"the service is busy":        {faulty.Answer(400, "ThrottlingException", ""), faulty.Answer(400, "ThrottlingException", "")},
	} {
		t.Run(name, func(t *testing.T) {
			a := open(t)
			a.wire.On(send, faults...)
			if err := a.queue("").Send(t.Context(), message("1")); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"body of 1"}, a.bodies(t, a.url)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAReplyThatDoesNotSayWhatWasStoredIsNone(t *testing.T) {
	for name, reply := range map[string]string{
		"nothing": "<html>", "neither an id nor a sum": `{}`, "the sum of something else": `{"MD5OfMessageBody":"900150983cd24fb0d6963f7d28e17f72"}`,
	} {
		t.Run(name, func(t *testing.T) {
			a := open(t)
			a.wire.On(send, replaced(reply))
			if err := a.queue("").Send(t.Context(), message("1")); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"body of 1"}, a.bodies(t, a.url)); diff != "" || a.wire.Count(send) != 2 {
				t.Errorf("%d calls, %s", a.wire.Count(send), diff)
			}
		})
	}
}

func TestAReplyWithoutASumIsTakenByItsID(t *testing.T) {
	a := open(t)
	a.wire.On(send, replaced(`{"MessageId":"m"}`))
	if err := a.queue("").Send(t.Context(), message("1")); err != nil || a.wire.Count(send) != 1 {
		t.Errorf("%d calls, %v", a.wire.Count(send), err)
	}
}

// replaced carries a call out and gives another reply.
func replaced(reply string) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		got, err := c.Send()
		if err != nil {
			return nil, err
		}
		_ = got.Body.Close()
		got.Body, got.ContentLength = io.NopCloser(strings.NewReader(reply)), int64(len(reply))
		return got, nil
	}
}

// MiniStack takes any id, so what goes over the wire is looked at, too.
func TestAnIDThatSQSWouldNotTakeStillCountsOnce(t *testing.T) {
	a := open(t)
	q := a.queue("")
	m := queue.Message{ID: "ü " + strings.Repeat("x", 200), Group: "ein Dienst", Body: "b"}
	a.wire.Always(send, func(c faulty.Call) (*http.Response, error) {
		var in struct{ MessageDeduplicationId, MessageGroupId string }
		if err := json.Unmarshal(c.Body, &in); err != nil || in.MessageDeduplicationId != queue.Fit(m.ID) || in.MessageGroupId != queue.Fit(m.Group) {
			t.Errorf("sent as %+v, %v", in, err)
		}
		return c.Send()
	})
	for range 2 {
		if err := q.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if got := a.bodies(t, a.url); len(got) != 1 {
		t.Errorf("%d messages", len(got))
	}
}

// script is a queue without a service behind it: every call meets these faults,
// the last one for ever.
func script(faults ...faulty.Fault) (*queue.Queue, *faulty.Transport) {
	wire := faulty.New(nil)
	last := len(faults) - 1
	wire.On(send, faults[:last]...)
	wire.Always(send, faults[last])
	return queue.New(aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:1"), HTTPClient: &http.Client{Transport: wire}, Credentials: keys(),
	}, queue.Options{URL: "http://q", Now: time.Now}), wire
}

func keys() aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "key"}, nil
	})
}

// DESIGN.md: the front promises nothing that it has not stored, and says when it does not know
func TestAnErrorTellsWhetherTheMessageMayBeStored(t *testing.T) {
	denied := faulty.Answer(403, "AccessDenied", "")
	down := faulty.Answer(500, "InternalError", "")
	for _, c := range []struct {
		name   string
		faults []faulty.Fault
		stored bool // perhaps
		kind   rollout.Kind
		calls  int // 0: until the time is over
	}{
		{"refused at once", []faulty.Fault{denied}, false, rollout.Broken, 1},
		{"no such queue", []faulty.Fault{faulty.Answer(400, "QueueDoesNotExist", "")}, false, rollout.NotFound, 1},
		{"a body that SQS does not take", []faulty.Fault{faulty.Answer(400, "InvalidMessageContents", "")}, false, rollout.Invalid, 1},
		{"busy for good", []faulty.Fault{faulty.Answer(400, "ThrottlingException", "")}, false, rollout.Throttled, 3},
		{"busy by status", []faulty.Fault{faulty.Answer(429, "Whatever", "")}, false, rollout.Throttled, 1},
		{"never sent", []faulty.Fault{faulty.LoseRequest}, false, rollout.Broken, 3},
		{"failing for good", []faulty.Fault{down}, true, rollout.Broken, 0},
		{"failing, then refused", []faulty.Fault{down, denied}, true, rollout.Broken, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, wire := script(c.faults...)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if c.calls == 0 {
				time.AfterFunc(700*time.Millisecond, cancel)
			}
			err := q.Send(ctx, message("1"))
			if !rollout.IsKind(err, c.kind) || errors.Is(err, context.DeadlineExceeded) != c.stored {
				t.Errorf("error %v", err)
			}
			if n := wire.Count(send); c.calls > 0 && n != c.calls || n < 2 && c.calls == 0 {
				t.Errorf("%d calls", n)
			}
		})
	}
}

func TestAMissingRightIsNamed(t *testing.T) {
	q, _ := script(faulty.Answer(403, "AccessDenied", ""))
	var e *rollout.Error
	if err := q.Send(t.Context(), message("1")); !errors.As(err, &e) || !strings.Contains(e.Hint, "sqs:SendMessage") {
		t.Errorf("error %v", err)
	}
}

// faults.md A16: the context ends while the service is silent
func TestASilentServiceMayHaveStoredIt(t *testing.T) {
	q := silent(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := q.Send(ctx, message("1")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

func TestACancelledSendMayHaveStoredItToo(t *testing.T) {
	q := silent(t)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	if err := q.Send(ctx, message("1")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

func TestWhatWasNeverSentIsNotStoredThoughTimeRanOut(t *testing.T) {
	q := silent(t)
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	if err := q.Send(ctx, message("1")); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

func TestWhatCannotBeQueuedIsRefusedBeforeTheCall(t *testing.T) {
	q, wire := script(faulty.LoseRequest)
	for name, m := range map[string]queue.Message{
		"no id": {Group: "g", Body: "b"}, "no group": {ID: "i", Body: "b"}, "no body": {ID: "i", Group: "g"},
		"no text":   {ID: "i", Group: "g", Body: "\xff"},
		"too large": {ID: "i", Group: "g", Body: strings.Repeat("b", 256<<10+1)},
	} {
		if err := q.Send(t.Context(), m); !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := wire.Count(send); n > 0 {
		t.Errorf("%d calls", n)
	}
}

func TestEveryIDFitsAndStaysItself(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		id := rapid.OneOf(rapid.String(), rapid.StringMatching(`[!-~]{1,140}`)).Draw(r, "id")
		got := queue.Fit(id)
		if len(got) > 128 || id != "" && slices.ContainsFunc([]byte(got), func(b byte) bool { return b <= ' ' || b > '~' }) {
			r.Fatalf("SQS would not take %q", got)
		}
		if got != id && len(got) != 64 {
			r.Fatalf("%q became %q", id, got)
		}
	})
}
