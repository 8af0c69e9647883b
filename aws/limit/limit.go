// Package limit keeps a process below what Lambda's control plane takes: 15 calls
// a second for an account and region, for everything together but Invoke,
// GetFunction and GetPolicy, which have limits of their own. AWS does not raise it.
//
// The 15 are shared by every process, and by everybody else who uses the account.
// So each ticker gets a share of its own: 9 a second for all, divided by the number
// N of tickers that may run at once (their reserved concurrency), and a burst of 1:
// whatever the moment, N tickers make at most 9+N calls in any one second.
//
// A read of aliases comes first in every turn, that of a rollback too, so it is never
// refused: it waits a second at most, and then goes beside the line, which makes
// whoever comes next wait for it. With ten tickers of 0.9 calls a second no process
// makes two in one, so they make ten at most.
package limit

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	patience     = 5 * time.Second // how long a call waits in line, unless it is told otherwise
	readPatience = time.Second     // how long a read of aliases does
)

// Limiter lets calls through at a rate. It is safe for concurrent use.
type Limiter struct {
	// Patience is the longest wait. A call whose turn would come later is refused
	// at once, and takes nobody's place; a read of aliases goes through after a
	// second. Set it before the first call.
	Patience time.Duration

	calls *rate.Limiter
}

// New makes a limiter of so many calls a second, and burst (at least 1) at once.
func New(perSecond float64, burst int) *Limiter {
	return &Limiter{Patience: patience, calls: rate.NewLimiter(rate.Limit(perSecond), burst)}
}

// Apply makes a Lambda client's calls wait for their turn. The SDK's own second
// tries do not wait again: they are few, and it spaces them out itself.
func (l *Limiter) Apply(o *lambda.Options) {
	o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
		return s.Initialize.Add(middleware.InitializeMiddlewareFunc("SlipwayLimit", l.before), middleware.After)
	})
}

func (l *Limiter) before(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	out middleware.InitializeOutput, meta middleware.Metadata, err error,
) {
	waiting := ctx
	if takesBack(in.Parameters) {
		waiting = Urgent(ctx)
	}
	if err := l.Wait(waiting, middleware.GetOperationName(ctx)); err != nil {
		return out, meta, err
	}
	return next.HandleInitialize(ctx, in)
}

// takesBack says that a call gives all of an alias live to one version: a
// rollback, or the end of a split. Both are rare and must not queue.
func takesBack(call any) bool {
	in, ok := call.(*lambda.UpdateAliasInput)
	return ok && in.Name != nil && *in.Name == string(rollout.Live) &&
		in.RoutingConfig != nil && len(in.RoutingConfig.AdditionalVersionWeights) == 0
}

// urgent marks a context.
type urgent struct{}

// Urgent marks calls that go through without waiting. They are counted, so that
// the others wait the longer.
func Urgent(ctx context.Context) context.Context {
	return context.WithValue(ctx, urgent{}, true)
}

// Wait waits until it is the turn of an operation, named as in AWS's API. It fails
// with kind Throttled, at once, when that would be past the context's deadline or
// the limiter's patience. A read of aliases waits a second at most, and does not fail
// but with its context.
func (l *Limiter) Wait(ctx context.Context, op string) error {
	switch {
	case op == "Invoke" || op == "GetFunction" || op == "GetPolicy":
		return nil
	case ctx.Value(urgent{}) != nil:
		l.calls.Reserve()
		return nil
	case l.calls.Allow():
		return nil
	case op == "ListAliases" || op == "GetAlias":
		return l.read(ctx, op)
	}
	waiting, cancel := context.WithTimeout(ctx, l.Patience)
	defer cancel()
	err := l.calls.Wait(waiting)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("wait for the turn of %s: %w", op, ctx.Err())
	default:
		return &rollout.Error{
			Kind: rollout.Throttled, Message: "Slipway has too much to ask of Lambda at once.",
			Hint: "It is tried again by itself.", Err: fmt.Errorf("wait for the turn of %s: %w", op, err),
		}
	}
}

// read waits for the turn of a read, and for no longer than a read waits.
func (l *Limiter) read(ctx context.Context, op string) error {
	waiting, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	if l.calls.Wait(waiting) == nil {
		return nil
	}
	<-waiting.Done() // its turn would come later, which the line knows at once
	if ctx.Err() != nil {
		return fmt.Errorf("wait for the turn of %s: %w", op, ctx.Err())
	}
	if l.calls.Tokens() > -1 { // counted, so that whoever comes next waits for it; but reads push nobody out
		l.calls.Reserve()
	}
	return nil
}
