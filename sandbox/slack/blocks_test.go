package slack_test

import (
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
		"a task twice":         {`[{"type":"plan","title":"x","tasks":[{"task_id":"1","title":"x"},{"task_id":"1","title":"x"}]}]`, "must be unique [json-pointer:/blocks/0/tasks/1/task_id]"},
		"a plan and a card":    {`[{"type":"plan","title":"x"},{"type":"task_card","task_id":"1","title":"x"}]`, "plan and task_card blocks cannot be in one message [json-pointer:/blocks/1]"},
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
	richText := slackgo.NewRichTextBlock("", line, slackgo.NewRichTextList(slackgo.RTEListBullet, 0, line))
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
		"task card": slackgo.NewTaskCardBlock("1", "x"),
		"chart":     slackgo.NewDataVisualizationBlock("x", slackgo.NewDataVisualizationLineChart(axis, series)),
		"table":     slackgo.NewTableBlock("").AddRow(slackgo.NewTableRawTextCell("x"), slackgo.NewTableRichTextCell(line)),
	} {
		t.Run(name, func(*testing.T) { w.post("", slackgo.MsgOptionBlocks(block)) })
	}
}
