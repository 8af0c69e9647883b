package forgery

import (
	"fmt"
	"net/url"
)

// interaction is what somebody does with what the bot has shown. Its kind comes
// first, then who it is, then the rest.
func (f *forger) interaction(kind, rest string) *request {
	payload := fmt.Sprintf(`{"type":"%s","team":{"id":"T0TEAM","domain":"acme"},"enterprise":{"id":"E0ACME"},`+
		`"user":{"id":"%s","team_id":"T0TEAM"},"token":"%s","trigger_id":"%s",%s}`, kind, f.id("U"), token, f.trigger(), rest)
	return f.post(interactions, formType, url.Values{"payload": {payload}}.Encode())
}

// filledIn is the form, sent.
func (f *forger) filledIn() *request {
	return f.interaction("view_submission", fmt.Sprintf(`"api_app_id":"A0APP","response_urls":[],"view":{"id":"%s","type":"modal","callback_id":"slipway_deploy",`+
		`"private_metadata":"{\"channel\":\"C0CHECKOUT\"}","state":{"values":{`+
		`"service":{"slipway_form_service":{"type":"static_select","selected_option":{"value":"checkout"}}},`+
		`"environment":{"slipway_form_environment":{"type":"static_select","selected_option":{"value":"staging"}}},`+
		`"ref":{"slipway_form_ref":{"type":"plain_text_input","value":"%07x"}},`+
		`"strategy":{"slipway_form_strategy":{"type":"static_select","selected_option":null}},`+
		`"reason":{"slipway_form_reason":{"type":"plain_text_input","value":null}}}}}`, f.id("V"), f.IntN(1<<28)))
}

// confirmed is the dialog that asks before a rollback, confirmed.
func (f *forger) confirmed() *request {
	return f.interaction("view_submission", fmt.Sprintf(`"api_app_id":"A0APP","view":{"id":"%s","type":"modal","callback_id":"slipway_rollback",`+
		`"private_metadata":"{\"channel\":\"C0CHECKOUT\",\"message\":\"1700000000.000100\",\"value\":\"%026d\",`+
		`\"action\":\"slipway_rollback\",\"asked\":\"2026-11-22T12:00:00Z\"}","state":{"values":{}}}`, f.id("V"), f.Uint64()))
}

// onMessage is a shortcut used on a message, anywhere one used anywhere. Slack names
// no app in either.
func (f *forger) onMessage() *request {
	return f.interaction("message_action", fmt.Sprintf(`"callback_id":"slipway_why_shortcut","channel":{"id":"C0CHECKOUT"},`+
		`"message_ts":"1700000000.000100","response_url":"%s","message":{"type":"message","ts":"1700000000.000100","text":"live",`+
		`"metadata":{"event_type":"slipway_rollout","event_payload":{"rollout":"%026d"}}}`, f.url(), f.Uint64()))
}

func (f *forger) anywhere() *request {
	return f.interaction("shortcut", `"callback_id":"slipway_deploy"`)
}
