package waf

import (
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

const (
	botHost     = "b0t0b0t0b0.execute-api.eu-west-1.amazonaws.com"
	serviceHost = "sh0psh0ps0.execute-api.eu-west-1.amazonaws.com"
	kilobyte    = 1 << 10
)

type object = map[string]any

// genuine is traffic as Slack and GitHub send it, in sizes that were seen: messages and
// forms are those that the views make, webhooks those that the front is tested with.
func genuine(t *testing.T) []Request {
	t.Helper()
	var all []Request
	for _, name := range slices.Sorted(maps.Keys(words())) {
		text := words()[name]
		all = append(all,
			slackForm("/slack/commands", "a command: "+name, url.Values{"command": {"/deploy"}, "text": {"prod abc1234 --reason " + text}, "user_id": {"U0ANA"}}),
			slackForm("/slack/interactions", "a button: "+name, payload(click(t, text, 9*kilobyte))),
			slackForm("/slack/interactions", "a form: "+name, payload(submitted(t, text))),
			slackJSON("an event: "+name, object{"type": "event_callback", "team_id": "T0ACME",
				"event": object{"type": "app_mention", "user": "U0ANA", "text": "<@U0SLIPWAY> " + text}}),
			github("a push: "+name, "push", push(t, text, 10*kilobyte)),
			github("a build: "+name, "workflow_run", build(t, text)))
	}
	for _, size := range []int{24, 60} {
		all = append(all, slackForm("/slack/interactions", "a larger button: SQL", payload(click(t, words()["SQL"], size*kilobyte))))
	}
	for _, size := range []int{64, 200} {
		all = append(all, github("a larger push: a script", "push", push(t, words()["a script"], size*kilobyte)))
	}
	return append(all,
		slackJSON("Slack asks for the address", object{"type": "url_verification", "token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}),
		slackJSON("somebody opens the Home tab", object{"type": "event_callback", "event": object{"type": "app_home_opened", "user": "U0ANA", "tab": "home"}}),
		github("a check suite", "check_suite", webhook(t, "check_suite.completed")),
		Request{Name: "somebody follows a link to the bot", Method: "GET", Path: "/live/see/01JDCV4F8ZQ3M5T7W9X1Y2ABCD", Country: "US", Header: map[string]string{
			"host": botHost, "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "accept": "text/html", "accept-language": "en",
		}})
}

func slackForm(path, name string, form url.Values) Request {
	r := slack(path, name, form.Encode())
	r.Header["content-type"] = "application/x-www-form-urlencoded"
	return r
}

func slackJSON(name string, body object) Request {
	r := slack("/slack/events", name, text(body))
	r.Header["content-type"] = "application/json"
	return r
}

func slack(path, name, body string) Request {
	return Request{Name: name, Method: "POST", Path: "/live" + path, Body: body, Country: "US", Header: map[string]string{
		"host": botHost, "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)", "accept": "*/*", "accept-encoding": "gzip,deflate",
		"x-slack-request-timestamp": "1795183320", "x-slack-signature": "v0=" + strings.Repeat("a2114d57b48eac39", 4),
	}}
}

func github(name, event string, body object) Request {
	return Request{Name: name, Method: "POST", Path: "/live/github/webhooks", Body: text(body), Country: "US", Header: map[string]string{
		"host": botHost, "user-agent": "GitHub-Hookshot/044aadd", "accept": "*/*", "content-type": "application/json", "x-github-event": event,
		"x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958", "x-hub-signature-256": "sha256=" + strings.Repeat("a2114d57b48eac39", 4),
	}}
}

// click is a button's payload: Slack sends the whole message back, and of a thread more.
func click(t *testing.T, said string, size int) object {
	t.Helper()
	message := read(t, "../../bot/views/testdata/progress/shifting-judged.json")["blocks"].([]any)
	subject := object{"type": "rich_text", "elements": []any{object{"type": "rich_text_section", "elements": []any{object{"type": "text", "text": said}}}}}
	p := object{"type": "block_actions", "user": object{"id": "U0ANA"}, "api_app_id": "A0SLIPWAY",
		"actions": []any{object{"action_id": "slipway_rollback", "value": "01JCX5Y8M2Q4"}}}
	blocks := []any{subject}
	for i := 0; len(payload(p).Encode()) < size; i++ {
		blocks = append(blocks, message[i%len(message)])
		p["message"] = object{"blocks": blocks}
	}
	return p
}

// submitted is a form that was sent off, with a reason in it.
func submitted(t *testing.T, said string) object {
	t.Helper()
	view := read(t, "../../bot/views/testdata/dialogs/form-many.json")
	view["state"] = object{"values": object{"reason": object{"slipway_form_reason": object{"type": "plain_text_input", "value": said}}}}
	return object{"type": "view_submission", "user": object{"id": "U0ANA"}, "api_app_id": "A0SLIPWAY", "view": view}
}

func payload(p object) url.Values { return url.Values{"payload": {text(p)}} }

// push is a push of as many commits as make the size.
func push(t *testing.T, said string, size int) object {
	t.Helper()
	p := webhook(t, "push.branch")
	commits := p["commits"].([]any)
	first := maps.Clone(commits[0].(object))
	first["message"] = said
	for p["commits"] = []any{first}; len(text(p)) < size; {
		p["commits"] = append(p["commits"].([]any), commits...)
	}
	return p
}

func build(t *testing.T, said string) object {
	t.Helper()
	p := webhook(t, "workflow_run.completed")
	p["workflow_run"].(object)["display_title"] = said
	return p
}

func webhook(t *testing.T, name string) object {
	t.Helper()
	return read(t, "../../bot/ingress/testdata/webhooks/"+name+".json")
}

func read(t *testing.T, file string) object {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var value object
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(file, err)
	}
	return value
}

// text is JSON as Slack and GitHub write it: < and > as they are.
func text(value any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err)
	}
	return b.String()
}
