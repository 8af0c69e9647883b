package queue_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/queue"
)

const arn = "arn:aws:sqs:us-east-1:123456789012:jobs.fifo"

// batch is an event with a message for each of these groups, in order. The ids
// are group and place: "a0".
func batch(groups ...string) events.SQSEvent {
	var e events.SQSEvent
	for i, g := range groups {
		id := fmt.Sprintf("%s%d", g, i)
		e.Records = append(e.Records, events.SQSMessage{MessageId: "m" + id, Body: "body " + id, EventSource: "aws:sqs", EventSourceARN: arn,
			Attributes: map[string]string{"MessageGroupId": g, "MessageDeduplicationId": id, "ApproximateReceiveCount": "3"}})
	}
	return e
}

// notes is what was done, in order.
type notes struct {
	mu   sync.Mutex
	done []string
}

func (n *notes) add(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.done = append(n.done, id)
}

func receiver(do func(context.Context, queue.Message) error, log io.Writer) queue.Receiver {
	return queue.Receiver{Queues: []string{arn}, Do: do, Log: slog.New(slog.NewJSONHandler(log, nil))}
}

func handle(t testing.TB, e events.SQSEvent, do func(context.Context, queue.Message) error) []string {
	t.Helper()
	got, err := receiver(do, io.Discard).Handle(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return failed(got)
}

func failed(r events.SQSEventResponse) []string {
	all := []string{}
	for _, f := range r.BatchItemFailures {
		all = append(all, f.ItemIdentifier)
	}
	return all
}

func TestAMessageComesAsItWasSentWithItsAttempt(t *testing.T) {
	var got queue.Message
	handle(t, batch("a"), func(_ context.Context, m queue.Message) error { got = m; return nil })
	if diff := cmp.Diff(queue.Message{Name: "ma0", ID: "a0", Group: "a", Body: "body a0", Attempt: 3}, got); diff != "" {
		t.Error(diff)
	}
	e := batch("a")
	delete(e.Records[0].Attributes, "ApproximateReceiveCount")
	handle(t, e, func(_ context.Context, m queue.Message) error { got = m; return nil })
	if got.Attempt != 1 {
		t.Errorf("attempt %d", got.Attempt)
	}
}

func TestGroupsAreDoneSideBySide(t *testing.T) {
	started := make(chan struct{})
	handle(t, batch("a", "b"), func(_ context.Context, m queue.Message) error {
		if m.Group == "a" {
			<-started // hangs unless b is done meanwhile
		} else {
			close(started)
		}
		return nil
	})
}

func TestAGroupStopsAtItsFirstFailureAndTheOthersGoOn(t *testing.T) {
	var did notes
	got := handle(t, batch("a", "b", "a", "b", "a"), func(_ context.Context, m queue.Message) error {
		did.add(m.ID)
		if m.ID == "a2" {
			return errors.New("no")
		}
		return nil
	})
	if diff := cmp.Diff([]string{"ma2", "ma4"}, got); diff != "" {
		t.Error(diff)
	}
	slices.Sort(did.done)
	if diff := cmp.Diff([]string{"a0", "a2", "b1", "b3"}, did.done); diff != "" {
		t.Error(diff)
	}
}

// faults.md I6
func TestAPanicIsTheFailureOfItsMessage(t *testing.T) {
	log := new(bytes.Buffer)
	got, err := receiver(func(_ context.Context, m queue.Message) error {
		if m.Group == "a" {
			panic("hush")
		}
		return nil
	}, log).Handle(t.Context(), batch("a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ma0"}, failed(got)); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(log.String(), "receive_test.go") || strings.Contains(log.String(), "hush") {
		t.Errorf("the log has no stack, or the panic's value: %s", log)
	}
}

// faults.md C10
func TestABatchOfAnybodyElseIsRefusedWhole(t *testing.T) {
	other, bus := batch("a", "b"), batch("a")
	other.Records[1].EventSourceARN = "arn:aws:sqs:us-east-1:123456789012:other.fifo"
	bus.Records[0].EventSource = "aws:sns"
	for name, e := range map[string]events.SQSEvent{"another queue": other, "another service": bus, "another event": {}} {
		_, err := receiver(func(context.Context, queue.Message) error {
			t.Error("it was done")
			return nil
		}, io.Discard).Handle(t.Context(), e)
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// faults.md E11: what a function has no time for is not begun
func TestWhatThereIsNoTimeForIsNotBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		var did notes
		got, err := receiver(func(_ context.Context, m queue.Message) error {
			did.add(m.ID)
			time.Sleep(4500 * time.Millisecond) // the third would begin at 9 s, two seconds before the end is 8 s
			return nil
		}, io.Discard).Handle(ctx, batch("a", "a", "a", "b"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"ma2"}, failed(got)); diff != "" {
			t.Error(diff)
		}
		if len(did.done) != 3 {
			t.Errorf("done: %v", did.done)
		}
	})
}

func TestWhateverFailsTheRestOfItsGroupComesAgainInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		groups := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 10).Draw(r, "groups")
		bad := rapid.SliceOfN(rapid.Bool(), len(groups), len(groups)).Draw(r, "bad")
		e := batch(groups...)
		var did notes
		got := handle(t, e, func(_ context.Context, m queue.Message) error {
			did.add(m.ID)
			if bad[slices.IndexFunc(e.Records, func(x events.SQSMessage) bool { return x.Attributes["MessageDeduplicationId"] == m.ID })] {
				return errors.New("no")
			}
			return nil
		})
		want, stopped, begun := []string{}, map[string]bool{}, map[string][]string{}
		for i, g := range groups {
			if !stopped[g] {
				begun[g] = append(begun[g], fmt.Sprintf("%s%d", g, i))
			}
			if stopped[g] = stopped[g] || bad[i]; stopped[g] {
				want = append(want, e.Records[i].MessageId)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatal(diff)
		}
		order := map[string][]string{}
		for _, id := range did.done {
			order[id[:1]] = append(order[id[:1]], id)
		}
		if diff := cmp.Diff(begun, order); diff != "" {
			r.Fatal(diff)
		}
	})
}
