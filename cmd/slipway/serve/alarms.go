package serve

import (
	"context"
	"log/slog"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// watch looks at alarms, where nobody calls when one turns. What it remembers ends with
// the process: the next one tells of what is red then, and incidents that go on are
// looked at by the sweep.
type watch struct {
	red  func(context.Context) ([]rollout.Signal, error)                                    // those that are red now
	now  func(ctx context.Context, region string, names []string) ([]rollout.Signal, error) // how some are now
	tell func(context.Context, rollout.Signal) error                                        // hears of those that have turned
	log  *slog.Logger
	told map[string]time.Time // red alarms that were told of, and since when they are
}

// look tells of each alarm that has turned since the last look. What fails is told again
// by the next.
func (w *watch) look(ctx context.Context) {
	red, err := w.red(ctx)
	if err != nil { // of an account, or a region; what is red elsewhere is told of
		w.complain(ctx, err)
	}
	still := map[string]time.Time{}
	for _, s := range red {
		if !w.told[s.ID].Equal(s.At) {
			if err := w.tell(ctx, s); err != nil {
				w.complain(ctx, err)
				continue
			}
		}
		still[s.ID] = s.At
	}
	for id, since := range w.told {
		if _, is := still[id]; !is && !w.over(ctx, id) {
			still[id] = since
		}
	}
	w.told = still
}

// over tells how an alarm is that was red. One that is gone is over too.
func (w *watch) over(ctx context.Context, id string) bool {
	found, err := w.now(ctx, "", []string{id})
	for _, s := range found {
		if err == nil && s.State != rollout.AlarmRed {
			err = w.tell(ctx, s)
		}
	}
	if err != nil {
		w.complain(ctx, err)
	}
	return err == nil
}

func (w *watch) complain(ctx context.Context, err error) {
	if ctx.Err() == nil {
		w.log.WarnContext(ctx, "alarms are looked at again in a minute", "error", err)
	}
}
