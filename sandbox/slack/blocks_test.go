package slack_test

import (
	"slices"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
)

func TestBlocksThatBreakARuleAreRefusedWithAPointer(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct{ blocks, says string }{
		"no object":             {`["x"]`, "must provide an object [json-pointer:/blocks/0]"},
		"no type":               {`[{}]`, "missing required field: type [json-pointer:/blocks/0]"},
		"an unknown type":       {`[{"type":"fancy"}]`, "unsupported type: fancy [json-pointer:/blocks/0/type]"},
		"a modal's type":        {`[{"type":"alert","text":{"type":"plain_text","text":"x"}}]`, "unsupported type: alert [json-pointer:/blocks/0/type]"},
		"an unknown property":   {`[{"type":"divider","color":"red"}]`, "invalid additional property: color [json-pointer:/blocks/0]"},
		"nothing in a section":  {`[{"type":"section"}]`, "must define either `text` or `fields` [json-pointer:/blocks/0/type]"},
		"text as a string":      {`[{"type":"section","text":"x"}]`, "must provide an object [json-pointer:/blocks/0/text]"},
		"empty text":            {`[{"type":"section","text":{"type":"mrkdwn","text":""}}]`, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		"which of two schemas":  {`[{"type":"section","text":{"type":"mrkdwn","text":""}}]`, "failed to match all allowed schemas [json-pointer:/blocks/0/text]"},
		"text that is none":     {`[{"type":"section","text":{"type":"mrkdwn","text":5}}]`, "must provide a string [json-pointer:/blocks/0/text/text]"},
		"emoji on mrkdwn":       {`[{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}]`, "invalid additional property: emoji [json-pointer:/blocks/0/text]"},
		"no fields":             {`[{"type":"section","fields":[]}]`, "no fewer than 1 items allowed [json-pointer:/blocks/0/fields]"},
		"fields in no array":    {`[{"type":"section","fields":{}}]`, "must provide an array [json-pointer:/blocks/0/fields]"},
		"mrkdwn in a header":    {`[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"},
		"a flag that is none":   {`[{"type":"header","text":{"type":"plain_text","text":"x","emoji":1}}]`, "must provide a boolean [json-pointer:/blocks/0/text/emoji]"},
		"a wrong style":         {`[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"x"},"style":"green"}]}]`, "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"},
		"a button without text": {`[{"type":"actions","elements":[{"type":"button"}]}]`, "missing required field: text [json-pointer:/blocks/0/elements/0]"},
		"no image at all":       {`[{"type":"image","alt_text":"x"}]`, "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]"},
		"a select of nothing":   {`[{"type":"actions","elements":[{"type":"static_select"}]}]`, "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]"},
		"the same block_id":     {`[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`, "`block_id` \"a\" already exists [json-pointer:/blocks/1/block_id]"},
		"the same action_id": {`[{"type":"actions","block_id":"r","elements":[` + `{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}},` +
			`{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}}]}]`, "`action_id` \"a\" already exists for block_id \"r\" [json-pointer:/blocks/0/elements/1/action_id]"},
		"a status of old":      {`[{"type":"task_card","task_id":"1","title":"x","status":"completed"}]`, "must be a valid enum value [json-pointer:/blocks/0/status]"},
		"a task without title": {`[{"type":"plan","title":"x","tasks":[{"task_id":"1"}]}]`, "missing required field: title [json-pointer:/blocks/0/tasks/0]"},
		"a card that waits":    {toJSON(t, task(obj{"status": "pending"})), "must be a valid enum value [json-pointer:/blocks/0/status]"},
		"a task twice":         {`[{"type":"plan","title":"x","tasks":[{"task_id":"1","title":"x","status":"pending"},{"task_id":"1","title":"x","status":"pending"}]}]`, "must be unique [json-pointer:/blocks/0/tasks/1/task_id]"},
		"a plan and a card":    {`[{"type":"plan","title":"x","tasks":[]},{"type":"task_card","task_id":"1","title":"x","status":"error"}]`, "plan and task_card blocks cannot be in one message [json-pointer:/blocks/1]"},
		"a number in a table":  {`[{"type":"table","rows":[[{"type":"raw_number","value":1}]]}]`, "unsupported type: raw_number [json-pointer:/blocks/0/rows/0/0/type]"},
		"a rich header cell":   {`[{"type":"data_table","caption":"x","rows":[[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[]}]}],[{"type":"raw_text","text":"x"}]]}]`, "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]"},
		"uneven rows":          {`[{"type":"data_table","caption":"x","rows":[[{"type":"raw_text","text":"x"}],[{"type":"raw_text","text":"x"},{"type":"raw_number","value":1}]]}]`, "must have as many cells as the header [json-pointer:/blocks/0/rows/1]"},
		"half a page":          {`[{"type":"data_table","caption":"x","page_size":0.5,"rows":[[{"type":"raw_text","text":"x"}],[{"type":"raw_text","text":"x"}]]}]`, "must provide an integer [json-pointer:/blocks/0/page_size]"},
		"no page":              {`[{"type":"data_table","caption":"x","page_size":0,"rows":[[{"type":"raw_text","text":"x"}],[{"type":"raw_text","text":"x"}]]}]`, "must be between 1 and 100 [json-pointer:/blocks/0/page_size]"},
		"a slice of nothing":   {`[{"type":"data_visualization","title":"x","chart":{"type":"pie","segments":[{"label":"a","value":0}]}}]`, "must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]"},
		"a value in words":     {`[{"type":"data_visualization","title":"x","chart":{"type":"pie","segments":[{"label":"a","value":"1"}]}}]`, "must provide a number [json-pointer:/blocks/0/chart/segments/0/value]"},
		"a value without end":  {`[{"type":"data_visualization","title":"x","chart":{"type":"pie","segments":[{"label":"a","value":1e999}]}}]`, "must provide a number [json-pointer:/blocks/0/chart/segments/0/value]"},
		"a category twice":     {chartOf(`"a","a"`, `{"label":"a","value":1},{"label":"a","value":1}`), "must be unique [json-pointer:/blocks/0/chart/axis_config/categories/1]"},
		"a point too few":      {chartOf(`"a","b"`, `{"label":"a","value":1}`), "must have one point for each category [json-pointer:/blocks/0/chart/series/0/data]"},
		"a point elsewhere":    {chartOf(`"a"`, `{"label":"b","value":1}`), "must match a category [json-pointer:/blocks/0/chart/series/0/data/0/label]"},
		"a point twice":        {chartOf(`"a","b"`, `{"label":"a","value":1},{"label":"a","value":1}`), "must be unique [json-pointer:/blocks/0/chart/series/0/data/1/label]"},
		"no address":           {toJSON(t, pressable(obj{"url": "no way"})), "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"},
		"an address of a file": {toJSON(t, arr{picture(obj{"image_url": "file:///a.png"})}), "must be a valid URL: http or https only [json-pointer:/blocks/0/image_url]"},
		"an open video":        {toJSON(t, video(obj{"video_url": "http://x.test"})), "must be a valid URL: https only [json-pointer:/blocks/0/video_url]"},
		"a url in a menu":      {toJSON(t, choosing(obj{"options": optionOf(obj{"url": ""})})), "invalid additional property: url [json-pointer:/blocks/0/accessory/options/0]"},
		"a value twice":        {toJSON(t, choosing(obj{"options": slices.Repeat(options(1), 2)})), "must be unique [json-pointer:/blocks/0/accessory/options/1/value]"},
		"a menu in front":      {toJSON(t, acting("multi_external_select", obj{"focus_on_load": false})), "invalid additional property: focus_on_load [json-pointer:/blocks/0/elements/0]"},
		"no such choice":       {toJSON(t, choosing(obj{"initial_option": obj{"text": plainText("x"), "value": "9"}})), "must match one of the options [json-pointer:/blocks/0/accessory/initial_option]"},
		"a choice renamed":     {toJSON(t, choosing(obj{"initial_option": obj{"text": plainText("y"), "value": "0"}})), "must match one of the options [json-pointer:/blocks/0/accessory/initial_option]"},
		"one wrong of two":     {toJSON(t, acting("checkboxes", obj{"options": options(2), "initial_options": slices.Concat(options(1), optionOf(nil))})), "must match one of the options [json-pointer:/blocks/0/elements/0/initial_options/1]"},
		"a day in words":       {toJSON(t, acting("datepicker", obj{"initial_date": "tomorrow"})), "must be written as 2006-01-02 [json-pointer:/blocks/0/elements/0/initial_date]"},
		"a day that is none":   {toJSON(t, acting("datepicker", obj{"initial_date": "2026-02-30"})), "must be written as 2006-01-02 [json-pointer:/blocks/0/elements/0/initial_date]"},
		"a short hour":         {toJSON(t, acting("timepicker", obj{"initial_time": "9:00"})), "must be written as 15:04 [json-pointer:/blocks/0/elements/0/initial_time]"},
		"hour 24":              {toJSON(t, acting("timepicker", obj{"initial_time": "24:00"})), "must be written as 15:04 [json-pointer:/blocks/0/elements/0/initial_time]"},
		"a number as such":     {toJSON(t, asking("number_input", obj{"is_decimal_allowed": true, "min_value": 1})), "must provide a number in a string [json-pointer:/blocks/0/element/min_value]"},
		"an infinite number":   {toJSON(t, asking("number_input", obj{"is_decimal_allowed": true, "max_value": "Inf"})), "must provide a number in a string [json-pointer:/blocks/0/element/max_value]"},
		"more than most":       {toJSON(t, asking("number_input", obj{"is_decimal_allowed": true, "min_value": "2.5", "max_value": "-1"})), "must not be greater than `max_value` [json-pointer:/blocks/0/element/min_value]"},
		"longer than longest":  {toJSON(t, asking("plain_text_input", obj{"min_length": 3, "max_length": 2})), "must not be greater than `max_length` [json-pointer:/blocks/0/element/min_length]"},
		"files as they come":   {toJSON(t, arr{with(asking("file_input", nil)[0].(obj), obj{"dispatch_action": true})}), "unsupported type: file_input [json-pointer:/blocks/0/element/type]"},
		"a filter of nothing":  {toJSON(t, acting("conversations_select", obj{"filter": obj{}})), "must define at least one of `include`, `exclude_external_shared_channels` or `exclude_bot_users` [json-pointer:/blocks/0/elements/0/filter]"},
		"half a prompt":        {toJSON(t, pressable(obj{"agent_prompt_display": "x"})), "must define `agent_prompt` to use `agent_prompt_display` [json-pointer:/blocks/0/elements/0/agent_prompt_display]"},
		"two pictures in one":  {toJSON(t, arr{picture(obj{"slack_file": obj{"id": "F1"}})}), "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]"},
		"a file by two names":  {toJSON(t, one("image", obj{"alt_text": "x", "slack_file": obj{"id": "F1", "url": "https://x.test"}})), "must define either `id` or `url` [json-pointer:/blocks/0/slack_file]"},
		"an empty card":        {toJSON(t, one("card", obj{"subtitle": mrkdwn("x")})), "must define at least one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0]"},
		"a card's two icons":   {toJSON(t, card(obj{"icon": picture(nil), "slack_icon": obj{"type": "icon", "name": "bug"}})), "must define either `icon` or `slack_icon` [json-pointer:/blocks/0]"},
		"an icon of no name":   {toJSON(t, card(obj{"slack_icon": obj{"type": "icon", "name": "dragon"}})), "must be a valid enum value [json-pointer:/blocks/0/slack_icon/name]"},
		"shut for ever":        {toJSON(t, container(obj{"default_collapsed": true})), "must define `is_collapsible` to use `default_collapsed` [json-pointer:/blocks/0/default_collapsed]"},
		"a chart in a box":     {toJSON(t, container(obj{"child_blocks": pie(1)})), "unsupported type: data_visualization [json-pointer:/blocks/0/child_blocks/0/type]"},
		"a column too far":     {toJSON(t, dataTable(cells(2, 2, "x"), obj{"row_header_column_index": 2})), "must be one of the table's columns [json-pointer:/blocks/0/row_header_column_index]"},
		"a container of none":  {`[{"type":"container","child_blocks":[{"type":"divider"}]}]`, "must define either `title` or `rich_text_title` [json-pointer:/blocks/0]"},
		"a box in a box":       {`[{"type":"container","title":{"type":"plain_text","text":"x"},"child_blocks":[{"type":"container"}]}]`, "unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]"},
		"rich text's own kind": {`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"sparkle"}]}]}]`, "unsupported type: sparkle [json-pointer:/blocks/0/elements/0/elements/0/type]"},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, w.call("chat.postMessage", map[string]string{"channel": channel, "blocks": c.blocks}), c.says)
		})
	}
	equal(t, "messages", len(w.seen(ana)), 0)
}

func chartOf(categories, points string) string {
	return `[{"type":"data_visualization","title":"x","chart":{"type":"line","axis_config":{"categories":[` + categories +
		`]},"series":[{"name":"s","data":[` + points + `]}]}}]`
}

func TestBlocksThatSlacksReferenceShowsAreTaken(t *testing.T) {
	w := newWorld(t)
	text := slackgo.NewTextBlockObject(slackgo.PlainTextType, "x", false, false)
	confirm := slackgo.NewConfirmationBlockObject(text, text, text, text)
	option := slackgo.NewOptionBlockObject("v", text, nil)
	line := slackgo.NewRichTextSection(slackgo.NewRichTextSectionTextElement("x", nil), slackgo.NewRichTextSectionUserElement(ana, nil),
		slackgo.NewRichTextSectionLinkElement("https://x.test", "x", nil), slackgo.NewRichTextSectionEmojiElement("tada", 0, nil))
	bold := slackgo.NewRichTextSection(slackgo.NewRichTextSectionTextElement("x", &slackgo.RichTextSectionTextStyle{Bold: true}))
	richText := slackgo.NewRichTextBlock("", line, bold, slackgo.NewRichTextList(slackgo.RTEListBullet, 0, line))
	axis := slackgo.NewDataVisualizationAxisConfig("a")
	series := slackgo.NewDataVisualizationDataSeries("s", slackgo.NewDataVisualizationDataPoint("a", -1.5))
	for name, block := range map[string]slackgo.Block{
		"divider":   slackgo.NewDividerBlock(),
		"header":    slackgo.NewHeaderBlock(text),
		"markdown":  slackgo.NewMarkdownBlock("", "*x*"),
		"image":     slackgo.NewImageBlock("https://x.test/a.png", "x", "", text),
		"context":   slackgo.NewContextBlock("", text, slackgo.NewImageBlockElement("https://x.test/a.png", "x")),
		"rich text": richText,
		"section":   slackgo.NewSectionBlock(text, nil, slackgo.NewAccessory(slackgo.NewButtonBlockElement("a", "v", text).WithConfirm(confirm))),
		"actions": slackgo.NewActionBlock("", slackgo.NewButtonBlockElement("", "", text),
			slackgo.NewOverflowBlockElement("o", option), slackgo.NewOptionsSelectBlockElement(slackgo.OptTypeUser, text, "u"),
			slackgo.NewDatePickerBlockElement("d"), slackgo.NewCheckboxGroupsBlockElement("c", option),
			slackgo.NewRadioButtonsBlockElement("r", option), slackgo.NewOptionsSelectBlockElement(slackgo.OptTypeStatic, text, "s", option)),
		"plan": slackgo.NewPlanBlock("x").WithTasks(slackgo.NewTaskCardBlock("1", "x").
			WithStatus(slackgo.TaskCardStatusComplete).WithDetails(richText).WithSources(slackgo.NewTaskCardSource("https://x.test", "x"))),
		"task card": slackgo.NewTaskCardBlock("1", "x").WithStatus(slackgo.TaskCardStatusError),
		"chart":     slackgo.NewDataVisualizationBlock("x", slackgo.NewDataVisualizationLineChart(axis, series)),
		"table":     slackgo.NewTableBlock("").AddRow(slackgo.NewTableRawTextCell("x"), slackgo.NewTableRichTextCell(line)),
	} {
		t.Run(name, func(*testing.T) { w.post("", slackgo.MsgOptionBlocks(block)) })
	}
}

func TestBlocksAndElementsWithoutIDsAreGivenSome(t *testing.T) {
	w := newWorld(t)
	for name, sent := range map[string]arr{
		"a button": pressable(obj{"action_id": nil}), "an input": asking("plain_text_input", nil), "feedback": one("context_actions", obj{
			"elements": one("icon_button", obj{"icon": "trash", "text": plainText("x")}),
		}),
	} {
		t.Run(name, func(t *testing.T) {
			if elements, has := sent[0].(obj)["elements"].(arr); has {
				delete(elements[0].(obj), "action_id")
			}
			got := w.call("chat.postMessage", map[string]string{"channel": channel, "text": "x", "blocks": toJSON(t, sent)})
			if kept := toJSON(t, got); !strings.Contains(kept, `"block_id":"b`) || !strings.Contains(kept, `"action_id":"a`) {
				t.Errorf("got %s", kept)
			}
		})
	}
}
