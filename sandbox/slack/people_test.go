package slack_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"
)

// verified is an app that takes only what slack-go's own verifier takes.
func verified(t *testing.T, next func(body []byte, rw http.ResponseWriter, r *http.Request)) http.HandlerFunc {
	t.Helper()
	return func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		verifier, err := slackgo.NewSecretsVerifier(r.Header, secret)
		if err != nil {
			t.Error(err)
		}
		if _, err := verifier.Write(body); err != nil {
			t.Error(err)
		}
		if err := verifier.Ensure(); err != nil {
			t.Error(err)
		}
		next(body, rw, r)
	}
}

func TestACommandReachesTheAppSignedAndItsAnswerIsShownToTheUserOnly(t *testing.T) {
	w := newWorld(t)
	w.clock.nanos.Store(time.Now().UnixNano()) // slack-go's verifier looks at the real time
	var got slackgo.SlashCommand
	w.answer(verified(t, func(body []byte, rw http.ResponseWriter, r *http.Request) {
		equal(t, "path", r.URL.Path, "/slack/commands")
		r.Body = io.NopCloser(bytes.NewReader(body))
		var err error
		got, err = slackgo.SlashCommandParse(r)
		if err != nil {
			t.Error(err)
		}
		asJSON(rw, `{"text":"Looking …"}`)
	}))
	d, err := w.Command(t.Context(), ana, channel, "/deploy", "staging abc123 & more")
	ok(t, err)
	want := slackgo.SlashCommand{
		Token: "deprecated", TeamID: "TTEAM", TeamDomain: "sandbox", ChannelID: channel, ChannelName: "checkout",
		UserID: ana, UserName: "ana", Command: "/deploy", Text: "staging abc123 & more",
		APIAppID: "AAPP", TriggerID: d.TriggerID, ResponseURL: d.ResponseURL,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	equal(t, "status", d.Status, http.StatusOK)
	equal(t, "error", d.Error, "")
	if diff := cmp.Diff([]string{"Looking …"}, texts(w.seen(ana))); diff != "" {
		t.Error(diff)
	}
	equal(t, "shown as", w.seen(ana)[0].TS, d.TS)
	equal(t, "others see", len(w.seen(ben)), 0)
}

func TestACommandsAnswerIsShownAsTheAppWants(t *testing.T) {
	const json, asText = "application/json; charset=utf-8", "text/plain; charset=utf-8"
	for name, c := range map[string]struct {
		kind      string
		answer    string
		status    int
		ana, ben  []string
		errorCode string
	}{
		"an empty answer":     {asText, "", 200, nil, nil, ""},
		"plain text":          {asText, " hi ", 200, []string{"hi"}, nil, ""},
		"JSON, not said so":   {asText, `{"text":"hi"}`, 200, []string{`{"text":"hi"}`}, nil, ""},
		"in the channel":      {json, `{"response_type":"in_channel","text":"hi"}`, 200, []string{"/deploy it", "hi"}, []string{"/deploy it", "hi"}, ""},
		"nothing yet":         {json, `{"response_type":"in_channel"}`, 200, []string{"/deploy it"}, []string{"/deploy it"}, ""},
		"broken, in channel":  {json, `{"response_type":"in_channel","blocks":[{}]}`, 200, []string{`/deploy failed with the error "invalid_blocks"`}, nil, "invalid_blocks"},
		"text that says JSON": {json, "hi", 200, []string{`/deploy failed with the error "dispatch_failed"`}, nil, "dispatch_failed"},
		"an error":            {asText, "oops", 500, []string{`/deploy failed with the error "dispatch_failed"`}, nil, "dispatch_failed"},
		"a redirect":          {asText, "", 302, []string{`/deploy failed with the error "dispatch_failed"`}, nil, "dispatch_failed"},
		"broken JSON":         {json, "{", 200, []string{`/deploy failed with the error "dispatch_failed"`}, nil, "dispatch_failed"},
		"nothing to show":     {json, "{}", 200, []string{`/deploy failed with the error "no_text"`}, nil, "no_text"},
		"blocks that do not":  {json, `{"blocks":[{}]}`, 200, []string{`/deploy failed with the error "invalid_blocks"`}, nil, "invalid_blocks"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.answer(func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Location", "/elsewhere")
				rw.Header().Set("Content-Type", c.kind)
				rw.WriteHeader(c.status)
				_, _ = io.WriteString(rw, c.answer)
			})
			d, err := w.Command(t.Context(), ana, channel, "/deploy", "it")
			ok(t, err)
			equal(t, "error", d.Error, c.errorCode)
			if diff := cmp.Diff(c.ana, texts(w.seen(ana))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.ben, texts(w.seen(ben))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNobodyActsWhereTheyAreNot(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct{ user, channel, want string }{
		"a stranger":          {"UNONE", channel, "user_not_found"},
		"somebody who left":   {"UGONE", channel, "user_not_found"},
		"an unknown channel":  {ana, "CNONE", "channel_not_found"},
		"another's channel":   {ana, "CSECRET", "channel_not_found"},
		"an archived channel": {ana, "COLD", "is_archived"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.Command(t.Context(), c.user, c.channel, "/deploy", "")
			refused(t, err, c.want)
			_, err = w.Click(t.Context(), c.user, c.channel, "1.2", "a", "")
			refused(t, err, c.want)
			_, err = w.Say(c.user, c.channel, "x", "")
			refused(t, err, c.want)
		})
	}
}

func TestAClickIsSentAsSlackSendsIt(t *testing.T) {
	w := newWorld(t)
	w.clock.nanos.Store(time.Now().UnixNano())
	root := w.post("root")
	ts := w.post("Roll back?", slackgo.MsgOptionTS(root), slackgo.MsgOptionBlocks(button("rollback", "01HX")))
	var got slackgo.InteractionCallback
	w.answer(verified(t, func(body []byte, _ http.ResponseWriter, r *http.Request) {
		equal(t, "path", r.URL.Path, "/slack/interactions")
		r.Body = io.NopCloser(bytes.NewReader(body))
		ok(t, r.ParseForm())
		if err := json.Unmarshal([]byte(r.PostForm.Get("payload")), &got); err != nil {
			t.Error(err)
		}
	}))
	d, err := w.Click(t.Context(), ana, channel, ts, "rollback", "row")
	ok(t, err)
	equal(t, "delivered", d.Status, http.StatusOK)
	equal(t, "type", got.Type, slackgo.InteractionTypeBlockActions)
	equal(t, "user", got.User.ID, ana)
	equal(t, "user's team", got.User.TeamID, "TTEAM")
	equal(t, "team", got.Team.ID, "TTEAM")
	equal(t, "app", got.APIAppID, "AAPP")
	equal(t, "channel", got.Channel.ID, channel)
	equal(t, "trigger", got.TriggerID, d.TriggerID)
	equal(t, "response", got.ResponseURL, d.ResponseURL)
	equal(t, "container", got.Container.MessageTs, ts)
	equal(t, "thread", got.Container.ThreadTs, root)
	equal(t, "message", got.Message.Text, "Roll back?")
	equal(t, "message's blocks", len(got.Message.Blocks.BlockSet), 1)
	action := got.ActionCallback.BlockActions[0]
	equal(t, "action", action.ActionID, "rollback")
	equal(t, "block", action.BlockID, "row")
	equal(t, "value", action.Value, "01HX")
	equal(t, "text", action.Text.Text, "Press")
	if action.ActionTs == "" {
		t.Error("no action_ts")
	}
	t.Run("what the app answers is not shown", func(t *testing.T) {
		w.answer(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusTeapot) })
		d, err := w.Click(t.Context(), ana, channel, ts, "rollback", "")
		ok(t, err)
		equal(t, "error", d.Error, "dispatch_failed")
		equal(t, "messages", len(w.seen(ana)), 1)
	})
}

func TestAStrangersTeamIsSentWithTheClick(t *testing.T) {
	w := newWorld(t)
	_, ts, err := w.client.PostMessage("CSHARED", slackgo.MsgOptionBlocks(button("a", "v")))
	ok(t, err)
	var payload struct {
		User struct {
			TeamID string `json:"team_id"`
		} `json:"user"`
	}
	w.answer(func(_ http.ResponseWriter, r *http.Request) {
		if err := json.Unmarshal([]byte(r.FormValue("payload")), &payload); err != nil {
			t.Error(err)
		}
	})
	_, err = w.Click(t.Context(), "USTRANGER", "CSHARED", ts, "a", "")
	ok(t, err)
	equal(t, "team", payload.User.TeamID, "TOTHER")
}

func TestAnEphemeralButtonIsThereForItsUserOnlyAndNotSentBack(t *testing.T) {
	w := newWorld(t)
	ts, err := w.client.PostEphemeral(channel, ana, slackgo.MsgOptionBlocks(button("yes", "v")))
	ok(t, err)
	_, err = w.Click(t.Context(), ben, channel, ts, "yes", "")
	refused(t, err, "message_not_found")
	var payload map[string]any
	w.answer(func(_ http.ResponseWriter, r *http.Request) {
		if err := json.Unmarshal([]byte(r.FormValue("payload")), &payload); err != nil {
			t.Error(err)
		}
	})
	_, err = w.Click(t.Context(), ana, channel, ts, "yes", "")
	ok(t, err)
	container, _ := payload["container"].(map[string]any)
	equal(t, "ephemeral", container["is_ephemeral"], any(true))
	equal(t, "message", payload["message"], nil)
}

func TestAButtonThatIsGoneCannotBeClicked(t *testing.T) {
	w := newWorld(t)
	ts := w.post("x", slackgo.MsgOptionBlocks(button("a", "v")))
	for _, c := range []struct{ action, block, want string }{
		{"b", "", "action_not_found"},
		{"a", "another", "action_not_found"},
	} {
		_, err := w.Click(t.Context(), ana, channel, ts, c.action, c.block)
		refused(t, err, c.want)
	}
	_, err := w.Click(t.Context(), ana, channel, w.post("no buttons"), "a", "")
	refused(t, err, "action_not_found")
	ok(t, w.DeleteMessage(channel, ts))
	_, err = w.Click(t.Context(), ana, channel, ts, "a", "")
	refused(t, err, "message_not_found")
}
