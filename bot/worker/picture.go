package worker

import (
	"context"
	"errors"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
)

// errNoChannel says that a picture was asked for where there is no channel to share it in.
var errNoChannel = errors.New("there is no channel")

// picture shares a dashboard's picture in the channel in which it was asked for, and says
// so; or why it could not, with the dashboard as it is without.
func (w *Worker) picture(ctx context.Context, j job.Job, p commands.Pictured) views.Message {
	err := errNoChannel
	if j.Channel != "" && len(p.PNG) > 0 {
		name, title, alt := views.Picture(p)
		err = w.Pictures.Upload(ctx, j.Channel, views.File{Name: name, Title: title, Alt: alt, PNG: p.PNG})
	}
	if err == nil {
		return views.Uploaded(p)
	}
	w.Log.WarnContext(ctx, "a picture was not uploaded", "user", j.User, "channel", j.Channel, "bytes", len(p.PNG), "error", err)
	return views.Unpictured(p, gone(err, "channel"), views.Options{Now: w.Now()})
}
