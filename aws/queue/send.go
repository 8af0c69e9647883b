package queue

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	patience = 30 * time.Second       // how long Send goes on when the context has no end of its own
	step     = 100 * time.Millisecond // the pause before the second attempt; each that follows is longer by as much
	longest  = 500 * time.Millisecond // of the pauses: somebody waits for the answer
)

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
	retryer := q.client.Options().Retryer
	open := false // a request has gone out, and nobody knows what became of it
	for attempt := 1; ; attempt++ {
		sent, err := q.try(ctx, in)
		if err == nil {
			return nil
		}
		unclear := sent && !refused(err)
		open = open || unclear
		again := unclear || retryer.IsErrorRetryable(err) && (open || attempt < retryer.MaxAttempts())
		if !again || !pause(ctx, attempt) {
			return domain(err, open)
		}
	}
}

// try makes one attempt, and says whether a request was sent. The SDK makes no
// more of its own, since it does not tell what became of each.
func (q *Queue) try(ctx context.Context, in *sqs.SendMessageInput) (sent bool, err error) {
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	_, err = q.client.SendMessage(ctx, in, func(o *sqs.Options) { o.Retryer = aws.NopRetryer{} })
	return wrote.Load() || status(err) != 0, err
}

// pause waits before the next attempt, and says whether there is time for one.
func pause(ctx context.Context, attempt int) bool {
	timer := time.NewTimer(min(time.Duration(attempt)*step, longest))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// status is what the service answered; 0 when no answer came.
func status(err error) int {
	var answered interface{ HTTPStatusCode() int }
	if errors.As(err, &answered) {
		return answered.HTTPStatusCode()
	}
	return 0
}

// refused says that the service has answered, and did not store the message.
func refused(err error) bool {
	s := status(err)
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
	e := &rollout.Error{Kind: rollout.Broken, Message: "The queue did not take this.", Err: fmt.Errorf("send: %w", err)}
	if status(err) == http.StatusTooManyRequests {
		e.Kind = rollout.Throttled
	}
	var api smithy.APIError
	if !errors.As(err, &api) {
		return e
	}
	var missing *types.QueueDoesNotExist
	switch code := api.ErrorCode(); {
	case errors.As(err, &missing):
		e.Kind, e.Hint = rollout.NotFound, "Check SLIPWAY_QUEUE_URL, and the region."
	case code == "RequestThrottled" || code == "ThrottlingException" || code == "KmsThrottled":
		e.Kind = rollout.Throttled
	case code == "AccessDenied" || code == "AccessDeniedException":
		e.Hint = "The function's role needs sqs:SendMessage on the queue."
	case code == "InvalidMessageContents" || code == "InvalidParameterValue":
		e.Kind = rollout.Invalid
	}
	return e
}
