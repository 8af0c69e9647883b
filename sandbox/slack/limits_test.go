package slack_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

type obj = map[string]any
type arr = []any

// long is n code points of two bytes each: Slack counts characters, not bytes.
func long(n int) string { return strings.Repeat("é", n) }

func times(n int, one func(i int) any) arr {
	out := arr{}
	for i := range n {
		out = append(out, one(i))
	}
	return out
}

func plainText(s string) obj { return obj{"type": "plain_text", "text": s} }
func mrkdwn(s string) obj    { return obj{"type": "mrkdwn", "text": s} }

func section(more obj) arr {
	block := obj{"type": "section", "text": mrkdwn("x")}
	for name, value := range more {
		block[name] = value
	}
	return arr{block}
}

// pressable is an actions block with one button, changed.
func pressable(more obj) arr {
	b := obj{"type": "button", "text": plainText("x"), "action_id": "a"}
	for name, value := range more {
		b[name] = value
	}
	return arr{obj{"type": "actions", "elements": arr{b}}}
}

func sure(more obj) arr {
	c := obj{"title": plainText("x"), "text": mrkdwn("x"), "confirm": plainText("x"), "deny": plainText("x")}
	for name, value := range more {
		c[name] = value
	}
	return pressable(obj{"confirm": c})
}

func rich(s string) obj {
	return obj{"type": "rich_text", "elements": arr{
		obj{"type": "rich_text_section", "elements": arr{obj{"type": "text", "text": s, "style": obj{"bold": true}}}},
	}}
}

func lineChart(series, points, label int) obj {
	categories := times(points, func(i int) any { return fmt.Sprint(i) })
	return obj{"type": "data_visualization", "title": "x", "chart": obj{
		"type": "line", "axis_config": obj{"categories": categories, "x_label": long(label)},
		"series": times(series, func(i int) any {
			return obj{"name": fmt.Sprint(i), "data": times(points, func(i int) any {
				return obj{"label": fmt.Sprint(i), "value": -i}
			})}
		}),
	}}
}

func pie(n int) obj {
	return obj{"type": "data_visualization", "title": "x", "chart": obj{
		"type": "pie", "segments": times(n, func(i int) any { return obj{"label": fmt.Sprint(i), "value": 0.5} }),
	}}
}

func table(rows, columns int) arr {
	return arr{obj{"type": "table", "column_settings": arr{nil, obj{"align": "right", "is_wrapped": true}},
		"rows": times(rows, func(int) any {
			return times(columns, func(int) any { return obj{"type": "raw_text", "text": "x"} })
		})}}
}

func dataTable(rows, columns, text int) obj {
	return obj{"type": "data_table", "caption": "x", "rows": times(rows, func(int) any {
		return times(columns, func(int) any { return obj{"type": "raw_text", "text": long(text)} })
	})}
}

func plan(tasks int) arr {
	return arr{obj{"type": "plan", "title": "x", "tasks": times(tasks, func(i int) any {
		return obj{"task_id": fmt.Sprint(i), "title": "x", "status": "in_progress", "output": rich("x")}
	})}}
}

func options(n int) arr {
	return times(n, func(i int) any { return obj{"text": plainText("x"), "value": fmt.Sprint(i)} })
}

// limits are the numbers of Slack's reference: what is at a limit is taken, and
// what is one beyond is refused with this sentence.
var limits = []struct {
	name  string
	limit int
	make  func(n int) arr
	says  string
}{
	{"blocks", 50, func(n int) arr { return times(n, func(int) any { return obj{"type": "divider"} }) }, "no more than 50 items allowed [json-pointer:/blocks]"},
	{"block_id", 255, func(n int) arr { return section(obj{"block_id": long(n)}) }, "must be less than 256 characters [json-pointer:/blocks/0/block_id]"},
	{"section text", 3000, func(n int) arr { return section(obj{"text": mrkdwn(long(n))}) }, "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
	{"section fields", 10, func(n int) arr { return section(obj{"fields": times(n, func(int) any { return mrkdwn("x") })}) }, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
	{"a section's field", 2000, func(n int) arr { return section(obj{"fields": arr{plainText(long(n))}}) }, "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"},
	{"header", 150, func(n int) arr { return arr{obj{"type": "header", "text": plainText(long(n))}} }, "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
	{"context", 10, func(n int) arr {
		return arr{obj{"type": "context", "elements": times(n, func(int) any { return mrkdwn("x") })}}
	}, "no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
	{"actions", 25, func(n int) arr {
		return arr{obj{"type": "actions", "elements": times(n, func(int) any { return obj{"type": "button", "text": plainText("x")} })}}
	}, "no more than 25 items allowed [json-pointer:/blocks/0/elements]"},
	{"action_id", 255, func(n int) arr { return pressable(obj{"action_id": long(n)}) }, "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"},
	{"button text", 75, func(n int) arr { return pressable(obj{"text": plainText(long(n))}) }, "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
	{"button value", 2000, func(n int) arr { return pressable(obj{"value": long(n)}) }, "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"},
	{"button url", 3000, func(n int) arr { return pressable(obj{"url": long(n)}) }, "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]"},
	{"confirm title", 100, func(n int) arr { return sure(obj{"title": plainText(long(n))}) }, "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]"},
	{"confirm text", 300, func(n int) arr { return sure(obj{"text": plainText(long(n))}) }, "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]"},
	{"confirm button", 30, func(n int) arr { return sure(obj{"confirm": plainText(long(n))}) }, "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]"},
	{"deny button", 30, func(n int) arr { return sure(obj{"deny": plainText(long(n))}) }, "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]"},
	{"image alt", 2000, func(n int) arr {
		return arr{obj{"type": "image", "image_url": "https://x.test/a.png", "alt_text": long(n), "title": plainText("x")}}
	}, "must be less than 2001 characters [json-pointer:/blocks/0/alt_text]"},
	{"markdown", 12000, func(n int) arr { return arr{obj{"type": "markdown", "text": long(n)}} }, "must be less than 12001 characters [json-pointer:/blocks/0/text]"},
	{"markdown of all blocks", 6000, func(n int) arr {
		return arr{obj{"type": "markdown", "text": long(6000)}, obj{"type": "markdown", "text": long(n)}}
	}, "all markdown blocks must be less than 12001 characters [json-pointer:/blocks/1]"},
	{"table rows", 100, func(n int) arr { return table(n, 2) }, "no more than 100 items allowed [json-pointer:/blocks/0/rows]"},
	{"table columns", 20, func(n int) arr { return table(2, n) }, "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"},
	{"tables", 1, func(n int) arr { return slices.Repeat(table(1, 1), n) }, "only_one_table_allowed [json-pointer:/blocks/1]"},
	{"data table rows", 201, func(n int) arr { return arr{dataTable(n, 1, 1)} }, "no more than 201 items allowed [json-pointer:/blocks/0/rows]"},
	{"data table columns", 20, func(n int) arr { return arr{dataTable(2, n, 1)} }, "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"},
	{"data table text", 10000, func(n int) arr { return arr{dataTable(2, 1, n)} }, "all data_table cells must be less than 20001 characters [json-pointer:/blocks/0]"},
	{"charts", 2, func(n int) arr { return slices.Repeat(arr{pie(1)}, n) }, "no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2]"},
	{"chart series", 6, func(n int) arr { return arr{lineChart(n, 2, 1)} }, "no more than 6 items allowed [json-pointer:/blocks/0/chart/series]"},
	{"chart points", 20, func(n int) arr { return arr{lineChart(1, n, 1)} }, "no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]"},
	{"axis label", 50, func(n int) arr { return arr{lineChart(1, 1, n)} }, "must be less than 51 characters [json-pointer:/blocks/0/chart/axis_config/x_label]"},
	{"pie segments", 6, func(n int) arr { return arr{pie(n)} }, "no more than 6 items allowed [json-pointer:/blocks/0/chart/segments]"},
	{"plan tasks", 50, plan, "no more than 50 items allowed [json-pointer:/blocks/0/tasks]"},
	{"select options", 100, func(n int) arr {
		return section(obj{"accessory": obj{"type": "static_select", "options": options(n), "placeholder": plainText("x")}})
	}, "no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]"},
	{"overflow options", 5, func(n int) arr {
		return section(obj{"accessory": obj{"type": "overflow", "options": options(n)}})
	}, "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]"},
	{"card body", 200, func(n int) arr {
		return arr{obj{"type": "carousel", "elements": arr{obj{"type": "card", "body": mrkdwn(long(n))}}}}
	}, "must be less than 201 characters [json-pointer:/blocks/0/elements/0/body/text]"},
	{"contained blocks", 10, func(n int) arr {
		return arr{obj{"type": "container", "title": plainText("x"), "child_blocks": times(n, func(int) any { return obj{"type": "divider"} })}}
	}, "no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]"},
	{"video title", 200, func(n int) arr {
		return arr{obj{"type": "video", "title": plainText(long(n)), "alt_text": "x", "video_url": "https://x.test", "thumbnail_url": "https://x.test"}}
	}, "must be less than 201 characters [json-pointer:/blocks/0/title/text]"},
}

func TestWhatIsAtALimitIsTakenAndOneBeyondRefused(t *testing.T) {
	w := newWorld(t)
	for _, c := range limits {
		t.Run(c.name, func(t *testing.T) {
			got := w.call("chat.postMessage", map[string]string{"channel": "checkout", "blocks": toJSON(t, c.make(c.limit))})
			if got["ok"] != true {
				t.Errorf("%d refused: %v", c.limit, got["errors"])
			}
			got = w.call("chat.postMessage", map[string]string{"channel": "checkout", "blocks": toJSON(t, c.make(c.limit+1))})
			says(t, got, c.says)
		})
	}
}

// says checks for invalid_blocks with a sentence, in both places where Slack
// puts it.
func says(t *testing.T, got map[string]any, want string) {
	t.Helper()
	equal(t, "error", got["error"], any("invalid_blocks"))
	errs, _ := got["errors"].(arr)
	if !slices.Contains(errs, any(want)) {
		t.Errorf("errors: got %v, want %q", errs, want)
	}
	if raw, _ := json.Marshal(got["response_metadata"]); !strings.Contains(string(raw), "[ERROR] ") {
		t.Errorf("response_metadata: got %s", raw)
	}
}

func TestMessageTextIsLimitedInCharacters(t *testing.T) {
	w := newWorld(t)
	equal(t, "at the limit", w.call("chat.postMessage", map[string]string{"channel": channel, "text": long(40000)})["ok"], any(true))
	equal(t, "beyond", w.call("chat.postMessage", map[string]string{"channel": channel, "text": long(40001)})["error"], any("msg_too_long"))
}
