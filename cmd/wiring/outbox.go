package wiring

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/logs"
)

// outbox puts notices on the queue.
type outbox struct{ queue *queue.Queue }

// Send has a notice sent by the worker. Versions of one notice come in order.
func (o outbox) Send(ctx context.Context, id string, version int64) error {
	body, err := job.Pack(job.Parcel{Correlation: logs.Correlation(ctx), Notice: &job.Notice{ID: id, Version: version}})
	if err != nil {
		return err
	}
	err = o.queue.Send(ctx, queue.Message{ID: fmt.Sprintf("notice/%s/%d", id, version), Group: "notice/" + id, Body: string(body)})
	if err != nil {
		return fmt.Errorf("queue the notice %s: %w", id, err)
	}
	return nil
}
