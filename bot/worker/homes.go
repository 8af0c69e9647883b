package worker

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	// homesTime is how long Home tabs may hold up whatever is told next.
	homesTime = 5 * time.Second
	// homesAtOnce is how many of them are made at a time.
	homesAtOnce = 4
)

// homes shows the Home tab anew to whoever looked at it lately, once something was told
// that stands there too, and not more often than Slack takes. That it fails, or takes too
// long, keeps nothing from being told: the tab is made anew with the next change, or when
// somebody opens it.
func (w *Worker) homes(ctx context.Context, told rollout.NoticeKind) {
	shows := []rollout.NoticeKind{rollout.Progress, rollout.Locked, rollout.Unlocked, rollout.Alarmed}
	if w.Homes == nil || !slices.Contains(shows, told) {
		return
	}
	viewers, err := w.Homes.Viewers(ctx, w.Real())
	mine := false
	if err == nil && len(viewers) > 0 {
		mine, err = w.homesTurn(ctx, len(viewers))
	}
	if err == nil && mine {
		err = within(ctx, homesTime, func(ctx context.Context) error { return w.homesAnew(ctx, viewers) })
	}
	if err != nil {
		w.Log.InfoContext(ctx, "a Home tab is not shown anew", "told", told, "error", err)
	}
}

// homesAnew shows some people the Home tab, a few at a time.
func (w *Worker) homesAnew(ctx context.Context, viewers []string) error {
	var each errgroup.Group // the tab of one says nothing of another's
	each.SetLimit(homesAtOnce)
	for _, user := range viewers {
		each.Go(func() error { return w.homeAnew(ctx, user) })
	}
	return each.Wait()
}

// homeAnew shows somebody the Home tab without their having asked.
func (w *Worker) homeAnew(ctx context.Context, user string) error {
	shown, err := w.Screens.Home(ctx, commands.Request{Actor: user})
	if err != nil {
		return err
	}
	return w.Dialogs.PublishView(ctx, user, views.Home(shown, views.Options{Now: w.Now()}))
}
