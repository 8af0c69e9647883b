package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// margin is what is kept of a function's time to say what was not done.
const margin = 2 * time.Second

// Receiver does what comes from queues.
type Receiver struct {
	Queues []string // the ARNs of those that messages may come from
	Do     func(context.Context, Message) error
	Log    *slog.Logger // gets a line when Do panics; its errors are Do's own to log
}

// Handle does the batch of messages that SQS invoked a function with: groups side
// by side, the messages of a group in order. What failed, panicked or was not
// begun for want of time comes again, and so does what is behind it in its group.
// A batch of another queue, or of none, is refused as a whole.
func (r Receiver) Handle(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
	if err := check(e, r.Queues); err != nil {
		return events.SQSEventResponse{}, err
	}
	begin, cancel := beginnings(ctx)
	defer cancel()
	var (
		wg     sync.WaitGroup
		failed = make([]bool, len(e.Records))
	)
	for _, group := range groups(e.Records) {
		wg.Go(func() {
			ok := true
			for _, i := range group {
				ok = ok && begin.Err() == nil && r.safely(ctx, e.Records[i]) == nil
				failed[i] = !ok
			}
		})
	}
	wg.Wait()
	response := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for i, m := range e.Records {
		if failed[i] {
			response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	return response, nil
}

// check refuses an event that is of another kind, or of a queue that nobody
// allowed: whoever may invoke the function can write what he likes.
func check(e events.SQSEvent, queues []string) error {
	if len(e.Records) == 0 {
		return errors.New("receive: the event has no messages")
	}
	for _, m := range e.Records {
		if m.EventSource != "aws:sqs" || !slices.Contains(queues, m.EventSourceARN) {
			return fmt.Errorf("receive: a message came from %q, which is not allowed", m.EventSourceARN)
		}
	}
	return nil
}

// beginnings is a context that ends when it is too late to begin something.
func beginnings(ctx context.Context) (context.Context, context.CancelFunc) {
	if end, ok := ctx.Deadline(); ok {
		return context.WithDeadline(ctx, end.Add(-margin))
	}
	return context.WithCancel(ctx)
}

// groups are the places of each group's messages in a batch.
func groups(records []events.SQSMessage) map[string][]int {
	all := make(map[string][]int)
	for i, m := range records {
		g := m.Attributes["MessageGroupId"]
		all[g] = append(all[g], i)
	}
	return all
}

func (r Receiver) safely(ctx context.Context, m events.SQSMessage) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("panic")
			// The value may hold what somebody wrote; the stack does not.
			r.Log.ErrorContext(ctx, "a message made its handler panic", slog.String("message_id", m.MessageId),
				slog.String("type", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
		}
	}()
	attempt, err := strconv.Atoi(m.Attributes["ApproximateReceiveCount"])
	if err != nil {
		attempt = 1 // only told to people, so not worth failing for
	}
	return r.Do(ctx, Message{
		Name: m.MessageId, ID: m.Attributes["MessageDeduplicationId"], Group: m.Attributes["MessageGroupId"], Body: m.Body, Attempt: attempt,
	})
}
