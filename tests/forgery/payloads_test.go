package forgery

import "strings"

// payloads are JSON that Slack would not have sent, in a click or as an event.
func payloads() []mutation {
	whole := func(texts ...string) func(*forger) *request {
		return resign(pressOrEvent, func(f *forger, r *request) {
			text := pick(f, texts...)
			r.json(func(string) string { return text })
		})
	}
	part := func(old, new string) func(*forger) *request {
		return resign(pressOrEvent, func(_ *forger, r *request) { r.json(func(s string) string { return swap(s, old, new) }) })
	}
	click := func(old, new string) func(*forger) *request {
		return resign((*forger).click, func(_ *forger, r *request) { r.json(func(s string) string { return swap(s, old, new) }) })
	}
	const first = `{"type":`
	return []mutation{
		{"JSON null", "400", whole("null")},
		{"JSON that is no object", "400", whole("[]", "[{}]", "1", `""`, "true", `"payload"`)},
		{"no JSON", "400", whole("", " ", "x", "{'type':'block_actions'}", "{type:1}", "// {}")},
		{"an empty object", "400", whole("{}", "{ }")},
		{"JSON cut short", "400", resign(pressOrEvent, func(f *forger, r *request) { r.json(func(s string) string { return s[:f.IntN(len(s))] }) })},
		{"JSON twice", "400", resign(pressOrEvent, func(_ *forger, r *request) { r.json(func(s string) string { return s + s }) })},
		{"100,000 brackets", "400", whole(strings.Repeat("[", 100_000), strings.Repeat(`{"a":`, 20_000))},
		{"brackets too deep in a field", "400", part(first, `{"x":`+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+`,"type":`)},
		{"a key twice", "400", part(first, `{"api_app_id":"A0EVIL","type":`)},
		{"a key twice, in another case", "400", part(first, `{"API_APP_ID":"A0EVIL","type":`)},
		{"a key twice, once escaped", "400", part(first, `{"\u0061pi_app_id":"A0EVIL","type":`)},
		{"a comment", "400", part(first, `{/**/"type":`)},
		{"a comma too many", "400", part(first, `{,"type":`)},
		{"NaN", "400", part(first, `{"x":NaN,"type":`)},
		{"1e999 for an id", "400", part(`"A0APP"`, "1e999")},
		{"a list for an id", "400", part(`"A0APP"`, `["A0APP"]`)},
		{"an object for an id", "400", part(`"A0APP"`, `{"id":"A0APP"}`)},
		{"a type that is no text", "400", whole(`{"type":1}`, `{"type":["block_actions"]}`, `{"type":{}}`)},
		{"a click of an unknown kind", "400", click(`"block_actions"`, `"block_action"`)},
		{"no action", "400", click(`"actions":[`, `"noactions":[`)},
		{"an action without an id", "400", click(`"action_id":"slipway_rollback"`, `"action_id":""`)},
		{"an action too many", "400", click(`"actions":[`, `"actions":[{"action_id":"slipway_promote","type":"button"},`)},
		{"an action's value of 2,001 characters", "400", click(`"value":"`, `"value":"`+strings.Repeat("x", 2001))},
	}
}

// pressOrEvent is a genuine request with JSON in it.
func pressOrEvent(f *forger) *request { return pick(f, (*forger).click, (*forger).opened)(f) }

// strangers are genuine requests of another workspace, organisation or app.
func strangers() []mutation {
	of := func(old string, names ...string) func(*forger) *request {
		return resign((*forger).genuine, func(f *forger, r *request) {
			if name := pick(f, names...); r.path == interactions {
				r.json(func(s string) string { return strings.ReplaceAll(s, old, name) })
			} else {
				r.body = strings.ReplaceAll(r.body, old, name)
			}
		})
	}
	return []mutation{
		{"another workspace", "200", of("T0TEAM", "T0EVIL", "T0TEAMS", "T0TEA", "E0ACME")},
		{"a workspace in lower case", "200", of("T0TEAM", "t0team")},
		{"no workspace", "200", of("T0TEAM", "")},
		{"another app", "200", of("A0APP", "A0EVIL", "a0app", "T0TEAM")},
		{"no app", "200", of("A0APP", "")},
		{"another organisation", "200", of("E0ACME", "E0EVIL", "e0acme")},
	}
}
