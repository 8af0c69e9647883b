package worker

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// late is when a job is too old to be begun: nobody expects it any more, and soon
// nobody knows whether it was done before. It leaves time to do it in.
const late = commands.Remembered - 5*time.Minute

// inTime refuses a job that lay on the queue for too long. A look at the Home tab
// cannot come too late.
func (w *Worker) inTime(ctx context.Context, j job.Job) error {
	if toHome(j) || w.Real().Sub(j.Received) < late {
		return nil
	}
	switch _, done, err := find[rollout.Seen](ctx, w.Store, rollout.Seen{ID: j.ID}.Key()); {
	case err != nil:
		return err
	case done:
		return commands.ErrRepeated
	}
	return rollout.Refuse("too_late", "This came to me more than ten minutes after you asked for it.",
		"Look at `/deploy status`, and ask again if you still want it.")
}
