package slack_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// inbox is an app that takes events, or fails as it is told.
type inbox struct {
	mu     sync.Mutex
	bodies []string
	retry  []string // num and reason of each
	fail   int      // answers 500 that often
	final  bool     // and asks for no retry
}

func (in *inbox) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	in.mu.Lock()
	defer in.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	in.bodies = append(in.bodies, string(body))
	in.retry = append(in.retry, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
	if in.fail > 0 {
		in.fail--
		if in.final {
			rw.Header().Set("X-Slack-No-Retry", "1")
		}
		rw.WriteHeader(http.StatusInternalServerError)
	}
}

// said sums up the events that came: type, subtype and text.
func (in *inbox) said(t *testing.T) (out []string) {
	t.Helper()
	for _, body := range in.bodies {
		var e struct {
			Event struct{ Type, Subtype, Text, User, Channel string }
		}
		ok(t, json.Unmarshal([]byte(body), &e))
		out = append(out, strings.Join(strings.Fields(e.Event.Type+" "+e.Event.Subtype+" "+e.Event.Text), " "))
	}
	return out
}

// subscribed is a world whose app takes events of the kinds given.
func subscribed(t *testing.T, kinds ...string) (*world, *inbox) {
	t.Helper()
	w, in := newWorld(t), &inbox{}
	w.opts.Events = kinds
	w.answer(in.ServeHTTP)
	w.reopen()
	return w, in
}

func (w *world) retry() time.Time {
	w.t.Helper()
	next, err := w.Retry(w.t.Context())
	ok(w.t, err)
	return next
}

func TestTheAppHearsWhatIsSaidWhereItIs(t *testing.T) {
	w, in := subscribed(t, "message.channels", "message.im", "app_mention")
	ts, err := w.Say(ana, channel, "hi <@UBOT>", "")
	ok(t, err)
	_, err = w.Say(ana, "CRANDOM", "not there <@UBOT>", "")
	ok(t, err)
	own := w.post("own <@UBOT>")
	_, err = w.client.PostEphemeral(channel, ana, slackgo.MsgOptionText("psst", false))
	ok(t, err)
	_, _, _, err = w.client.UpdateMessage(channel, own, slackgo.MsgOptionText("better", false))
	ok(t, err)
	ok(t, w.DeleteMessage(channel, ts))
	_, _, err = w.client.PostMessage(ana, slackgo.MsgOptionText("direct", false))
	ok(t, err)
	ok(t, w.Preload(slack.Message{Channel: channel, TS: "1600000000.000100", Text: "past"}))
	if next := w.retry(); !next.IsZero() {
		t.Errorf("still due: %v", next)
	}
	want := []string{
		"message hi <@UBOT>", "app_mention hi <@UBOT>", "message own <@UBOT>",
		"message message_changed", "message message_deleted", "message direct",
	}
	if diff := cmp.Diff(want, in.said(t)); diff != "" {
		t.Error(diff)
	}
	parsed, err := slackevents.ParseEvent(json.RawMessage(in.bodies[1]), slackevents.OptionNoVerifyToken())
	ok(t, err)
	mention, is := parsed.InnerEvent.Data.(*slackevents.AppMentionEvent)
	if !is || mention.User != ana || mention.Channel != channel || mention.TimeStamp != ts {
		t.Errorf("got %+v", parsed.InnerEvent.Data)
	}
}

func TestAnEventIsInSlacksEnvelope(t *testing.T) {
	w, in := subscribed(t, "message.channels")
	var bad error
	w.answer(func(rw http.ResponseWriter, r *http.Request) {
		verifier, err := slackgo.NewSecretsVerifier(r.Header, secret)
		bad = err
		r.Body = io.NopCloser(io.TeeReader(r.Body, &verifier))
		in.ServeHTTP(rw, r)
	})
	_, err := w.Say("USTRANGER", "CSHARED", "hi", "")
	ok(t, err)
	w.clock.nanos.Store(time.Now().UnixNano()) // the verifier's clock is the real one
	w.retry()
	ok(t, bad)
	var got map[string]any
	ok(t, json.Unmarshal([]byte(in.bodies[0]), &got))
	equal(t, "type", got["type"], any("event_callback"))
	equal(t, "team", got["team_id"], any("TTEAM"))
	equal(t, "app", got["api_app_id"], any("AAPP"))
	equal(t, "shared", got["is_ext_shared_channel"], any(true))
	equal(t, "id", strings.HasPrefix(fmt.Sprint(got["event_id"]), "Ev"), true)
	equal(t, "authorizations", toJSON(t, got["authorizations"]),
		`[{"enterprise_id":null,"is_bot":true,"is_enterprise_install":false,"team_id":"TTEAM","user_id":"UBOT"}]`)
	event, _ := got["event"].(map[string]any)
	equal(t, "the stranger's team", event["team"], any("TOTHER"))
	equal(t, "channel type", event["channel_type"], any("channel"))
}

func TestAnEventThatIsNotTakenComesAgainThreeTimes(t *testing.T) {
	w, in := subscribed(t, "message.channels")
	in.fail = 9
	_, err := w.Say(ana, channel, "hi", "")
	ok(t, err)
	begin := w.clock.now()
	equal(t, "the third is due after", w.retry().Sub(begin), time.Minute)
	w.reopen() // a crash forgets nothing
	w.clock.forward(59 * time.Second)
	w.retry()
	equal(t, "tries", strings.Join(in.retry, " "), " 1http_error")
	w.clock.forward(time.Second)
	equal(t, "the fourth is due after", w.retry().Sub(begin), 6*time.Minute)
	w.clock.forward(5 * time.Minute)
	equal(t, "never again", w.retry().IsZero(), true)
	equal(t, "tries", strings.Join(in.retry, " "), " 1http_error 2http_error 3http_error")
	for _, body := range in.bodies {
		equal(t, "body", body, in.bodies[0])
	}
	w.reopen()
	equal(t, "after a crash", w.retry().IsZero(), true)
}

func TestTheAppCanAskForNoRetry(t *testing.T) {
	w, in := subscribed(t, "message.channels")
	in.fail, in.final = 9, true
	_, err := w.Say(ana, channel, "hi", "")
	ok(t, err)
	equal(t, "next", w.retry().IsZero(), true)
	equal(t, "tries", len(in.retry), 1)
}

func TestARetrySaysWhyTheLastTryFailed(t *testing.T) {
	for want, do := range map[string]func(*http.Request) (*http.Response, error){
		"http_timeout":      func(*http.Request) (*http.Response, error) { return nil, timeout{} },
		"connection_failed": func(*http.Request) (*http.Response, error) { return nil, errors.New("refused") },
		"ssl_error":         insecure,
	} {
		t.Run(want, func(t *testing.T) {
			w, _ := subscribed(t, "message.channels")
			var reasons []string
			w.opts.HTTP = &http.Client{Transport: wire(func(r *http.Request) (*http.Response, error) {
				reasons = append(reasons, r.Header.Get("X-Slack-Retry-Reason"))
				return do(r)
			})}
			w.reopen()
			_, err := w.Say(ana, channel, "hi", "")
			ok(t, err)
			w.retry()
			equal(t, "reasons", strings.Join(reasons, " "), " "+want)
		})
	}
}

type timeout struct{}

func (timeout) Error() string { return "too slow" }
func (timeout) Timeout() bool { return true }

type wire func(*http.Request) (*http.Response, error)

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) { return w(r) }
