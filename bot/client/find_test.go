package client_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestAMessageIsFoundByItsRollout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		begun := time.Now()
		w.post(about("01FIRST"))
		ts := w.post(about("01SECOND"))
		w.post(plain("about nothing"))
		deleted := w.post(about("01DELETED"))
		ok(t, w.DeleteMessage(channel, deleted))
		other := plain("of another kind")
		other.Metadata = slackgo.SlackMetadata{EventType: "other_app", EventPayload: map[string]any{"rollout": "01OTHER"}}
		w.post(other)
		for id, want := range map[string]string{"01SECOND": ts, "01THIRD": "", "01DELETED": "", "01OTHER": "", "": ""} {
			got, err := w.Find(t.Context(), channel, "", id, begun)
			ok(t, err)
			equal(t, "the message about "+id, got, want)
		}
	})
}

func TestAMessageIsFoundThoughTheClocksAreApart(t *testing.T) {
	for apart, found := range map[time.Duration]bool{
		-4 * time.Minute: true, 4 * time.Minute: true, -6 * time.Minute: false, 6 * time.Minute: false,
	} {
		t.Run(apart.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.post(about("01ROLLOUT"))
				ts, err := w.Find(t.Context(), channel, "", "01ROLLOUT", time.Now().Add(apart))
				ok(t, err)
				equal(t, "found", ts != "", found)
			})
		})
	}
}

func TestAMessageIsFoundBehindManyOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		begun := time.Now()
		ts := w.post(about("01ROLLOUT"))
		for i := range 450 {
			ok(t, w.Preload(slack.Message{Channel: channel, Text: "chatter", TS: fmt.Sprintf("%d.%06d", begun.Unix()+1+int64(i)/10, i)}))
		}
		got, err := w.Find(t.Context(), channel, "", "01ROLLOUT", begun)
		ok(t, err)
		equal(t, "ts", got, ts)
		equal(t, "pages", w.wire.count("/api/conversations.history"), 3)
	})
}

func TestLookingForAMessageEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.wire.fault = answers(http.StatusOK, `{"ok":true,"messages":[],"has_more":true,"response_metadata":{"next_cursor":"more"}}`)
		if _, err := w.Find(t.Context(), channel, "", "01ROLLOUT", time.Now()); err == nil {
			t.Error("it found an end where there is none")
		}
		equal(t, "pages", w.wire.count("/api/conversations.history"), 20)
	})
}

// faults.md B15
func TestLookingInAChannelThatIsGoneSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ok(t, w.RemoveApp(channel))
		_, err := w.Find(t.Context(), channel, "", "01ROLLOUT", time.Now())
		missing(t, err, "channel", channel)
	})
}
