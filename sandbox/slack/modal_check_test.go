package slack_test

import (
	"fmt"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestInputsArePassedBeforeAnythingIsSent(t *testing.T) {
	const required = "Please complete this required field."
	w := newWorld(t)
	for name, c := range map[string]struct {
		element, more string
		choice        slack.Choice
		want          string
	}{
		"nothing":               {`"type":"plain_text_input"`, "", slack.Choice{}, required},
		"nothing, optional":     {`"type":"plain_text_input"`, `"optional":true,`, slack.Choice{}, ""},
		"too short":             {`"type":"plain_text_input","min_length":3`, "", value("ab"), "Please enter at least 3 characters."},
		"just long enough":      {`"type":"plain_text_input","min_length":3`, "", value("äöü"), ""},
		"too long":              {`"type":"plain_text_input","max_length":2`, "", value("abc"), "Please enter at most 2 characters."},
		"as long as may be":     {`"type":"plain_text_input","max_length":3`, "", value("äöü"), ""},
		"no boxes":              {`"type":"checkboxes","options":[` + optionA + `]`, "", values(), required},
		"a box":                 {`"type":"checkboxes","options":[` + optionA + `]`, "", values("a"), ""},
		"no option":             {`"type":"static_select","options":[` + optionA + `]`, "", slack.Choice{}, required},
		"no date":               {`"type":"datepicker"`, "", slack.Choice{}, required},
		"no time, but its zone": {`"type":"timepicker","timezone":"Europe/Rome"`, "", slack.Choice{}, required},
		"no address":            {`"type":"email_text_input"`, "", value("Ana <ana@example.com>"), "Please enter a valid email address."},
		"an address":            {`"type":"email_text_input"`, "", value("ana@example.com"), ""},
		"no URL":                {`"type":"url_text_input"`, "", value("example.com"), "Please enter a valid URL."},
		"another kind of URL":   {`"type":"url_text_input"`, "", value("ftp://example.com"), "Please enter a valid URL."},
		"a URL":                 {`"type":"url_text_input"`, "", value("https://example.com/a"), ""},
		"no number":             {`"type":"number_input","is_decimal_allowed":true`, "", value("1,5"), "Please enter a number."},
		"a fraction":            {`"type":"number_input","is_decimal_allowed":false`, "", value("1.5"), "Please enter a whole number."},
		"a fraction, allowed":   {`"type":"number_input","is_decimal_allowed":true`, "", value("1.5"), ""},
		"too low":               {`"type":"number_input","is_decimal_allowed":false,"min_value":"-2"`, "", value("-3"), "Please enter at least -2."},
		"too high":              {`"type":"number_input","is_decimal_allowed":false,"max_value":"9"`, "", value("10"), "Please enter at most 9."},
		"just within":           {`"type":"number_input","is_decimal_allowed":false,"min_value":"9","max_value":"9"`, "", value("9"), ""},
		"rich text":             {`"type":"rich_text_input"`, "", value("hi"), ""},
		"no rich text":          {`"type":"rich_text_input"`, "", slack.Choice{}, required},
	} {
		t.Run(name, func(t *testing.T) {
			view := w.openJSON(fmt.Sprintf(`[{"type":"input","block_id":"b",%s"label":{"type":"plain_text","text":"L"},
				"element":{"action_id":"a",%s}}]`, c.more, c.element))
			h := w.hear("")
			sub, err := w.Submit(t.Context(), ana, view.ID, map[string]map[string]slack.Choice{"b": {"a": c.choice}})
			ok(t, err)
			equal(t, "says", sub.Errors["b"], c.want)
			equal(t, "sent", len(h.raw) == 1, c.want == "")
			equal(t, "open", len(w.View(ana).Modals) == 1, c.want != "")
		})
	}
}
