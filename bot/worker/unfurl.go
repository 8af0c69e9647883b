package worker

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// unfurl says below a message what its links to us are about. Nobody has asked for it, so
// nobody hears that it failed; and it is not tried again.
func (w *Worker) unfurl(ctx context.Context, j job.Job) {
	defer func() {
		if p := recover(); p != nil {
			w.Log.ErrorContext(ctx, "something broke", "error", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	if w.Real().Sub(j.Received) >= late {
		return
	}
	err := within(ctx, answerTime, func(ctx context.Context) error {
		who, err := w.Links.Person(ctx, j.User)
		if err != nil || who.Guest || who.Stranger || who.Bot || who.Deleted {
			return err
		}
		cards, err := w.cards(ctx, j.Link.URLs)
		if err != nil || len(cards) == 0 {
			return err
		}
		return w.Links.Unfurl(ctx, j.Link.Unfurl, j.Link.Source, cards)
	})
	if err != nil {
		w.Log.InfoContext(ctx, "a link does not say what it is about", "user", j.User, "channel", j.Channel, "error", err)
	}
}

// cards are what links are about, by the links. What is about nothing has none.
func (w *Worker) cards(ctx context.Context, links []string) (map[string]views.Message, error) {
	cards := map[string]views.Message{}
	for _, link := range links {
		card, there, err := w.card(ctx, job.Seen(link))
		if err != nil {
			return nil, err
		}
		if there {
			cards[link] = card
		}
	}
	return cards, nil
}

// card is what a rollout or an incident of that id is about, and how it stands.
func (w *Worker) card(ctx context.Context, id string) (card views.Message, there bool, err error) {
	if id == "" {
		return card, false, nil
	}
	r, there, err := find[rollout.Rollout](ctx, w.Store, rollout.RolloutKey(rollout.ID(id)))
	if err != nil || there {
		return views.Card(r, views.Options{Now: w.Now(), Next: w.rollout(ctx, r.Replaced)}), there, err
	}
	i, there, err := find[rollout.Incident](ctx, w.Store, rollout.IncidentKey(id))
	if err != nil || !there {
		return card, false, err
	}
	return views.IncidentCard(i, views.Options{Now: w.Now()}), true, nil
}
