package clock

import (
	"context"
	"time"
)

// Until gives a channel that is closed once Now is t or later, or ctx is done.
func (c Clock) Until(ctx context.Context, t time.Time) <-chan struct{} {
	ctx, cancel := context.WithTimeout(ctx, c.Real(t.Sub(c.Now())))
	context.AfterFunc(ctx, cancel)
	return ctx.Done()
}
