package client_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	slackgo "github.com/slack-go/slack"
)

func TestAReplyIsPostedInItsThreadAndFoundThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		begun := time.Now()
		root := w.post(about("01ROLLOUT"))
		ts, err := w.Post(t.Context(), channel, root, about("01ROLLOUT/ships"))
		ok(t, err)
		_, err = w.Say(ana, channel, "I am a reply too", root)
		ok(t, err)
		seen := w.seen(ben)
		equal(t, "in the channel", len(seen), 1)
		equal(t, "in the thread", len(seen[0].Replies), 2)
		equal(t, "ts", seen[0].Replies[0].TS, ts)
		for place, want := range map[string]string{root: ts, "": ""} {
			found, err := w.Find(t.Context(), channel, place, "01ROLLOUT/ships", begun)
			ok(t, err)
			equal(t, "found in "+place, found, want)
		}
	})
}

// Slack itself posts in the channel what was meant for a thread that is gone.
func TestAReplyToADeletedMessageIsFoundInTheChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		begun := time.Now()
		root := w.post(about("01ROLLOUT"))
		ok(t, w.DeleteMessage(channel, root))
		ts, err := w.Post(t.Context(), channel, root, about("01ROLLOUT/ships"))
		ok(t, err)
		equal(t, "in the channel", len(w.seen(ben)), 1)
		found, err := w.Find(t.Context(), channel, root, "01ROLLOUT/ships", begun)
		ok(t, err)
		equal(t, "found", found, ts)
	})
}

func TestAReplyThatCannotBeLookedForIsNotTakenForMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		root := w.post(about("01ROLLOUT"))
		w.wire.fault, w.wire.only = answers(http.StatusBadGateway, ""), "/api/conversations.replies"
		if ts, err := w.Find(t.Context(), channel, root, "01ROLLOUT/ships", time.Now()); err == nil {
			t.Errorf("found %q", ts)
		}
	})
}

// faults.md B12: an answer to a click may take the place of what was clicked.
func TestAReplacementTakesThePlaceOfTheMessageThatWasClicked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		m := plain("press me")
		button := slackgo.NewButtonBlockElement("slipway_ship", "01PROPOSAL", slackgo.NewTextBlockObject(slackgo.PlainTextType, "Deploy", false, false))
		m.Blocks = append(m.Blocks, slackgo.NewActionBlock("row", button))
		ok(t, w.Ephemeral(t.Context(), channel, ana, m))
		d, err := w.Click(t.Context(), ana, channel, w.seen(ana)[0].TS, "slipway_ship", "")
		ok(t, err)
		ok(t, w.Replace(t.Context(), d.ResponseURL, tooLong("shipped")))
		equal(t, "ana sees", len(w.seen(ana)), 1)
		equal(t, "the answer", w.seen(ana)[0].Text, "shipped")
		equal(t, "as ephemeral", w.seen(ana)[0].Ephemeral, true)
	})
}
