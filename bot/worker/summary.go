package worker

import (
	"context"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// summary renders what a day or a week has brought.
func (w *Worker) summary(ctx context.Context, n rollout.Notice) (views.Message, error) {
	shown, err := w.Summaries.Told(ctx, n)
	if err != nil {
		return views.Message{}, err
	}
	return marked(views.Summary(shown, views.Options{Now: w.Now()}), n), nil
}
