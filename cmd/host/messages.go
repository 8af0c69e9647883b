package host

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/rollout"
)

// handle does what a message of the queue asks for. One that a dying bot was at is
// not done: the next bot gets it.
func (h *Host) handle(ctx context.Context, m queue.Message) error {
	j, err := job.Unmarshal(m.Body)
	if err != nil {
		return err
	}
	if err := h.bot.Handle(ctx, j); err != nil {
		return err
	}
	return ctx.Err()
}

// throttled is how long a notice waits when Slack wants to be left alone.
const throttled = 10 * time.Second

// deliver sends a notice, as the tick of an engine of its own: one at a time for
// each message, tried again ever more seldom, and never in the way of commands. The
// row in the store is what remembers it.
func (h *Host) deliver(ctx context.Context, id rollout.ID) (next time.Time, err error) {
	err = h.bot.Deliver(ctx, string(id))
	if rollout.IsKind(err, rollout.Throttled) {
		return h.o.Real.Now().Add(throttled), nil
	}
	return time.Time{}, err
}

// Jobs is the front's way to the queue.
type Jobs struct{ host *Host }

// Jobs is the front's way to the queue.
func (h *Host) Jobs() Jobs { return Jobs{h} }

// Send queues a job, in the order of its target; reads in the order of their user.
func (q Jobs) Send(ctx context.Context, j job.Job) error {
	body, err := job.Marshal(j)
	if err != nil {
		return err
	}
	return q.host.queue.Send(ctx, queue.Message{ID: j.ID, Group: j.Group(), Urgent: j.Urgent(), Body: body})
}

// Outbox is the commands' way to those who are to be told.
type Outbox struct{ host *Host }

// Outbox is the commands' way to those who are to be told.
func (h *Host) Outbox() Outbox { return Outbox{h} }

// Send has a notice sent as soon as possible.
func (o Outbox) Send(ctx context.Context, id string, _ int64) error {
	return o.host.notices.Wake(ctx, rollout.ID(id))
}
