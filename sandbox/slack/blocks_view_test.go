package slack_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestViewsThatBreakARuleAreRefusedWithAPointer(t *testing.T) {
	ask := asking("plain_text_input", nil)
	focused := asking("plain_text_input", obj{"focus_on_load": true})[0]
	for name, c := range map[string]struct {
		view any
		says string
	}{
		"no object":                 {"x", "must provide an object [json-pointer:/view]"},
		"no type":                   {obj{"blocks": arr{}}, "missing required field: type [json-pointer:/view]"},
		"a type of old":             {obj{"type": "workflow_step", "blocks": arr{}}, "unsupported type: workflow_step [json-pointer:/view/type]"},
		"no title":                  {obj{"type": "modal", "blocks": arr{}}, "missing required field: title [json-pointer:/view]"},
		"no blocks":                 {obj{"type": "home"}, "missing required field: blocks [json-pointer:/view]"},
		"which of two schemas":      {obj{"type": "home"}, "failed to match all allowed schemas [json-pointer:/view]"},
		"which modal":               {obj{"type": "modal"}, "failed to match all allowed schemas [json-pointer:/view]"},
		"a title in mrkdwn":         {modal(obj{"title": mrkdwn("x")}), "unsupported type: mrkdwn [json-pointer:/view/title/type]"},
		"a title on a Home tab":     {home(obj{"title": plainText("x")}), "invalid additional property: title [json-pointer:/view]"},
		"a submit on a Home tab":    {home(obj{"submit": plainText("x")}), "invalid additional property: submit [json-pointer:/view]"},
		"a workflow step's flag":    {modal(obj{"submit_disabled": true}), "invalid additional property: submit_disabled [json-pointer:/view]"},
		"a flag that is none":       {modal(obj{"notify_on_close": "yes"}), "must provide a boolean [json-pointer:/view/notify_on_close]"},
		"a question without submit": {obj{"type": "modal", "title": plainText("x"), "blocks": ask}, "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"},
		"a choice that is null":     {modal(obj{"blocks": asking("static_select", obj{"options": options(1), "initial_option": nil})}), "must provide an object [json-pointer:/view/blocks/0/element/initial_option]"},
		"two with the focus":        {modal(obj{"blocks": arr{focused, focused}}), "only one element can have `focus_on_load` [json-pointer:/view/blocks/1/element/focus_on_load]"},
		"the same block_id":         {home(obj{"blocks": slices.Repeat(one("divider", obj{"block_id": "a"}), 2)}), "`block_id` \"a\" already exists [json-pointer:/view/blocks/1/block_id]"},
		"a table too long":          {home(obj{"blocks": slices.Concat(card(nil), table(cells(20, 1, long(501))))}), "all table text must be less than 10001 characters [json-pointer:/view/blocks/1]"},
	} {
		t.Run(name, func(t *testing.T) {
			problems(t, slack.CheckView([]byte(toJSON(t, c.view))), c.says)
		})
	}
	problems(t, slack.CheckView([]byte(`{`)), "must provide an object [json-pointer:/view]")
}

func TestABlockIsTakenOnlyWhereTheReferenceHasIt(t *testing.T) {
	const everywhere, notInModals, messages = "message modal home", "message home", "message"
	samples := map[string]struct {
		block arr
		on    string
	}{
		"actions":            {pressable(nil), everywhere},
		"alert":              {one("alert", obj{"text": mrkdwn("x")}), "modal"},
		"call":               {one("call", obj{"call_id": "R1"}), ""},
		"card":               {card(nil), everywhere},
		"carousel":           {one("carousel", obj{"elements": card(nil)}), notInModals},
		"container":          {container(nil), notInModals},
		"context":            {one("context", obj{"elements": arr{mrkdwn("x"), picture(nil)}}), everywhere},
		"context_actions":    {one("context_actions", obj{"elements": one("icon_button", obj{"icon": "trash", "text": plainText("x")})}), messages},
		"data_table":         {dataTable(cells(2, 1, "x"), nil), notInModals},
		"data_visualization": {pie(1), notInModals},
		"divider":            {one("divider", nil), everywhere},
		"file":               {one("file", obj{"source": "remote", "external_id": "x"}), messages},
		"header":             {one("header", obj{"text": plainText("x")}), everywhere},
		"image":              {arr{picture(nil)}, everywhere},
		"input":              {asking("plain_text_input", nil), everywhere},
		"markdown":           {one("markdown", obj{"text": "x"}), messages},
		"plan":               {plan(1), messages},
		"rich_text":          {arr{richLine(obj{"type": "text", "text": "x"})}, everywhere},
		"section":            {section(nil), everywhere},
		"table":              {table(cells(1, 1, "x")), notInModals},
		"task_card":          {task(nil), messages},
		"video":              {video(nil), everywhere},
	}
	for kind, c := range samples {
		for surface, err := range map[string]error{
			"message": checked(t, c.block),
			"modal":   checked(t, modal(obj{"blocks": c.block})),
			"home":    checked(t, home(obj{"blocks": c.block})),
		} {
			if strings.Contains(c.on, surface) {
				if err != nil {
					t.Errorf("%s on a %s: %v", kind, surface, err)
				}
				continue
			}
			at := "/view/blocks/0/type"
			if surface == "message" {
				at = "/blocks/0/type"
			}
			problems(t, err, "unsupported type: "+kind+" [json-pointer:"+at+"]")
		}
	}
}

func TestAnElementIsTakenOnlyWhereTheReferenceHasIt(t *testing.T) {
	pick := obj{"options": options(1)}
	everywhere := "accessory actions input"
	elements := map[string]struct {
		fields obj
		in     string
	}{
		"button":                     {obj{"text": plainText("x")}, "accessory actions"},
		"checkboxes":                 {pick, everywhere},
		"radio_buttons":              {pick, everywhere},
		"overflow":                   {pick, "accessory actions"},
		"static_select":              {pick, everywhere},
		"multi_static_select":        {pick, everywhere},
		"external_select":            {nil, everywhere},
		"multi_external_select":      {nil, everywhere},
		"users_select":               {nil, everywhere},
		"multi_users_select":         {nil, everywhere},
		"channels_select":            {nil, everywhere},
		"multi_channels_select":      {nil, everywhere},
		"conversations_select":       {nil, everywhere},
		"multi_conversations_select": {nil, everywhere},
		"datepicker":                 {nil, everywhere},
		"timepicker":                 {nil, everywhere},
		"datetimepicker":             {nil, "actions input"},
		"rich_text_input":            {obj{"action_id": "a"}, "actions input"},
		"plain_text_input":           {nil, "input"},
		"number_input":               {obj{"is_decimal_allowed": true}, "input"},
		"email_text_input":           {nil, "input"},
		"url_text_input":             {nil, "input"},
		"file_input":                 {nil, "input"},
		"image":                      {picture(nil), "accessory"},
		"icon_button":                {obj{"icon": "trash", "text": plainText("x")}, ""},
		"workflow_button":            {workflow(), "accessory actions"},
	}
	for kind, c := range elements {
		element := with(obj{"type": kind}, c.fields)
		for place, blocks := range map[string]arr{
			"accessory": section(obj{"accessory": element}),
			"actions":   one("actions", obj{"elements": arr{element}}),
			"input":     one("input", obj{"label": plainText("x"), "element": element}),
		} {
			if err := checked(t, blocks); (err == nil) != strings.Contains(c.in, place) {
				t.Errorf("%s in %s: %v", kind, place, err)
			}
			inView := strings.Contains(c.in, place) && kind != "workflow_button"
			for _, view := range []obj{modal(obj{"blocks": blocks}), home(obj{"blocks": blocks})} {
				if err := checked(t, view); (err == nil) != inView {
					t.Errorf("%s in %s of a %s: %v", kind, place, view["type"], err)
				}
			}
		}
	}
}

func workflow() obj {
	return obj{"text": plainText("x"), "action_id": "a", "workflow": obj{"trigger": obj{
		"url": "https://x.test/t", "customizable_input_parameters": arr{obj{"name": "n", "value": "v"}},
	}}}
}

func TestAHomeTabMayHaveMoreTablesAndChartsThanAMessage(t *testing.T) {
	ok(t, checked(t, home(obj{"blocks": slices.Concat(pie(1), pie(1), pie(1), table(cells(1, 1, "x")), table(cells(1, 1, "x")))})))
}

func TestOnlyAModalsQuestionCanChooseWhereTheAnswerGoes(t *testing.T) {
	for _, kind := range []string{"conversations_select", "channels_select"} {
		chooses := obj{"response_url_enabled": true}
		ok(t, checked(t, modal(obj{"blocks": asking(kind, chooses)})))
		for name, elsewhere := range map[string]any{
			"message": asking(kind, chooses), "home": home(obj{"blocks": asking(kind, chooses)}),
			"actions": modal(obj{"blocks": acting(kind, chooses)}),
		} {
			if err := checked(t, elsewhere); err == nil {
				t.Errorf("%s in %s is taken", kind, name)
			}
		}
	}
}

func TestViewsAsGoAppsSendThemAreTaken(t *testing.T) {
	text := slackgo.NewTextBlockObject(slackgo.PlainTextType, "x", false, false)
	blocks := slackgo.Blocks{BlockSet: []slackgo.Block{slackgo.NewInputBlock("b", text, nil, slackgo.NewPlainTextInputBlockElement(text, "a"))}}
	for name, view := range map[string]any{
		"modal": slackgo.ModalViewRequest{Type: slackgo.VTModal, Title: text, Submit: text, Close: text, Blocks: blocks, CallbackID: "c"},
		"home":  slackgo.HomeTabViewRequest{Type: slackgo.VTHomeTab, Blocks: blocks},
	} {
		raw, err := json.Marshal(view)
		ok(t, err)
		if err := slack.CheckView(raw); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ExampleCheckView() {
	fmt.Println(slack.CheckView([]byte(`{"type": "home", "blocks": [], "title": {"type": "plain_text", "text": "x"}}`)))
	// Output: invalid_arguments: failed to match all allowed schemas [json-pointer:/view]; invalid additional property: title [json-pointer:/view]
}
