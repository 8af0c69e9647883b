package queue

import (
	"context"
	"crypto/md5" //nolint:gosec // SQS's choice, against accidents
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	patience = 30 * time.Second       // how long Send goes on when the context has no end of its own
	step     = 100 * time.Millisecond // the pause before the second attempt; each that follows is longer by as much
	longest  = 500 * time.Millisecond // of the pauses: somebody waits for the answer
)

// errDamaged says that SQS has stored something, but not what was sent.
var errDamaged = errors.New("the message was damaged on its way")

// Send has stored the message when it returns nil. Any error says that it is not
// stored, unless it wraps context.DeadlineExceeded: then it may be. While that is
// open it asks again under the same id until the context ends, or 30 seconds are
// over. Errors are *rollout.Error.
func (q *Queue) Send(ctx context.Context, m Message) error {
	in, err := q.input(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	open := false // a request has gone out, and nobody knows what became of it
	for attempt := 1; ; attempt++ {
		sent, err := q.try(ctx, in)
		if err == nil {
			return nil
		}
		unclear := sent && !refused(err)
		open = open || unclear
		again := unclear || q.service.Retryer.IsErrorRetryable(err) && (open || attempt < q.service.Retryer.MaxAttempts())
		if !again || smithytime.SleepWithContext(ctx, min(time.Duration(attempt)*step, longest)) != nil {
			return domain(err, open)
		}
	}
}

// try makes one attempt, and says whether a request was sent.
func (q *Queue) try(ctx context.Context, in input) (sent bool, err error) {
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	var out struct{ MessageID, MD5OfMessageBody string }
	err = q.service.Do(ctx, "SendMessage", in, &out)
	sum := md5.Sum([]byte(in.MessageBody))                                                                           //nolint:gosec // SQS's choice, against accidents
	whole := out.MD5OfMessageBody == hex.EncodeToString(sum[:]) || out.MD5OfMessageBody == "" && out.MessageID != "" // as the SDK has it
	if err == nil && !whole {
		err = errDamaged
	}
	return wrote.Load() || failure.Status(err) != 0, err
}

// refused says that the service has answered, and did not store the message.
func refused(err error) bool {
	s := failure.Status(err)
	return s >= http.StatusBadRequest && s < http.StatusInternalServerError
}

// domain makes the last attempt's error one that people understand. Whether the
// message may be stored is told by context.DeadlineExceeded, and by nothing else.
func domain(err error, open bool) error {
	if open {
		return &rollout.Error{Kind: rollout.Broken, Message: "The queue did not confirm that it has this.",
			Hint: "Look at the status before you try again.", Err: fmt.Errorf("send: %w: %w", context.DeadlineExceeded, err)}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.New(err.Error())
	}
	return failure.Call{
		Message: "The queue did not take this.",
		Denied:  "The function's role needs sqs:SendMessage on the queue.",
		Cases: []failure.Case{
			{Codes: []string{"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"}, Kind: rollout.NotFound,
				Hint: "Check SLIPWAY_QUEUE_URL, and the region."},
			{Codes: []string{"KmsThrottled"}, Kind: rollout.Throttled},
			{Codes: []string{"InvalidMessageContents"}, Kind: rollout.Invalid},
		},
	}.Of(err)
}
