package page_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// seen is what a person sees in #checkout.
func (w *world) seen(user string) []slack.MessageView {
	w.t.Helper()
	rec := w.do("GET", "/sandbox/ui/view?user="+user, "")
	var v slack.View
	w.ok(json.Unmarshal(rec.Body.Bytes(), &v))
	if rec.Code != 200 || len(v.Channels) != 1 || v.Me.ID != user {
		w.t.Fatalf("%d %+v", rec.Code, v)
	}
	return v.Channels[0].Messages
}

// version is that of the workspace as it is.
func (w *world) version() string { return strconv.FormatInt(w.slack.View(ben).Version, 10) }

func TestEveryoneSeesTheirOwnWorkspace(t *testing.T) {
	w := newWorld(t)
	w.answer = "only you"
	w.done("POST", "/sandbox/ui/send", `{"user": "U0ANA", "channel": "C0CHECKOUT", "text": "  hi <b> & co\n"}`)
	w.done("POST", "/sandbox/ui/send", `{"user": "U0ANA", "channel": "C0CHECKOUT", "text": "/deploy\tstaging  abc123 "}`)
	mine, bens := w.seen(ana), w.seen(ben)
	if len(mine) != 2 || mine[0].Text != "hi &lt;b&gt; &amp; co" || mine[1].Text != "only you" || !mine[1].Ephemeral {
		t.Errorf("Ana sees %+v", mine)
	}
	if len(bens) != 1 {
		t.Errorf("Ben sees %+v", bens)
	}
	sent := w.sent[0]
	if sent.Get("command") != "/deploy" || sent.Get("text") != "staging  abc123" || sent.Get("user_id") != ana || sent.Get("channel_id") != checkout {
		t.Errorf("the bot got %v", sent)
	}
}

func TestACommandWithoutTextIsOneToo(t *testing.T) {
	w := newWorld(t)
	w.done("POST", "/sandbox/ui/send", `{"user": "U0ANA", "channel": "C0CHECKOUT", "text": "/deploy"}`)
	if sent := w.sent[0]; sent.Get("command") != "/deploy" || sent.Get("text") != "" {
		t.Errorf("the bot got %v", sent)
	}
}

func TestAReplyGoesIntoItsThread(t *testing.T) {
	w := newWorld(t)
	w.done("POST", "/sandbox/ui/send", `{"user": "U0ANA", "channel": "C0CHECKOUT", "text": "question"}`)
	ts := w.seen(ben)[0].TS
	w.done("POST", "/sandbox/ui/send", `{"user": "U0BEN", "channel": "C0CHECKOUT", "thread_ts": "`+ts+`", "text": "answer"}`)
	if got := w.seen(ana); len(got) != 1 || got[0].ReplyCount != 1 || got[0].Replies[0].Text != "answer" {
		t.Errorf("Ana sees %+v", got)
	}
	says(t, w.do("POST", "/sandbox/ui/send", `{"user": "U0BEN", "channel": "C0CHECKOUT", "thread_ts": "`+ts+`", "text": "/deploy staging abc123"}`),
		400, problem("Slack takes no slash commands in threads"))
}

func TestOnlyTheNewestMessagesAreShown(t *testing.T) {
	w := newWorld(t)
	for range 201 {
		w.pass(time.Second)
		must(w.slack.Say(ana, checkout, "again", ""))(t)
	}
	all := w.slack.View(ana).Channels[0].Messages
	if got := w.seen(ana); len(got) != 200 || got[199].TS != all[200].TS {
		t.Errorf("%d messages are shown", len(got))
	}
}

func TestNobodyElseCanBePlayed(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ method, path, body, says string }{
		{"GET", "view?user=U0BOT", "", `there is no user "U0BOT" here`},
		{"GET", "view", "", `there is no user "" here`},
		{"GET", "view?user=U0ANA&since=x", "", "since is no version"},
		{"POST", "send", `{"user": "U0BOT", "channel": "C0CHECKOUT", "text": "hi"}`, `there is no user "U0BOT" here`},
		{"POST", "send", `{"user": "U0ANA", "channel": "C0NOWHERE", "text": "hi"}`, "there is no such channel, or they are not in it (channel_not_found)"},
		{"POST", "send", `{"user": "U0ANA", "channel": "C0CHECKOUT", "text": " "}`, "there is nothing to send (no_text)"},
		{"POST", "send", `{"who": "U0ANA"}`, `the body is not what is needed: unknown field "who"`},
		{"POST", "act", `{"user": "U0BOT"}`, `there is no user "U0BOT" here`},
		{"POST", "suggest", `{"user": "U0BOT"}`, `there is no user "U0BOT" here`},
		{"POST", "submit", `{"user": "U0BOT"}`, `there is no user "U0BOT" here`},
		{"POST", "close", `{"user": "U0BOT"}`, `there is no user "U0BOT" here`},
		{"POST", "home", `{"user": "U0BOT"}`, `there is no user "U0BOT" here`},
		{"POST", "shortcut", `{"user": "U0BOT"}`, `there is no user "U0BOT" here`},
		{"POST", "act", ``, "the body is empty, a JSON object is needed"},
		{"POST", "act", `{"user": "U0ANA", "channel": "C0CHECKOUT", "ts": "1.000000", "action_id": "a"}`, "that message is not there any more (message_not_found)"},
	} {
		says(t, w.do(c.method, "/sandbox/ui/"+c.path, c.body), 400, problem(c.says))
	}
}

func TestAViewWaitsForNews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		got := make(chan string)
		go func() { got <- w.do("GET", "/sandbox/ui/view?user=U0BEN&since="+w.version(), "").Body.String() }()
		synctest.Wait()
		select {
		case early := <-got:
			t.Fatalf("it did not wait: %s", early)
		default:
		}
		must(w.slack.Say(ana, checkout, "news", ""))(t)
		if body := <-got; !strings.Contains(body, "news") {
			t.Errorf("the view is %s", body)
		}
	})
}

func TestAViewWithoutNewsComesAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		began := time.Now()
		rec := w.do("GET", "/sandbox/ui/view?user=U0BEN&since="+w.version(), "")
		if took := time.Since(began); rec.Code != 200 || took != 20*time.Second {
			t.Errorf("%d after %v", rec.Code, took)
		}
	})
}

// Who waits hears it when the server ends the request: an empty answer would look
// like a view.
func TestAWaitThatIsCutShortIsAnsweredSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ctx, gone := context.WithTimeout(t.Context(), time.Second)
		defer gone()
		began := time.Now()
		rec := w.do("GET", "/sandbox/ui/view?user=U0BEN&since="+w.version(), "", func(r *http.Request) { *r = *r.WithContext(ctx) })
		says(t, rec, http.StatusServiceUnavailable, problem("the sandbox begins anew"))
		if took := time.Since(began); took != time.Second || w.log.Len() > 0 {
			t.Errorf("it took %v and logged %q", took, w.log.String())
		}
	})
}

func TestTheCloudShowsTheLastMinutesAndTheKnobs(t *testing.T) {
	w := newWorld(t)
	w.done("PUT", "/sandbox/api/behaviour", `{"service": "checkout", "sha": "`+running+`", "error_rate": 1}`)
	w.pass(40 * time.Minute)
	var got struct {
		Speed     float64
		Targets   []struct{ Function string }
		Functions []struct {
			Name     string
			Versions []struct {
				Version, SHA string
				ErrorRate    float64 `json:"error_rate"`
			}
			Minutes []struct {
				At            int64
				Version       string
				Calls, Errors int64
			}
		}
	}
	w.ok(json.Unmarshal(w.do("GET", "/sandbox/ui/cloud", "").Body.Bytes(), &got))
	prod := got.Functions[0]
	if got.Speed != 1 || len(got.Targets) != 3 || prod.Name != "checkout-prod" || len(prod.Minutes) != 21 {
		t.Fatalf("the cloud is %+v", got)
	}
	if v := prod.Versions[0]; v.Version != "41" || v.SHA != running || v.ErrorRate != 1 {
		t.Errorf("the knobs are %+v", v)
	}
	last := prod.Minutes[20]
	if last.At != begin().Add(39*time.Minute).Unix() || last.Version != "41" || last.Calls < 1000 || last.Errors != last.Calls {
		t.Errorf("the last minute is %+v", last)
	}
}
