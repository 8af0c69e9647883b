package ingress_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
)

// choice is a choice of an environment in the form, half filled in.
const choice = `{"type":"block_actions",` + about + `,"container":{"type":"view","view_id":"V1"},
"actions":[{"action_id":"slipway_form_environment","block_id":"environment","type":"static_select","selected_option":{"value":"staging"}}],
"view":{"id":"V1","type":"modal","hash":"1.a","callback_id":"slipway_deploy","private_metadata":"{\"channel\":\"C0CHECKOUT\"}","state":{"values":{
"service":{"slipway_form_service":{"type":"static_select","selected_option":{"value":"payments"}}},
"environment":{"slipway_form_environment":{"type":"static_select","selected_option":{"value":"staging"}}},
"version/payments":{"slipway_form_version":{"type":"static_select","selected_option":{"value":"abc1234def5678abc1234def5678abc1234def56"}}},
"ref":{"slipway_form_ref":{"type":"plain_text_input","value":null}},
"strategy":{"slipway_form_strategy":{"type":"static_select","selected_option":{"value":"canary"}}},
"reason":{"slipway_form_reason":{"type":"plain_text_input","value":"secret so far"}}}}}}`

func TestAChoiceInTheFormSaysAllThatStandsInItSoFar(t *testing.T) {
	full := job.Filled{Service: "payments", Environment: "staging", Version: whole, Strategy: "canary"}
	typed, other := full, full
	typed.Ref = "main;rm"
	other.Version = ""
	for name, c := range map[string]struct {
		pairs []string
		want  job.Filled
	}{
		"as it is":                     {nil, full},
		"with a ref":                   {[]string{`"value":null`, `"value":" main;rm "`}, typed},
		"of the service before":        {[]string{`"version/payments"`, `"version/checkout"`}, other},
		"before there is a version":    {[]string{`"version/payments":{"slipway_form_version":{"type":"static_select","selected_option":{"value":"abc1234def5678abc1234def5678abc1234def56"}}},`, ""}, other},
		"with nothing but the service": {[]string{`"selected_option":{"value":"staging"}}},`, `"selected_option":null}},`, `"selected_option":{"value":"canary"}`, `"selected_option":null`, `"abc1234def5678abc1234def5678abc1234def56"`, `""`}, job.Filled{Service: "payments"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got := w.serve(signed(interactions, sent(t, choice, c.pairs...))); got.Code != http.StatusOK {
				t.Fatalf("got %d %s", got.Code, got.Body)
			}
			j := w.queue.only(t)
			want := &job.Click{Action: job.EnvironmentAction, Value: "staging", View: &job.View{ID: "V1", Filled: &c.want}}
			if diff := cmp.Diff(want, j.Click); diff != "" || j.Channel != "C0CHECKOUT" || j.Urgent() || j.Group() != "user/U0ANA" {
				t.Errorf("%+v\n%s", j, diff)
			}
		})
	}
}

func TestAButtonInTheHomeTabSaysThatItIsThere(t *testing.T) {
	home := strings.Replace(choice, `"type":"modal","hash":"1.a","callback_id":"slipway_deploy","private_metadata":"{\"channel\":\"C0CHECKOUT\"}"`, `"type":"home","callback_id":"","private_metadata":""`, 1)
	w := newWorld(t)
	w.serve(signed(interactions, sent(t, home, `"slipway_form_environment","block_id":"environment","type":"static_select","selected_option":{"value":"staging"}`, `"slipway_pause","value":"01ROLLOUT"`)))
	j := w.queue.only(t)
	if diff := cmp.Diff(&job.Click{Action: job.PauseAction, Value: "01ROLLOUT", View: &job.View{ID: "V1", Home: true}}, j.Click); diff != "" || j.Channel != "" {
		t.Errorf("%+v\n%s", j, diff)
	}
}

// faults.md B8
func TestAChoiceInAFormThatIsNotOursIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"another field":  sent(t, choice, `"ref":{`, `"sudo":{`),
		"a long ref":     sent(t, choice, `"value":null`, `"value":"`+strings.Repeat("x", 3001)+`"`),
		"state of text":  sent(t, choice, `"state":{"values":{`, `"state":{"values":"x","y":{`),
		"other metadata": sent(t, choice, `{\"channel\":\"C0CHECKOUT\"}`, `C0CHECKOUT`),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.refused(t, w.serve(signed(interactions, body)), http.StatusBadRequest)
		})
	}
}
