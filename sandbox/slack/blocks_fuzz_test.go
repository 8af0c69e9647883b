package slack_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// FuzzBlocks holds that the Web API takes exactly the blocks that the check
// takes, but for files that it looks up, and that what it keeps, with ids and in its own encoding, is taken
// again.
func FuzzBlocks(f *testing.F) {
	for _, l := range append(textLimits(), itemLimits()...) {
		f.Add(toJSON(f, l.filled(l.taken[0], fills[0])))
	}
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, blocks string) {
		w.t = t
		err := slack.CheckBlocks([]byte(blocks))
		got := w.call("chat.postMessage", map[string]string{"channel": channel, "text": "x", "blocks": blocks})
		looksUp := blocks == "" || strings.Contains(blocks, "slack_file")
		if taken := got["ok"] == true; taken != (err == nil) && !looksUp {
			t.Fatalf("the API says %v, the check %v", got, err)
		}
		message, _ := got["message"].(map[string]any)
		if kept, has := message["blocks"]; has {
			again(t, toJSON(t, kept), slack.CheckBlocks)
		}
	})
}

// FuzzView holds that no view makes the check panic, and that one that is taken
// is taken again in another encoding.
func FuzzView(f *testing.F) {
	for _, l := range viewLimits() {
		f.Add(toJSON(f, l.filled(l.taken[0], fills[0])))
	}
	for _, l := range append(textLimits(), numberLimits()...) {
		blocks := l.filled(l.taken[0], fills[0])
		f.Add(toJSON(f, modal(obj{"blocks": blocks})))
		f.Add(toJSON(f, home(obj{"blocks": blocks})))
	}
	f.Fuzz(func(t *testing.T, view string) {
		if slack.CheckView([]byte(view)) == nil {
			again(t, view, slack.CheckView)
		}
	})
}

// again writes JSON anew and checks it again.
func again(t *testing.T, text string, check func([]byte) error) {
	t.Helper()
	var value any
	ok(t, json.Unmarshal([]byte(text), &value))
	raw, err := json.Marshal(value)
	ok(t, err)
	if err := check(raw); err != nil {
		t.Fatalf("taken before, refused now: %v: %s", err, raw)
	}
}

func ExampleCheckBlocks() {
	fmt.Println(slack.CheckBlocks([]byte(`[{"type": "divider"}]`)))
	fmt.Println(slack.CheckBlocks([]byte(`[{"type": "section", "fields": []}]`)))
	// Output:
	// <nil>
	// invalid_blocks: no fewer than 1 items allowed [json-pointer:/blocks/0/fields]
}
