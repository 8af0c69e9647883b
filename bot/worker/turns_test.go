package worker_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// turn is a job of a click in an answer that only ana sees, which is there by then.
func (w *world) turn(turns bool) job.Job {
	w.t.Helper()
	text := slackgo.NewTextBlockObject(slackgo.PlainTextType, "Next", false, false)
	button := slackgo.NewButtonBlockElement(job.TurnAction, "/deploy status --page 2", text)
	ok(w.t, w.client.Ephemeral(w.t.Context(), channel, ana, views.Message{Text: "page 1", Blocks: []slackgo.Block{slackgo.NewActionBlock("row", button)}}))
	seen := w.seen(ana, channel)
	d, err := w.slack.Click(w.t.Context(), ana, channel, seen[len(seen)-1].TS, job.TurnAction, "")
	ok(w.t, err)
	j := w.command("trigger")
	j.Command, err = grammar.Marshal(grammar.Status{Page: 2})
	ok(w.t, err)
	j.ResponseURL, j.Turns = d.ResponseURL, turns
	return j
}

func TestAPageTakesThePlaceOfTheOneBeforeIt(t *testing.T) {
	for _, turns := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Handle(t.Context(), w.turn(turns))
			seen := w.seen(ana, channel)
			equal(t, "ana sees", len(seen), map[bool]int{true: 1, false: 2}[turns])
			contains(t, "the answer", seen[len(seen)-1].Text, "/deploy help")
			equal(t, "ben sees", len(w.seen(ben, channel)), 0)
			equal(t, "asked", w.runner.asked[0].Command, grammar.Command(grammar.Status{Page: 2}))
		})
	}
}

// What there was is worth more than that there is nothing new.
func TestWhatWentWrongLeavesThePageBeforeItAlone(t *testing.T) {
	for name, err := range map[string]error{
		"refused": rollout.Refuse("guest", "Guests cannot use Slipway.", ""), "failed": &rollout.Error{Kind: rollout.Throttled, Message: "AWS asks for fewer calls."}, "broken": errors.New("the disk is gone"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.runner.answer = func() (commands.Outcome, error) { return nil, err }
				w.Handle(t.Context(), w.turn(true))
				seen := w.seen(ana, channel)
				equal(t, "ana sees", len(seen), 2)
				equal(t, "the page before", seen[0].Text, "page 1")
			})
		})
	}
}

// A response_url has its limits: then the page is shown beside the one before it.
func TestAPageThatCannotTakeThePlaceIsShownBeside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.turn(true)
		j.ResponseURL = "https://slack.test/response/used-up"
		w.Handle(t.Context(), j)
		seen := w.seen(ana, channel)
		equal(t, "ana sees", len(seen), 2)
		contains(t, "the answer", seen[1].Text, "/deploy help")
		equal(t, "ben sees", len(w.seen(ben, channel)), 0)
	})
}

// pictured is a dashboard with a picture.
func pictured(png string) commands.Pictured {
	d := commands.DashboardShown{Console: "https://console.example.com/checkout"}
	d.Target, d.Range = rollout.Target{Service: "checkout", Environment: "prod"}, "1d"
	return commands.Pictured{DashboardShown: d, PNG: []byte(png)}
}

func TestAPictureIsSharedInTheChannelInWhichItWasAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.runner.answer = func() (commands.Outcome, error) { return pictured("\x89PNG\r\n\x1a\n1234"), nil }
		w.Handle(t.Context(), w.command("trigger"))
		shared := w.seen(ben, channel)
		if len(shared) != 1 || len(shared[0].Files) != 1 {
			t.Fatalf("ben sees %+v", shared)
		}
		f := shared[0].Files[0]
		contains(t, "title", f.Title, "checkout in prod")
		contains(t, "its words", f.AltText, "checkout in prod")
		contains(t, "its name", f.Name, ".png")
		seen := w.seen(ana, channel)
		equal(t, "ana sees", len(seen), 2)
		contains(t, "the word", seen[1].Text, "in this channel")
		equal(t, "log", w.log.String(), "")
	})
}

func TestWithoutAPictureThereIsASentenceAndTheDashboard(t *testing.T) {
	for says, spoil := range map[string]func(*testing.T, *world, *job.Job){
		"did not take the picture": func(_ *testing.T, w *world, _ *job.Job) {
			w.slack.Fail("files.completeUploadExternal", "missing_scope", 1)
		},
		"/invite @Slipway": func(t *testing.T, w *world, _ *job.Job) { t.Helper(); ok(t, w.slack.RemoveApp(channel)) },
		"no picture right now": func(_ *testing.T, w *world, _ *job.Job) {
			w.runner.answer = func() (commands.Outcome, error) { return pictured(""), nil }
		},
	} {
		t.Run(says, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.runner.answer = func() (commands.Outcome, error) { return pictured("\x89PNG\r\n\x1a\n1234"), nil }
				j := w.command("trigger")
				spoil(t, w, &j)
				w.Handle(t.Context(), j)
				seen := w.seen(ana, channel)
				equal(t, "ana sees", len(seen), 1)
				contains(t, "the answer", seen[0].Text, says)
				contains(t, "the answer", seen[0].Text, "https://console.example.com/checkout")
				equal(t, "ben sees", len(w.seen(ben, channel)), 0)
				contains(t, "log", w.log.String(), "a picture was not uploaded")
			})
		})
	}
}

// A button in the Home tab has no channel: the answer is a direct message.
func TestAPictureForNoChannelIsNotUploaded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.runner.answer = func() (commands.Outcome, error) { return pictured("\x89PNG\r\n\x1a\n1234"), nil }
		j := w.command("trigger")
		j.Channel, j.ResponseURL = "", ""
		w.Handle(t.Context(), j)
		equal(t, "uploads", len(w.wire.at("files.getUploadURLExternal")), 0)
		said := 0
		for _, c := range w.slack.View(ana).Channels {
			for _, m := range c.Messages {
				if strings.Contains(m.Text, "did not take") || strings.Contains(m.Text, "checkout") {
					said++
				}
			}
		}
		equal(t, "direct messages", said, 1)
	})
}
