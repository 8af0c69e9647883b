package world

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/rollout"
)

// handle does what a message of the queue asks for. One that a dying bot was at is
// not done: the next bot gets it.
func (b *bot) handle(ctx context.Context, m queue.Message) error {
	j, err := job.Unmarshal(m.Body)
	if err != nil {
		return err
	}
	if err := b.worker.Handle(ctx, j); err != nil {
		return err
	}
	return ctx.Err()
}

// jobs is the front's way to the queue.
type jobs struct{ b *bot }

// Send queues a job, in the order of its target; reads in the order of their user.
func (q jobs) Send(ctx context.Context, j job.Job) error {
	body, err := job.Marshal(j)
	if err != nil {
		return err
	}
	return q.b.queue.Send(ctx, queue.Message{ID: j.ID, Group: j.Group(), Urgent: j.Urgent(), Body: body})
}

// throttled is how long a notice waits when Slack wants to be left alone.
const throttled = 10 * time.Second

// deliver sends a notice, as the tick of an engine of its own: one at a time for
// each message, tried again ever more seldom, and never in the way of commands. The
// row in the store is what remembers it.
func (b *bot) deliver(ctx context.Context, id rollout.ID) (next time.Time, err error) {
	err = b.worker.Deliver(ctx, string(id))
	if rollout.IsKind(err, rollout.Throttled) {
		return b.world.o.Real().Add(throttled), nil
	}
	return time.Time{}, err
}

// outbox is the commands' way to those who are to be told.
type outbox struct{ b *bot }

// Send has a notice sent as soon as possible.
func (o outbox) Send(ctx context.Context, id string, _ int64) error {
	return o.b.notices.Wake(ctx, rollout.ID(id))
}
