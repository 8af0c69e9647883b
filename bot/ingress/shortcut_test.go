package ingress_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
)

const id = "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ"

// onMessage is a shortcut used on a rollout's message, anywhere one used anywhere.
// Neither names the app, as Slack's do not.
const (
	onMessage = `{"type":"message_action",` + who + `,"callback_id":"slipway_why_shortcut","channel":{"id":"C0CHECKOUT"},"message_ts":"1.2",
"response_url":"` + privateURL + `","message":{"type":"message","ts":"1.2","text":"live","metadata":{"event_type":"slipway_rollout","event_payload":{"rollout":"` + id + `"}},
"blocks":[{"type":"section"},{"type":"actions","elements":[{"action_id":"other","value":"01NO"},{"action_id":"slipway_why","value":"01JBUTTON"}]}]}}`
	anywhere = `{"type":"shortcut",` + who + `,"callback_id":"slipway_deploy"}`
	opened   = `{"type":"event_callback","team_id":"T0TEAM","api_app_id":"A0APP","event_id":"Ev1","event":{"type":"app_home_opened","user":"U0ANA","channel":"D1","tab":"home"}}`
)

func TestAShortcutBecomesAJob(t *testing.T) {
	w := newWorld(t)
	w.taken(t, w.serve(signed(interactions, sent(t, onMessage))).Code)
	j := w.queue.only(t)
	if diff := cmp.Diff(&job.Shortcut{Callback: "slipway_why_shortcut", Message: "1.2", Value: id}, j.Shortcut); diff != "" {
		t.Error(diff)
	}
	if j.Channel != "C0CHECKOUT" || j.ResponseURL != privateURL || j.ID != trigger {
		t.Errorf("got %+v", j)
	}
	w = newWorld(t)
	w.taken(t, w.serve(signed(interactions, sent(t, anywhere))).Code)
	j = w.queue.only(t)
	if diff := cmp.Diff(&job.Shortcut{Callback: "slipway_deploy"}, j.Shortcut); diff != "" || j.Channel != "" {
		t.Errorf("%s %+v", diff, j)
	}
}

// faults.md B14: a shortcut may be used on any message, which may look anyhow.
// Slack may leave out the metadata's payload of an event that no manifest declares.
func TestAMessageIsOnlyAHint(t *testing.T) {
	const metadata = `"metadata":{"event_type":"slipway_rollout","event_payload":{"rollout":"` + id + `"}},`
	const why = `{"action_id":"slipway_why","value":"01JBUTTON"}`
	for name, c := range map[string]struct {
		pairs []string
		want  string
	}{
		"both":                  {nil, id},
		"no payload":            {[]string{`,"event_payload":{"rollout":"` + id + `"}`, ``}, "01JBUTTON"},
		"only its buttons":      {[]string{metadata, ""}, "01JBUTTON"},
		"neither":               {[]string{metadata, "", why, `{"action_id":"slipway_form","value":"checkout"}`}, ""},
		"an odd name":           {[]string{`"rollout":"` + id, `"rollout":"<!here>`}, "01JBUTTON"},
		"metadata of no form":   {[]string{`"event_payload":{`, `"event_payload":5,"x":{`}, "01JBUTTON"},
		"a block of no form":    {[]string{metadata, "", `{"type":"section"}`, `5,null,[],{"elements":"x"},{"elements":[5,{"value":[]}]}`}, "01JBUTTON"},
		"a failed build":        {[]string{metadata, "", "slipway_why\",\"value", "slipway_retry_build\",\"value"}, "01JBUTTON"},
		"a build that waits":    {[]string{metadata, "", "slipway_why\",\"value", "slipway_approve_gate\",\"value"}, "01JBUTTON"},
		"a plan":                {[]string{metadata, "", "slipway_why\",\"value", "slipway_ship\",\"value"}, ""},
		"blocks of no form":     {[]string{metadata, "", `"blocks":[`, `"blocks":"x","y":[`}, ""},
		"a message of no form":  {[]string{`"message":{`, `"message":7,"x":{`}, ""},
		"the ts in the message": {[]string{`"message_ts":"1.2",`, ``}, id},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.taken(t, w.serve(signed(interactions, sent(t, onMessage, c.pairs...))).Code)
			if s := w.queue.only(t).Shortcut; s.Value != c.want || s.Message != "1.2" {
				t.Errorf("got %+v", s)
			}
		})
	}
}

// taken checks that a request was taken.
func (w world) taken(t *testing.T, code int) {
	t.Helper()
	if code != http.StatusOK {
		t.Errorf("got %d: %s", code, w.log)
	}
}

func TestAShortcutThatSlackWouldNotSendIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"no id":       sent(t, onMessage, `"callback_id":"slipway_why_shortcut",`, ``),
		"no channel":  sent(t, onMessage, `"channel":{"id":"C0CHECKOUT"},`, ``),
		"no message":  sent(t, onMessage, `"message_ts":"1.2",`, ``, `"ts":"1.2",`, ``),
		"two teams":   sent(t, anywhere, `"team":{`, `"TEAM":{},"team":{`),
		"no user":     sent(t, anywhere, `"user":{"id":"U0ANA",`, `"user":{`),
		"a long name": sent(t, anywhere, `slipway_deploy`, strings.Repeat("x", 256)),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.refused(t, w.serve(signed(interactions, body)), http.StatusBadRequest)
		})
	}
}

func TestAChoiceInADialogAndAClickInTheHomeTabSayWhereTheyAre(t *testing.T) {
	const chosen = `{"type":"block_actions",` + about + `,"container":{"type":"view","view_id":"V1"},
"view":{"id":"V1","type":"modal","hash":"17.aB3","private_metadata":"{\"channel\":\"C0CHECKOUT\"}","state":{"values":{}}},
"actions":[{"type":"static_select","action_id":"slipway_form_service","block_id":"service","selected_option":{"value":"payments"}}]}`
	view := &job.View{ID: "V1"}
	for name, c := range map[string]struct {
		body    string
		click   job.Click
		channel string
	}{
		"a choice": {sent(t, chosen), job.Click{Action: "slipway_form_service", Value: "payments", View: view}, "C0CHECKOUT"},
		"a click":  {sent(t, chosen, `"modal"`, `"home"`, `{\"channel\":\"C0CHECKOUT\"}`, ``, `slipway_form_service`, `slipway_refresh`, `"selected_option":{"value":"payments"}`, `"value":""`), job.Click{Action: "slipway_refresh", View: &job.View{ID: "V1", Home: true}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.taken(t, w.serve(signed(interactions, c.body)).Code)
			j := w.queue.only(t)
			if diff := cmp.Diff(&c.click, j.Click); diff != "" || j.Channel != c.channel {
				t.Errorf("%s in %q", diff, j.Channel)
			}
		})
	}
}

func TestADialogThatWasClosedIsNoNews(t *testing.T) {
	w := newWorld(t)
	w.refused(t, w.serve(signed(interactions, sent(t, `{"type":"view_closed",`+about+`,"view":{}}`))), http.StatusOK)
}

func TestWhoeverOpensTheHomeTabGetsAJobWithTheEventsID(t *testing.T) {
	w := newWorld(t)
	for range 3 { // faults.md A14: Slack sends it again, with the same id
		if got := w.serve(signed(events, opened)); got.Code != http.StatusOK || got.Body.Len() != 0 {
			t.Errorf("got %d %q", got.Code, got.Body)
		}
	}
	j := w.queue.only(t)
	if j.ID != "Ev1" || j.User != "U0ANA" || j.Channel != "" || j.Home == nil || j.Team != "T0TEAM" {
		t.Errorf("got %+v", j)
	}
}

func TestAnEventThatIsNotStoredIsAskedForAgain(t *testing.T) {
	w := newWorld(t)
	w.queue.fault = func(context.Context) error { return errors.New("no route to the queue") }
	if got := w.serve(signed(events, opened)); got.Code != http.StatusInternalServerError {
		t.Errorf("got %d", got.Code)
	}
}

func TestOtherEventsAreIgnored(t *testing.T) {
	for _, body := range []string{
		`{"type":"app_rate_limited"}`,
		`{"type":"event_callback"}`,
		`{"type":"event_callback","event":{"type":"message","user":"U0ANA"}}`,
		`{"type":"event_callback","team_id":"T0TEAM","api_app_id":"A0APP","event":{"type":"app_home_opened","user":"U0ANA","tab":"messages"}}`,
	} {
		w := newWorld(t)
		w.refused(t, w.serve(signed(events, body)), http.StatusOK)
	}
	for _, body := range []string{
		`{"type":"event_callback","event":7}`,
		`{"type":"event_callback","team_id":"T0TEAM","api_app_id":"A0APP","event":{"type":"app_home_opened","tab":"home"}}`,
	} {
		w := newWorld(t)
		w.refused(t, w.serve(signed(events, body)), http.StatusBadRequest)
	}
}
