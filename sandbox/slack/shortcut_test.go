package slack_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func withShortcuts(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.opts.Shortcuts = []slack.Shortcut{
		{CallbackID: "new", Name: "New deploy", Kind: "global"},
		{CallbackID: "this", Name: "Deploy this", Kind: "message"},
	}
	w.reopen()
	return w
}

func TestAGlobalShortcutIsSentAsSlackSendsIt(t *testing.T) {
	w := withShortcuts(t)
	equal(t, "shown", w.View(ana).Shortcuts[0].Name, "New deploy")
	h := w.hear("")
	d, err := w.Shortcut(t.Context(), ana, "new")
	ok(t, err)
	got := h.raw[0]
	delete(got, "action_ts")
	want := map[string]any{
		"type": "shortcut", "token": "deprecated", "callback_id": "new", "trigger_id": d.TriggerID,
		"team":                  map[string]any{"id": "TTEAM", "domain": "sandbox"},
		"user":                  map[string]any{"id": ana, "username": "ana", "team_id": "TTEAM"},
		"is_enterprise_install": false, "enterprise": nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err = w.client.OpenView(d.TriggerID, form("Deploy"))
	ok(t, err)
}

func TestAMessageShortcutIsSentWithItsMessage(t *testing.T) {
	w := withShortcuts(t)
	root := w.post("root")
	ts, err := w.Say(ben, channel, "ship it", root)
	ok(t, err)
	h := w.hear("")
	d, err := w.MessageShortcut(t.Context(), ana, channel, ts, "this")
	ok(t, err)
	got := h.last()
	equal(t, "type", got.Type, slackgo.InteractionTypeMessageAction)
	equal(t, "callback", got.CallbackID, "this")
	equal(t, "message", got.Message.Text, "ship it")
	equal(t, "author", got.Message.User, ben)
	equal(t, "ts", got.MessageTs, ts)
	equal(t, "channel", got.Channel.ID, channel)
	equal(t, "user", got.User.ID, ana)
	equal(t, "trigger", got.TriggerID, d.TriggerID)
	equal(t, "response", got.ResponseURL, d.ResponseURL)
	equal(t, "app", h.raw[0]["api_app_id"], nil)

	equal(t, "ok", w.respond(d, `{"text":"for Ana","replace_original":true}`)["ok"], any(true))
	equal(t, "the message stays", w.seen(ben)[0].Replies[0].Text, "ship it")
	if diff := cmp.Diff([]string{"root", "for Ana"}, texts(w.seen(ana))); diff != "" {
		t.Error(diff)
	}
}

func TestAShortcutThatIsNotThereCannotBeUsed(t *testing.T) {
	w := withShortcuts(t)
	w.silent()
	ts := w.post("x")
	hidden, err := w.client.PostEphemeral(channel, ana, slackgo.MsgOptionText("psst", false))
	ok(t, err)
	for name, c := range map[string]struct{ user, ts, shortcut, want string }{
		"unknown":            {ana, ts, "none", "shortcut_not_found"},
		"of the other kind":  {ana, ts, "new", "shortcut_not_found"},
		"no message":         {ana, "1.2", "this", "message_not_found"},
		"only to one":        {ana, hidden, "this", "message_not_found"},
		"not in the channel": {"USTRANGER", ts, "this", "channel_not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.MessageShortcut(t.Context(), c.user, channel, c.ts, c.shortcut)
			refused(t, err, c.want)
		})
	}
	_, err = w.Shortcut(t.Context(), ana, "this")
	refused(t, err, "shortcut_not_found")
	_, err = w.Shortcut(t.Context(), "UGONE", "new")
	refused(t, err, "user_not_found")
}

func TestAShortcutNeedsACallbackAndAKind(t *testing.T) {
	w := newWorld(t)
	for _, s := range []slack.Shortcut{{Name: "a", Kind: "global"}, {CallbackID: "a", Kind: "other"}} {
		w.opts.Shortcuts = []slack.Shortcut{s}
		if _, err := slack.New(w.opts); err == nil {
			t.Errorf("%+v was taken", s)
		}
	}
}
