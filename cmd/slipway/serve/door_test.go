package serve

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/cmd/inprocess"
)

// knock takes a letter to a front, whose answer a test says, and gives what came there. It
// is an error if Slack's own library would not take the signature.
func knock(t *testing.T, l letter, answer http.HandlerFunc) (path, body, said string, err error) {
	t.Helper()
	now := time.Now
	front := http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		raw, err := io.ReadAll(q.Body)
		v, err2 := slack.NewSecretsVerifier(q.Header, "made up")
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		_, _ = v.Write(raw)
		if err := v.Ensure(); err != nil {
			t.Error(err)
		}
		path, body = q.Method+" "+q.URL.Path+" "+q.Header.Get("Content-Type"), string(raw)
		answer(w, q)
	})
	d := door{front: &http.Client{Transport: inprocess.Transport{Handler: front}}, secret: "made up", now: now}
	got, err := d.pass(t.Context(), l)
	return path, body, string(got), err
}

func nothing(http.ResponseWriter, *http.Request) {}

func TestALetterComesToTheFrontAsSlackWouldHavePostedIt(t *testing.T) {
	path, body, _, err := knock(t, letter{"slash_commands", []byte(`{"command":"/deploy","text":"prod a&b=ü","is_enterprise_install":false,"enterprise_id":null,"n":1}`)}, nothing)
	form, err2 := url.ParseQuery(body)
	if err != nil || err2 != nil || path != "POST /slack/commands application/x-www-form-urlencoded" {
		t.Error(path, err, err2)
	}
	want := url.Values{"command": {"/deploy"}, "text": {"prod a&b=ü"}, "is_enterprise_install": {"false"}, "n": {"1"}}
	if diff := cmp.Diff(want, form); diff != "" {
		t.Error(diff)
	}

	path, body, _, err = knock(t, letter{"interactive", []byte(`{"type":"block_actions","x":"&"}`)}, nothing)
	form, _ = url.ParseQuery(body)
	if err != nil || path != "POST /slack/interactions application/x-www-form-urlencoded" || form.Get("payload") != `{"type":"block_actions","x":"&"}` {
		t.Error(path, body, err)
	}

	path, body, _, err = knock(t, letter{"events_api", []byte(`{"type": "event_callback"}`)}, nothing)
	if err != nil || path != "POST /slack/events application/json" || body != `{"type": "event_callback"}` {
		t.Error(path, body, err)
	}
}

func TestTheFrontsAnswerIsTheLetters(t *testing.T) {
	commands := letter{"slash_commands", []byte(`{}`)}
	_, _, said, err := knock(t, commands, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{\"text\":\"looking\"}\n")) })
	if err != nil || said != `{"text":"looking"}` {
		t.Error(said, err)
	}
	if _, _, said, err = knock(t, commands, nothing); err != nil || said != "" {
		t.Error(said, err)
	}
	// What was not taken is no answer: Slack is to notice.
	for _, status := range []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusInternalServerError} {
		_, _, said, err = knock(t, commands, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "x", status) })
		if err == nil || said != "" {
			t.Error(status, said, err)
		}
	}
}

func TestALetterOfNoKnownKindIsNotTaken(t *testing.T) {
	for _, l := range []letter{{"hello", []byte(`{}`)}, {"slash_commands", []byte(`[]`)}, {"slash_commands", []byte(`{`)}, {"", nil}} {
		_, body, _, err := knock(t, l, func(http.ResponseWriter, *http.Request) { t.Error("it came to the front") })
		if err == nil || body != "" || strings.Contains(err.Error(), "{") {
			t.Errorf("%+v: %v", l, err)
		}
	}
}
