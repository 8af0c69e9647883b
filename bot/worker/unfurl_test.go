package worker_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

const (
	rolledOut = "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ"
	alarmRed  = "01JZ8Q4T5W6X7Y8Z9ABCDEFGHK"
	nothing   = "01JZ8Q4T5W6X7Y8Z9ABCDEFGHM"
	toUs      = "https://slipway.test/see/"
)

// linked is a world in which somebody has posted links to us, and the job for that.
func linked(t *testing.T, ids ...string) (*world, job.Job) {
	t.Helper()
	w := newWorld(t, func(o *slack.Options) { o.Unfurls, o.Events = []string{"slipway.test"}, []string{"link_shared"} })
	target := rollout.Target{Service: "checkout", Environment: "prod"}
	w.put(
		rollout.Rollout{ID: rolledOut, Revision: 1, Target: target, Phase: rollout.Shifting, By: ana, Created: time.Now(), Channel: channel,
			Release: rollout.Release{SHA: "abc1234def5678", Subject: "<!channel>"}, Stable: "41", Candidate: "42", Shares: []rollout.Share{{Weight: 0.25, From: time.Now()}}},
		rollout.Incident{ID: alarmRed, Revision: 1, Target: target, Opened: time.Now(), Alarms: []rollout.Alarm{{Signal: rollout.Signal{Name: "checkout-errors <!here>", State: rollout.AlarmRed}}},
			Suspect: &rollout.Suspect{Rollout: rolledOut, Candidate: "42", Stable: "41", By: ben}},
	)
	var urls []string
	for _, id := range ids {
		urls = append(urls, toUs+id)
	}
	ts, err := w.slack.Say(ana, channel, strings.Join(urls, " "), "")
	ok(t, err)
	return w, job.Job{ID: "Ev1", Team: "TTEAM", User: ana, Channel: channel, Received: time.Now(),
		Link: &job.Link{Unfurl: channel + "." + ts, Source: job.FromMessages, URLs: urls}}
}

// below is what stands below the one message, as ben sees it.
func (w *world) below() string {
	w.t.Helper()
	return string(w.message().Attachments)
}

func TestALinkSaysWhatItIsAboutAndHowThatStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, j := linked(t, rolledOut, alarmRed, nothing)
		for range 2 { // harmless
			w.Handle(t.Context(), j)
		}
		for _, says := range []string{"checkout", "abc1234", "prod", "25 %", "v41", "v42", ana, "checkout-errors", "is red since", "As of"} {
			contains(t, "the cards", w.below(), says)
		}
		equal(t, "a link about nothing", strings.Contains(w.below(), nothing), false)
		equal(t, "somebody's words are markup", strings.Contains(w.below(), `"mrkdwn","text":"<!`), false)
		equal(t, "buttons", strings.Contains(w.below(), `"actions"`), false)
		equal(t, "commands", len(w.runner.asked), 0)
		equal(t, "log", w.log.String(), "")
	})
}

func TestWhereNoRichTextIsTakenTheCardIsPlain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, j := linked(t, rolledOut)
		w.slack.RefuseBlocks("rich_text")
		w.Handle(t.Context(), j)
		contains(t, "the card", w.below(), "v42")
		equal(t, "rich text", strings.Contains(w.below(), "rich_text"), false)
	})
}

// Whoever is no full member of the workspace learns nothing by posting a link.
func TestALinkOfAStrangerSaysNothing(t *testing.T) {
	for _, who := range []string{"UGUEST", "USTRANGER", "UOTHERBOT", "UGONE", "UNOBODY"} {
		synctest.Test(t, func(t *testing.T) {
			w, j := linked(t, rolledOut)
			j.User = who
			w.Handle(t.Context(), j)
			equal(t, who+": calls", len(w.wire.at("chat.unfurl")), 0)
		})
	}
}

func TestALinkThatCannotBeLookedUpDisturbsNobody(t *testing.T) {
	for name, spoil := range map[string]func(*world, *job.Job){
		"the store is gone":   func(w *world, _ *job.Job) { w.store.lost = true },
		"Slack refuses":       func(w *world, _ *job.Job) { w.slack.Fail("chat.unfurl", "internal_error", 9) },
		"Slack hangs":         func(w *world, _ *job.Job) { w.wire.effect = hang },
		"a panic":             func(w *world, _ *job.Job) { w.Links = panics{w.Links} },
		"the message is gone": func(_ *world, j *job.Job) { j.Link.Unfurl = channel + ".1.2" },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, j := linked(t, rolledOut)
				spoil(w, &j)
				w.Handle(t.Context(), j)
				w.GiveUp(t.Context(), j)
				equal(t, "ana sees", len(w.seen(ana, channel)), 1)
				equal(t, "below it", w.below(), "")
				equal(t, "in the log", strings.Count(w.log.String(), "\n"), 1)
			})
		})
	}
}

// panics breaks when it is to show cards.
type panics struct{ worker.Links }

func (panics) Unfurl(context.Context, string, string, map[string]views.Message) error {
	panic(errors.New("at the disco"))
}

func TestALinkIsNotLookedUpLongAfterItWasPosted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, j := linked(t, rolledOut)
		time.Sleep(15 * time.Minute)
		w.Handle(t.Context(), j)
		equal(t, "below it", w.below(), "")
	})
}
