package slack_test

import "testing"

func TestAWorkspaceTakesNoBlocksOfKindsThatItDoesNotHave(t *testing.T) {
	w := newWorld(t)
	const table, divider = `[{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]}]`, `[{"type":"divider"}]`
	post := func(blocks string) any {
		return w.call("chat.postMessage", map[string]string{"channel": channel, "text": "x", "blocks": blocks})["error"]
	}
	equal(t, "a table", post(table), any(nil))
	w.RefuseBlocks("table", "data_visualization")
	equal(t, "a table, refused", post(table), any("invalid_blocks"))
	equal(t, "a divider", post(divider), any(nil))
	equal(t, "below it", w.call("chat.postMessage", map[string]string{"channel": channel, "text": "x", "attachments": `[{"blocks":` + table + `}]`})["error"], any("invalid_attachments"))
	w.RefuseBlocks()
	equal(t, "a table again", post(table), any(nil))
}
