package forgery

import "strings"

// payloads are JSON that Slack would not have sent, in an interaction or as an event.
func payloads() []mutation {
	whole := func(texts ...string) func(*forger) *request {
		return resign(withJSON, func(f *forger, r *request) {
			text := pick(f, texts...)
			r.json(func(string) string { return text })
		})
	}
	part := func(old, new string) func(*forger) *request { return swapped(withJSON, old, new) }
	named := func(old, new string) func(*forger) *request { return swapped(namingApp, old, new) }
	click := func(old, new string) func(*forger) *request { return swapped((*forger).click, old, new) }
	const first = `{"type":`
	return []mutation{
		{"JSON null", "400", whole("null")},
		{"JSON that is no object", "400", whole("[]", "[{}]", "1", `""`, "true", `"payload"`)},
		{"no JSON", "400", whole("", " ", "x", "{'type':'block_actions'}", "{type:1}", "// {}")},
		{"an empty object", "400", whole("{}", "{ }")},
		{"JSON cut short", "400", resign(withJSON, func(f *forger, r *request) { r.json(func(s string) string { return s[:1+f.IntN(len(s)-1)] }) })},
		{"JSON twice", "400", resign(withJSON, func(_ *forger, r *request) { r.json(func(s string) string { return s + s }) })},
		{"100,000 brackets", "400", whole(strings.Repeat("[", 100_000), strings.Repeat(`{"a":`, 20_000))},
		{"brackets too deep in a field", "400", part(first, `{"x":`+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+`,"type":`)},
		{"a key twice", "400", named(first, `{"api_app_id":"A0EVIL","type":`)},
		{"a key twice, in another case", "400", named(first, `{"API_APP_ID":"A0EVIL","type":`)},
		{"a key twice, once escaped", "400", named(first, `{"\u0061pi_app_id":"A0EVIL","type":`)},
		{"a comment", "400", part(first, `{/**/"type":`)},
		{"a comma too many", "400", part(first, `{,"type":`)},
		{"NaN", "400", part(first, `{"x":NaN,"type":`)},
		{"1e999 for an id", "400", named(`"A0APP"`, "1e999")},
		{"a list for an id", "400", named(`"A0APP"`, `["A0APP"]`)},
		{"an object for an id", "400", named(`"A0APP"`, `{"id":"A0APP"}`)},
		{"a type that is no text", "400", whole(`{"type":1}`, `{"type":["block_actions"]}`, `{"type":{}}`)},
		{"a click of an unknown kind", "400", click(`"block_actions"`, `"block_action"`)},
		{"no action", "400", click(`"actions":[`, `"noactions":[`)},
		{"an action without an id", "400", click(`"action_id":"slipway_rollback"`, `"action_id":""`)},
		{"an action too many", "400", click(`"actions":[`, `"actions":[{"action_id":"slipway_promote","type":"button"},`)},
		{"an action's value of 2,001 characters", "400", click(`"value":"`, `"value":"`+strings.Repeat("x", 2001))},
	}
}

// dialogs are dialogs and shortcuts that the bot has not made like this.
func dialogs() []mutation {
	form := func(old, new string) func(*forger) *request { return swapped((*forger).filledIn, old, new) }
	rollback := func(old, new string) func(*forger) *request { return swapped((*forger).confirmed, old, new) }
	return []mutation{
		{"a dialog of another name", "400", swapped(dialog, `"callback_id":"slipway_`, `"callback_id":"slipway_un`)},
		{"a dialog's metadata written otherwise", "400", swapped(dialog, `{\"channel\":`, `{ \"channel\":`)},
		{"a dialog opened in no place", "400", swapped(dialog, `C0CHECKOUT`, `<#C0CHECKOUT>`)},
		{"a field that the form has not", "400", form(`"ref":{`, `"sudo":{"slipway_form_sudo":{"type":"plain_text_input","value":"x"}},"ref":{`)},
		{"a rollback with a field", "400", rollback(`"values":{}`, `"values":{"ref":{"slipway_form_ref":{"type":"plain_text_input","value":"x"}}}`)},
		{"a rollback of nothing", "400", rollback(`\"value\"`, `\"worth\"`)},
		{"a shortcut without an id", "400", swapped(shortcut, `"callback_id":"slipway_`, `"callback_id":"","slipway_id":"`)},
		{"a shortcut on no message", "400", swapped((*forger).anywhere, `"shortcut"`, `"message_action"`)},
	}
}

// swapped has one text in its JSON in another's place.
func swapped(make func(*forger) *request, old, new string) func(*forger) *request {
	return resign(make, func(_ *forger, r *request) { r.json(func(s string) string { return swap(s, old, new) }) })
}

// withJSON is a genuine request with JSON in it.
func withJSON(f *forger) *request { return pick(f, namingApp, shortcut)(f) }

// namingApp is one that names the app, as all but shortcuts do.
func namingApp(f *forger) *request { return pick(f, (*forger).click, (*forger).opened, dialog)(f) }

func dialog(f *forger) *request { return pick(f, (*forger).filledIn, (*forger).confirmed)(f) }

func shortcut(f *forger) *request { return pick(f, (*forger).onMessage, (*forger).anywhere)(f) }
