package world

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/rollout"
)

// envelope is what is on the queue: a job, or the id of a notice to send.
type envelope struct {
	Job    json.RawMessage `json:"job,omitempty"`
	Notice string          `json:"notice,omitempty"`
}

// handle does what a message of the queue asks for.
func (w *World) handle(ctx context.Context, m queue.Message) error {
	var e envelope
	if err := json.Unmarshal(m.Body, &e); err != nil {
		return fmt.Errorf("decode a message of the queue: %w", err)
	}
	if e.Notice != "" {
		return w.deliver(ctx, e.Notice)
	}
	j, err := job.Unmarshal(e.Job)
	if err != nil {
		return err
	}
	w.worker.Handle(ctx, j)
	return nil
}

// deliver sends a notice. When Slack wants to be left alone it stays in the
// outbox, where its newer states take its place until the sweep finds it.
func (w *World) deliver(ctx context.Context, id string) error {
	err := w.worker.Deliver(ctx, id)
	if rollout.IsKind(err, rollout.Throttled) {
		w.o.Log.DebugContext(ctx, "a notice waits for slack", "notice", id, "error", err)
		return nil
	}
	return err
}

// jobs is the front's way to the queue.
type jobs struct{ w *World }

// Send queues a job, in the order of its target; reads in the order of their user.
func (q jobs) Send(ctx context.Context, j job.Job) error {
	body, err := job.Marshal(j)
	if err != nil {
		return err
	}
	sealed, err := json.Marshal(envelope{Job: body})
	if err != nil {
		return fmt.Errorf("encode a job: %w", err)
	}
	return q.w.queue.Send(ctx, queue.Message{ID: j.ID, Group: j.Group(), Urgent: j.Urgent(), Body: sealed})
}

// outbox is the commands' way to the queue.
type outbox struct{ w *World }

// Send queues a notice.
func (o outbox) Send(ctx context.Context, id string, version int64) error {
	return o.w.send(ctx, id, version, "")
}

func (w *World) send(ctx context.Context, id string, version int64, suffix string) error {
	body, err := json.Marshal(envelope{Notice: id})
	if err != nil {
		return fmt.Errorf("encode a notice: %w", err)
	}
	name := fmt.Sprintf("notice/%s/%d/%s", id, version, suffix)
	return w.queue.Send(ctx, queue.Message{ID: name, Group: "notice/" + id, Body: body})
}
