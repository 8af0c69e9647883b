package slack_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func sameView(t interface{ Error(...any) }, before, after slack.View) {
	if diff := cmp.Diff(before, after, cmpopts.IgnoreFields(slack.View{}, "Version")); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsLostInACrash(t *testing.T) {
	w := newWorld(t)
	root := w.post("root", slackgo.MsgOptionBlocks(button("a", "v")))
	w.post("reply", slackgo.MsgOptionTS(root))
	_, err := w.client.PostEphemeral(channel, ana, slackgo.MsgOptionText("psst", false))
	ok(t, err)
	edited := w.post("first")
	_, _, _, err = w.client.UpdateMessage(channel, edited, slackgo.MsgOptionText("second", false))
	ok(t, err)
	ok(t, w.DeleteMessage(channel, w.post("gone")))
	ok(t, w.RemoveApp("CSHARED"))
	before := w.View(ana)
	w.reopen()
	sameView(t, before, w.View(ana))
	_, _, err = w.client.PostMessage("CSHARED", slackgo.MsgOptionText("x", false))
	refused(t, err, "not_in_channel")
}

func TestATimestampIsNeverGivenOutAgain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := quiet(t)
		last := ""
		for range rapid.IntRange(1, 8).Draw(rt, "messages") {
			jump := rapid.Int64Range(-int64(time.Hour), int64(time.Hour)).Draw(rt, "jump")
			w.clock.forward(time.Duration(jump))
			ts, err := w.Say(ana, channel, "x", "")
			ok(t, err)
			if ts <= last || len(ts) != 17 {
				rt.Fatalf("%s after %s", ts, last)
			}
			last = ts
			if rapid.Bool().Draw(rt, "delete") {
				ok(t, w.DeleteMessage(channel, ts))
			}
			if rapid.Bool().Draw(rt, "crash") {
				w.reopen()
			}
		}
	})
}

func TestAnyHistoryIsTheSameAfterACrash(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := quiet(t)
		var known []string
		pick := func() string { return rapid.SampledFrom(append(known, "")).Draw(rt, "ts") }
		try := func(ts string, err error) {
			var refusal *slack.Error
			if err != nil && !errors.As(err, &refusal) {
				rt.Fatal(err)
			}
			if ts != "" {
				known = append(known, ts)
			}
		}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 2).Draw(rt, "step") {
			case 0:
				try(w.Say(rapid.SampledFrom([]string{ana, ben, "UNONE"}).Draw(rt, "user"), channel, "x", pick()))
			case 1:
				try("", w.DeleteMessage(channel, pick()))
			case 2:
				try("", w.Preload(slack.Message{Channel: channel, Text: "y", ThreadTS: pick(),
					TS: fmt.Sprintf("16%08d.000100", rapid.IntRange(0, 3).Draw(rt, "day"))}))
			}
		}
		before := w.View(ana)
		w.reopen()
		sameView(rt, before, w.View(ana))
	})
}

func TestWhatCannotBeWrittenDidNotHappen(t *testing.T) {
	w := newWorld(t)
	own := w.post("before", slackgo.MsgOptionBlocks(button("a", "v")))
	d := w.command()
	before := w.View(ana)
	w.disk.full = true
	for method, form := range map[string]map[string]string{
		"chat.postMessage":   {"channel": channel, "text": "x"},
		"chat.postEphemeral": {"channel": channel, "text": "x", "user": ana},
		"chat.update":        {"channel": channel, "text": "x", "ts": own},
		"chat.delete":        {"channel": channel, "ts": own},
	} {
		got := w.call(method, form)
		equal(t, method, got["error"], any("internal_error"))
		equal(t, method+" status", got["status"], any(http.StatusInternalServerError))
		equal(t, method+" says why", strings.Contains(toJSON(t, got["errors"]), "disk full"), true)
	}
	equal(t, "response", w.respond(d, `{"text":"x"}`)["error"], any("internal_error"))
	for name, do := range map[string]func() error{
		"Say":       func() error { _, err := w.Say(ana, channel, "x", ""); return err },
		"Command":   func() error { _, err := w.Command(t.Context(), ana, channel, "/x", ""); return err },
		"Click":     func() error { _, err := w.Click(t.Context(), ana, channel, own, "a", ""); return err },
		"Archive":   func() error { return w.Archive(channel) },
		"Preload":   func() error { return w.Preload(slack.Message{Channel: channel, TS: "1600000000.000100", Text: "x"}) },
		"a restart": func() error { w.clock.forward(time.Hour); _, err := slack.New(w.opts); return err },
	} {
		if err := do(); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	sameView(t, before, w.View(ana))
}

func TestRowsThatAreNoRowsAreReported(t *testing.T) {
	for _, key := range []string{"user/x", "channel/x", "message/x/y", "response/x"} {
		w := newWorld(t)
		ok(t, w.disk.Write(map[string][]byte{key: []byte("{")}))
		_, err := slack.New(w.opts)
		if kind, _, _ := strings.Cut(key, "/"); err == nil || !strings.Contains(err.Error(), kind+"/") {
			t.Errorf("%s: got %v", key, err)
		}
	}
}

func TestAFullDiskStopsANewWorkspace(t *testing.T) {
	w := newWorld(t)
	for _, o := range []slack.Options{
		{Users: w.opts.Users}, {Channels: []slack.Channel{{ID: "C", Name: "c"}}}, {},
	} {
		o.TeamID, o.AppID, o.BotToken, o.BotUserID, o.SigningSecret = "T", "A", "x", "U", "s"
		o.Now, o.NewID, o.Disk = w.opts.Now, w.opts.NewID, &disk{full: true}
		if _, err := slack.New(o); !errors.Is(err, errFull) {
			t.Errorf("got %v", err)
		}
	}
}

func TestHistoryCanBeLoadedBeforehand(t *testing.T) {
	w := newWorld(t)
	now := w.post("now")
	past := slack.Message{Channel: channel, TS: "1600000000.000100", Text: "past", Blocks: []byte(`[{"type":"divider"}]`)}
	ok(t, w.Preload(past))
	ok(t, w.Preload(slack.Message{Channel: channel, TS: "1600000001.000100", ThreadTS: past.TS, User: ben, Text: "reply"}))
	if diff := cmp.Diff([]string{"past", "now"}, texts(w.seen(ana))); diff != "" {
		t.Error(diff)
	}
	equal(t, "by the app", w.seen(ana)[0].User, bot)
	equal(t, "reply", w.seen(ana)[0].Replies[0].User, ben)
	_, _, _, err := w.client.UpdateMessage(channel, past.TS, slackgo.MsgOptionText("changed", false))
	ok(t, err)
	for want, m := range map[string]slack.Message{
		"invalid_ts":        {Channel: channel, TS: "yesterday", Text: "x"},
		"duplicate_message": {Channel: channel, TS: now, Text: "x"},
		"channel_not_found": {Channel: "CNONE", TS: "1600000002.000100", Text: "x"},
		"invalid_thread_ts": {Channel: channel, TS: "1600000002.000100", ThreadTS: "1.2", Text: "x"},
		"no_text":           {Channel: channel, TS: "1600000002.000100"},
	} {
		refused(t, w.Preload(m), want)
	}
}

func TestManyMayPostAtOnce(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 5 {
				if _, err := w.Say(ana, channel, fmt.Sprint(i, j), ""); err != nil {
					t.Error(err)
				}
				if _, err := w.client.PostEphemeral(channel, ben, slackgo.MsgOptionText("x", false)); err != nil {
					t.Error(err)
				}
				w.View(ben)
			}
		})
	}
	wg.Wait()
	equal(t, "seen by Ana", len(w.seen(ana)), 40)
	equal(t, "seen by Ben", len(w.seen(ben)), 80)
}
