package worker_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// summaries say what a day has brought.
type summaries struct{ err error }

func (s summaries) Told(_ context.Context, n rollout.Notice) (commands.SummaryShown, error) {
	from, err := time.Parse(time.DateOnly, n.Day)
	return commands.SummaryShown{Period: n.Period, Zone: time.UTC, From: from, To: from.AddDate(0, 0, 1), Production: []string{"prod"}, Page: 1}, errors.Join(s.err, err)
}

func summed() rollout.Notice {
	return rollout.Notice{ID: "summary/day/2026-11-22/" + channel, Version: 1, Kind: rollout.Summed, Channel: channel, Period: grammar.Day, Day: "2026-11-22", At: time.Now()}
}

// faults.md B15: delivered as often as may be, by however many.
func TestASummaryIsPostedOnceAndNeverEdited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Summaries = summaries{}
		w.put(summed())
		w.crowd(3, summed().ID)
		ok(t, w.Deliver(t.Context(), summed().ID))
		equal(t, "posts", len(w.wire.at("chat.postMessage")), 1)
		equal(t, "edits", len(w.wire.at("chat.update")), 0)
		contains(t, "the message", w.message().Text, "othing")
		equal(t, "in the outbox", w.outbox(), 0)
	})
}

func TestASummaryThatCannotBeMadeIsToldLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Summaries = summaries{err: errors.New("the table is gone")}
		w.put(summed())
		if err := w.Deliver(t.Context(), summed().ID); err == nil {
			t.Error("it was told")
		}
		equal(t, "in the outbox", w.outbox(), 1)
		w.Summaries = summaries{}
		time.Sleep(time.Minute)
		ok(t, w.Deliver(t.Context(), summed().ID))
		equal(t, "in the outbox", w.outbox(), 0)
		equal(t, "messages", len(w.public()), 1)
	})
}
