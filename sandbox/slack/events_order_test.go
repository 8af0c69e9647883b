package slack_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"
)

func TestAnEventOnItsWayIsNotSentBySomebodyElse(t *testing.T) {
	w, in := subscribed(t, "message.channels")
	w.answer(func(rw http.ResponseWriter, r *http.Request) {
		if _, err := w.Retry(r.Context()); err != nil {
			t.Error(err)
		}
		in.ServeHTTP(rw, r)
	})
	_, err := w.Say(ana, channel, "hi", "")
	ok(t, err)
	equal(t, "next", w.retry().IsZero(), true)
	equal(t, "events", len(in.bodies), 1)
}

func TestAnEventOnItsWayIsItsSendersHoweverTheClockJumps(t *testing.T) {
	w, in := subscribed(t, "message.channels", "app_home_opened")
	w.answer(func(rw http.ResponseWriter, r *http.Request) {
		w.clock.forward(time.Minute)
		if _, err := w.Retry(r.Context()); err != nil {
			t.Error(err)
		}
		in.ServeHTTP(rw, r)
	})
	_, err := w.Say(ana, channel, "hi", "")
	ok(t, err)
	equal(t, "next", w.retry().IsZero(), true)
	equal(t, "events", len(in.bodies), 1)
	_, err = w.OpenHome(t.Context(), ana, "home")
	ok(t, err)
	equal(t, "events", len(in.bodies), 2)
}

func TestEventsAreSentInTheirOrderAfterACrashToo(t *testing.T) {
	w, in := subscribed(t, "message.channels")
	var want []string
	for i := range 9 {
		_, err := w.Say(ana, channel, fmt.Sprint(i), "")
		ok(t, err)
		want = append(want, fmt.Sprint("message ", i))
	}
	w.reopen()
	_, err := w.Say(ana, channel, "last", "")
	ok(t, err)
	w.reopen()
	w.retry()
	if diff := cmp.Diff(append(want, "message last"), in.said(t)); diff != "" {
		t.Error(diff)
	}
}

func TestNobodyIsMentionedInDirectMessages(t *testing.T) {
	w, in := subscribed(t, "message.im", "app_mention")
	im, _, _, err := w.client.OpenConversation(&slackgo.OpenConversationParameters{Users: []string{ana}})
	ok(t, err)
	_, err = w.Say(ana, im.ID, "<@UBOT> hi", "")
	ok(t, err)
	w.retry()
	equal(t, "events", strings.Join(in.said(t), ", "), "message <@UBOT> hi")
}
