package slack_test

import (
	"fmt"
	"maps"
	"strings"
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

// with is one object changed by another.
func with(base, more obj) obj {
	out := maps.Clone(base)
	maps.Copy(out, more)
	return out
}

func plainText(s string) obj { return obj{"type": "plain_text", "text": s} }
func mrkdwn(s string) obj    { return obj{"type": "mrkdwn", "text": s} }
func divider(int) any        { return obj{"type": "divider"} }

func one(kind string, more obj) arr { return arr{with(obj{"type": kind}, more)} }

func section(more obj) arr {
	return one("section", with(obj{"text": mrkdwn("x")}, more))
}

// acting is an actions block with one element.
func acting(kind string, more obj) arr {
	return one("actions", obj{"elements": one(kind, with(obj{"action_id": "a"}, more))})
}

// pressable is an actions block with one button, changed.
func pressable(more obj) arr { return acting("button", with(obj{"text": plainText("x")}, more)) }

func sure(more obj) arr {
	return pressable(obj{"confirm": with(obj{
		"title": plainText("x"), "text": mrkdwn("x"), "confirm": plainText("x"), "deny": plainText("x"),
	}, more)})
}

// asking is an input block with one element, changed.
func asking(kind string, more obj) arr {
	return one("input", obj{"label": plainText("x"), "element": with(obj{"type": kind}, more)})
}

func choosing(more obj) arr {
	return section(obj{"accessory": with(obj{"type": "static_select", "options": options(1)}, more)})
}

func options(n int) arr {
	return times(n, func(i int) any { return obj{"text": plainText("x"), "value": fmt.Sprint(i)} })
}

func optionOf(more obj) arr {
	return arr{with(obj{"text": plainText("x"), "value": "v"}, more)}
}

func picture(more obj) obj {
	return with(obj{"type": "image", "image_url": "https://x.test/a.png", "alt_text": "x"}, more)
}

func video(more obj) arr {
	return one("video", with(obj{
		"title": plainText("x"), "alt_text": "x", "video_url": "https://x.test", "thumbnail_url": "https://x.test",
	}, more))
}

func rich(part obj) obj {
	return obj{"type": "rich_text", "elements": arr{part}}
}

func richLine(element obj) obj {
	return rich(obj{"type": "rich_text_section", "elements": arr{element}})
}

func lineChart(series, points int, more obj) arr {
	categories := times(points, func(i int) any { return fmt.Sprint(i) })
	return one("data_visualization", obj{"title": "x", "chart": obj{
		"type": "line", "axis_config": with(obj{"categories": categories}, more),
		"series": times(series, func(i int) any {
			return obj{"name": fmt.Sprint(i), "data": times(points, func(i int) any {
				return obj{"label": fmt.Sprint(i), "value": -i}
			})}
		}),
	}})
}

func pie(n int) arr {
	return one("data_visualization", obj{"title": "x", "chart": obj{
		"type": "pie", "segments": times(n, func(i int) any { return obj{"label": fmt.Sprint(i), "value": 0.5} }),
	}})
}

// slice is a pie of one piece.
func slice(label string) obj {
	return obj{"type": "pie", "segments": arr{obj{"label": label, "value": 1}}}
}

func cells(rows, columns int, text string) arr {
	return times(rows, func(int) any {
		return times(columns, func(int) any { return obj{"type": "raw_text", "text": text} })
	})
}

func table(rows arr) arr {
	return one("table", obj{"column_settings": arr{nil, obj{"align": "right", "is_wrapped": true}}, "rows": rows})
}

func dataTable(rows arr, more obj) arr {
	return one("data_table", with(obj{"caption": "x", "rows": rows}, more))
}

func task(more obj) arr {
	return one("task_card", with(obj{"task_id": "1", "title": "x", "status": "complete"}, more))
}

func plan(tasks int) arr {
	return one("plan", obj{"title": "x", "tasks": times(tasks, func(i int) any {
		return obj{"task_id": fmt.Sprint(i), "title": "x", "status": "in_progress", "output": richLine(obj{"type": "text", "text": "x"})}
	})})
}

func card(more obj) arr { return one("card", with(obj{"title": mrkdwn("x")}, more)) }

func container(more obj) arr {
	return one("container", with(obj{"title": plainText("x"), "child_blocks": arr{divider(0)}}, more))
}

func modal(more obj) obj {
	return with(obj{"type": "modal", "title": plainText("x"), "submit": plainText("x"), "blocks": arr{divider(0)}}, more)
}

func home(more obj) obj { return with(obj{"type": "home", "blocks": arr{divider(0)}}, more) }
