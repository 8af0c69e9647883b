package ingress_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// who is in every interaction of ana's, about in those in a view.
const (
	who   = `"team":{"id":"T0TEAM","domain":"acme"},"enterprise":null,"user":{"id":"U0ANA","username":"ana"},"trigger_id":"` + trigger + `"`
	about = who + `,"api_app_id":"A0APP"`
)

// form is the form, filled in; its metadata names the channel that it was opened in.
const form = `{"type":"view_submission",` + about + `,"response_urls":[],"view":{"id":"V1","type":"modal","hash":"1.a","callback_id":"slipway_deploy",
"private_metadata":"{\"channel\":\"C0CHECKOUT\"}","blocks":[5],"state":{"values":{
"service":{"slipway_form_service":{"type":"static_select","selected_option":{"text":{},"value":"payments"}}},
"environment":{"slipway_form_environment":{"type":"static_select","selected_option":{"value":"staging"}}},
"ref":{"slipway_form_ref":{"type":"plain_text_input","value":"abc123"}},
"strategy":{"slipway_form_strategy":{"type":"static_select","selected_option":null}},
"reason":{"slipway_form_reason":{"type":"plain_text_input","value":null}}}}}}`

// refBlock is the form's field for a ref, noRef the empty one, and whole a full SHA.
const (
	refBlock = `"ref":{"slipway_form_ref":{"type":"plain_text_input","value":"abc123"}}`
	noRef    = `"ref":{"slipway_form_ref":{"type":"plain_text_input","value":null}},`
	whole    = "abc1234def5678abc1234def5678abc1234def56"
)

// confirmed is the dialog that asks before a rollback.
const confirmed = `{"type":"view_submission",` + about + `,"view":{"id":"V1","type":"modal","hash":"1.a","callback_id":"slipway_rollback",
"private_metadata":"{\"channel\":\"C0CHECKOUT\",\"message\":\"1.2\",\"value\":\"01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ\",\"action\":\"slipway_abort\",\"asked\":\"2026-11-22T12:00:00Z\"}","state":{"values":{}}}}`

// sent is the form of an interaction; pairs are texts of the payload and what stands
// there instead.
func sent(t testing.TB, payload string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(payload, pairs[i]) {
			t.Fatalf("the payload has no %s", pairs[i])
		}
		payload = strings.ReplaceAll(payload, pairs[i], pairs[i+1])
	}
	return url.Values{"payload": {payload}}.Encode()
}

// objections are what an answer says is wrong, by block.
func objections(t testing.TB, got *httptest.ResponseRecorder) map[string]string {
	t.Helper()
	var a struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
	}
	if err := json.Unmarshal(got.Body.Bytes(), &a); err != nil || got.Code != http.StatusOK || a.Action != "errors" || len(a.Errors) == 0 {
		t.Fatalf("want objections, got %d %s %v", got.Code, got.Body, err)
	}
	return a.Errors
}

func TestAFilledInFormIsTheCommandThatItStandsFor(t *testing.T) {
	prod := grammar.Target{Service: "payments", Environment: "staging"}
	for name, c := range map[string]struct {
		pairs []string
		want  grammar.Deploy
	}{
		"a version of the service":  {[]string{refBlock, noRef + `"version/payments":{"slipway_form_version":{"type":"static_select","selected_option":{"value":"` + whole + `"}}}`}, grammar.Deploy{Target: prod, Ref: whole}},
		"a version and what counts": {[]string{refBlock, refBlock + `,"version/payments":{"slipway_form_version":{"type":"static_select","selected_option":{"value":"` + whole + `"}}}`}, grammar.Deploy{Target: prod, Ref: "abc123"}},
		"no version":                {[]string{refBlock, refBlock + `,"version/payments":{"slipway_form_version":{"type":"static_select","selected_option":null}}`}, grammar.Deploy{Target: prod, Ref: "abc123"}},
		"as it is":                  {nil, grammar.Deploy{Target: prod, Ref: "abc123"}},
		"with a strategy":           {[]string{`"selected_option":null`, `"selected_option":{"value":"canary"}`}, grammar.Deploy{Target: prod, Ref: "abc123", Strategy: "canary"}},
		"with a reason":             {[]string{`"value":null`, `"value":" fixes \"the\" bug --strategy canary "`}, grammar.Deploy{Target: prod, Ref: "abc123", Reason: "fixes 'the' bug --strategy canary"}},
		"of a pull request":         {[]string{`"abc123"`, `"#123"`}, grammar.Deploy{Target: prod, Ref: "#123"}},
		"typed with a blank":        {[]string{`"abc123"`, `" abc123 "`}, grammar.Deploy{Target: prod, Ref: "abc123"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got := w.serve(signed(interactions, sent(t, form, c.pairs...))); got.Code != http.StatusOK || got.Body.Len() != 0 {
				t.Fatalf("got %d %s", got.Code, got.Body)
			}
			j := w.queue.only(t)
			cmd, err := grammar.Unmarshal(j.Command)
			if diff := cmp.Diff(grammar.Command(c.want), cmd); err != nil || diff != "" {
				t.Error(err, diff)
			}
			if j.Channel != "C0CHECKOUT" || j.User != "U0ANA" || j.ID != trigger || j.ResponseURL != "" {
				t.Errorf("got %+v", j)
			}
		})
	}
}

func TestAFormOpenedInTheHomeTabIsInNoChannel(t *testing.T) {
	w := newWorld(t)
	w.serve(signed(interactions, sent(t, form, `"{\"channel\":\"C0CHECKOUT\"}"`, `"{}"`)))
	if j := w.queue.only(t); j.Channel != "" || j.Command == nil {
		t.Errorf("got %+v", j)
	}
}

func TestWhatIsWrongWithAFormIsSaidBesideItsField(t *testing.T) {
	for name, c := range map[string]struct {
		pairs []string
		block string
		says  string
	}{
		"a ref that is none":            {[]string{`"abc123"`, `"main;rm"`}, "ref", "main;rm"},
		"a version of another service":  {[]string{refBlock, noRef + `"version/checkout":{"slipway_form_version":{"type":"static_select","selected_option":{"value":"` + whole + `"}}}`}, "ref", "Say what to ship"},
		"a version that is two words":   {[]string{refBlock, noRef + `"version/payments":{"slipway_form_version":{"type":"static_select","selected_option":{"value":"main --reason x"}}}`}, "ref", "Only one word"},
		"no ref":                        {[]string{`"abc123"`, `""`}, "ref", "Say what to ship"},
		"two words":                     {[]string{`"abc123"`, `"abc123 payments"`}, "ref", "Only one word"},
		"a flag for a ref":              {[]string{`"abc123"`, `"--help"`}, "ref", "Only one word"},
		"flags in the ref":              {[]string{`"abc123"`, `"abc123 --strategy all-at-once"`}, "ref", "Only one word"},
		"a reason in the ref":           {[]string{`"abc123"`, `"abc123 --reason none"`}, "ref", "Only one word"},
		"help in the ref":               {[]string{`"abc123"`, `"abc123 --help"`}, "ref", "Only one word"},
		"an environment that is gone":   {[]string{`"staging"`, `"stagign"`}, "environment", "Did you mean 'staging'"},
		"no environment":                {[]string{`{"value":"staging"}`, `null`}, "environment", "Which environment"},
		"a service that is gone":        {[]string{`"payments"`, `"payment"`}, "service", "Did you mean 'payments'"},
		"no service":                    {[]string{`{"text":{},"value":"payments"}`, `null`}, "service", "Which service"},
		"a strategy that is gone":       {[]string{`"selected_option":null`, `"selected_option":{"value":"canery"}`}, "strategy", "canery"},
		"a reason with something odd":   {[]string{`"value":null`, `"value":"lunch\u202e"`}, "reason", "direction of writing"},
		"a command for the environment": {[]string{`"staging"`, `"status"`}, "ref", "abc123"},
		"a command for the ref":         {[]string{`"abc123"`, `"status"`}, "ref", "a branch of that name is 'refs/heads/status'"},
		"another alphabet":              {[]string{`"abc123"`, `"нет"`}, "ref", "'н', which is not a plain letter"},
		"flags in a menu":               {[]string{`"selected_option":null`, `"selected_option":{"value":"canary --reason x"}`}, "ref", "Only one word"},
		"a strategy that is not ours":   {[]string{`"selected_option":null`, `"selected_option":{"value":"Canary"}`}, "ref", "Only one word"},
		"a service that is two":         {[]string{`"payments"`, `"payments checkout"`}, "ref", "abc123"},
		"a target turned round":         {[]string{`"payments"`, `"staging"`, `{"value":"staging"}`, `{"value":"payments"}`}, "ref", "Only one word"},
		"a reason that would be cut":    {[]string{`"value":null`, `"value":"` + strings.Repeat("x", 201) + `"`}, "ref", "Only one word"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			got := objections(t, w.serve(signed(interactions, sent(t, form, c.pairs...))))
			if !strings.Contains(got[c.block], c.says) || strings.Contains(got[c.block], "'/deploy") || strings.ContainsAny(got[c.block], "`\u202e") || w.queue.calls != 0 {
				t.Errorf("%q, %d jobs", got, w.queue.calls)
			}
		})
	}
}

// faults.md A16
func TestAFormThatIsNotStoredStaysOpenAndSaysSo(t *testing.T) {
	w := newWorld(t)
	w.queue.fault = func(context.Context) error { return errors.New("no route to the queue") }
	got := objections(t, w.serve(signed(interactions, sent(t, form))))
	if !strings.Contains(got["ref"], "nothing was done") || w.logged(t)["outcome"] != "not_stored" {
		t.Errorf("%q, logged %v", got, w.logged(t))
	}
}

func TestAConfirmedRollbackBecomesAJob(t *testing.T) {
	w := newWorld(t)
	if got := w.serve(signed(interactions, sent(t, confirmed))); got.Code != http.StatusOK || got.Body.Len() != 0 {
		t.Fatalf("got %d %s", got.Code, got.Body)
	}
	j := w.queue.only(t)
	want := job.Submit{
		Callback: "slipway_rollback", Message: "1.2", Value: "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ",
		Action: "slipway_abort", Asked: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}
	if j.Channel != "C0CHECKOUT" || j.Submit == nil || *j.Submit != want || !j.Urgent() {
		t.Errorf("got %+v %+v", j, j.Submit)
	}
	w = newWorld(t)
	w.queue.fault = func(context.Context) error { return errors.New("no route to the queue") }
	if got := w.serve(signed(interactions, sent(t, confirmed))); got.Code != http.StatusInternalServerError {
		t.Errorf("not stored, and answered %d", got.Code)
	}
}

// Slack's documentation writes the values of a view without fields both ways.
func TestADialogWithoutFieldsMaySayItEitherWay(t *testing.T) {
	for _, state := range []string{`,"state":{"values":[]}`, `,"state":null`, ``} {
		w := newWorld(t)
		w.serve(signed(interactions, sent(t, confirmed, `,"state":{"values":{}}`, state)))
		w.queue.only(t)
	}
}

// faults.md B8
func TestADialogThatIsNotAsWeMadeItIsRefused(t *testing.T) {
	const ref = `"slipway_form_ref":{"type":"plain_text_input","value":"abc123"}`
	for name, body := range map[string]string{
		"an unknown dialog":       sent(t, form, `"slipway_deploy"`, `"slipway_teleport"`),
		"a dialog of nothing":     sent(t, form, `"callback_id":"slipway_deploy",`, ``),
		"no view":                 sent(t, form, `"view":{`, `"sight":{`),
		"another field":           sent(t, form, `"ref":{`, `"sudo":{`),
		"a field too many":        sent(t, form, `"ref":{`, `"sudo":{"x":{"type":"checkboxes"}},"ref":{`),
		"two menus of versions":   sent(t, form, `"ref":{`, `"version/a":{"slipway_form_version":{"type":"static_select"}},"version/b":{"slipway_form_version":{"type":"static_select"}},"ref":{`),
		"a field of a service":    sent(t, form, `"ref":{`, `"ref/checkout":{`),
		"a version that is typed": sent(t, form, `"ref":{`, `"version/payments":{"slipway_form_version":{"type":"plain_text_input","value":"x"}},"ref":{`),
		"two elements":            sent(t, form, ref, ref+`,"other":{"type":"plain_text_input"}`),
		"an element of another":   sent(t, form, `"slipway_form_ref"`, `"slipway_form_reason"`),
		"an odd type":             sent(t, form, ref, `"slipway_form_ref":{"type":"static_select","selected_option":{"value":"abc123"}}`),
		"a value that is a list":  sent(t, form, `"abc123"`, `["abc123"]`),
		"a long value":            sent(t, form, `abc123`, strings.Repeat("x", 3001)),
		"values that are text":    sent(t, form, `"state":{"values":{`, `"state":{"values":"x","y":{`),
		"other metadata":          sent(t, form, `{\"channel\":\"C0CHECKOUT\"}`, `C0CHECKOUT`),
		"more metadata":           sent(t, form, `{\"channel\"`, `{\"sudo\":true,\"channel\"`),
		"metadata written anew":   sent(t, form, `{\"channel\":`, `{ \"channel\":`),
		"an odd channel":          sent(t, form, `C0CHECKOUT`, `<#C1>`),
		"no metadata":             sent(t, form, `{\"channel\":\"C0CHECKOUT\"}`, ``),
		"an unknown question":     sent(t, confirmed, `"slipway_rollback"`, `"slipway_teleport"`),
		"a rollback with fields":  sent(t, confirmed, `"values":{}`, `"values":{"a":{"b":{"type":"plain_text_input"}}}`),
		"a rollback of nothing":   sent(t, confirmed, `,\"value\":\"01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ\"`, ``),
		"an odd rollout":          sent(t, confirmed, `01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ`, `../lock/prod`),
		"an odd message":          sent(t, confirmed, `1.2`, `1 2`),
		"an odd question":         sent(t, confirmed, `slipway_abort`, `../abort`),
		"a question of no time":   sent(t, confirmed, `2026-11-22T12:00:00Z`, `noon`),
		"a rollback of nowhere":   sent(t, confirmed, `\"message\":\"1.2\",`, ``),
		"no user":                 sent(t, form, `"user":{"id":"U0ANA",`, `"user":{`),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.refused(t, w.serve(signed(interactions, body)), http.StatusBadRequest)
			if w.logged(t)["level"] != "WARN" {
				t.Errorf("logged %v", w.logged(t))
			}
		})
	}
}

// faults.md A15
func TestDialogsShortcutsAndEventsOfStrangersAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"a form of another team":      sent(t, form, "T0TEAM", "T0EVIL"),
		"a form of another app":       sent(t, form, "A0APP", "A0EVIL"),
		"a form of no app":            sent(t, form, `,"api_app_id":"A0APP"`, ""),
		"a question of another team":  sent(t, confirmed, "T0TEAM", "T0EVIL"),
		"a question of another app":   sent(t, confirmed, "A0APP", "A0EVIL"),
		"a shortcut of another team":  sent(t, anywhere, "T0TEAM", "T0EVIL"),
		"a shortcut of another app":   sent(t, anywhere, who, who+`,"api_app_id":"A0EVIL"`),
		"a message's of another team": sent(t, onMessage, "T0TEAM", "T0EVIL"),
		"a message's of another app":  sent(t, onMessage, who, who+`,"api_app_id":"A0EVIL"`),
	} {
		w := newWorld(t)
		got := w.serve(signed(interactions, body))
		if strings.Contains(body, "view_submission") { // a 200 would close the dialog as if all was well
			w.refused(t, got, http.StatusBadRequest)
		} else {
			said(t, got)
		}
		if w.queue.calls != 0 || w.logged(t)["outcome"] != "foreign" {
			t.Errorf("%s: %d jobs, logged %v", name, w.queue.calls, w.logged(t))
		}
	}
	for _, pair := range [][2]string{{"T0TEAM", "T0EVIL"}, {"A0APP", "A0EVIL"}} {
		w := newWorld(t)
		w.refused(t, w.serve(signed(events, strings.ReplaceAll(opened, pair[0], pair[1]))), http.StatusOK)
		if w.logged(t)["outcome"] != "foreign" {
			t.Errorf("logged %v", w.logged(t))
		}
	}
}
