package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// parseBlocks checks the JSON of a message's blocks as Slack would and gives ids
// to blocks and elements that have none. No blocks at all are nil.
func (w *Workspace) parseBlocks(text string) (json.RawMessage, error) {
	var blocks any
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	if err := decoder.Decode(&blocks); err != nil {
		return nil, refuse("invalid_blocks_format")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse("invalid_blocks_format")
	}
	items, ok := blocks.([]any)
	if !ok {
		return nil, refuse("invalid_blocks_format")
	}
	if problems := w.blocks(blocks, "/blocks"); len(problems) > 0 {
		details := make([]string, len(problems))
		for i, p := range problems {
			details[i] = p.String()
		}
		return nil, refuse("invalid_blocks", details...)
	}
	if len(items) == 0 {
		return nil, nil
	}
	w.giveIDs(items)
	return json.Marshal(items)
}

// giveIDs completes block_id and action_id in place, as Slack does.
func (w *Workspace) giveIDs(blocks []any) {
	for _, b := range blocks {
		obj, _ := b.(map[string]any)
		if id, _ := obj["block_id"].(string); id == "" {
			obj["block_id"] = w.opts.NewID("b")
		}
		walk(obj, "", func(o map[string]any, _ string) {
			kind, _ := o["type"].(string)
			if _, ok := w.clicked[kind]; ok && o["action_id"] == nil {
				o["action_id"] = w.opts.NewID("a")
			}
		})
	}
}

// walk visits an object and all objects inside it, with their pointers.
func walk(v any, at string, visit func(o map[string]any, at string)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v, at)
		for name, inner := range v {
			walk(inner, at+"/"+name, visit)
		}
	case []any:
		for i, inner := range v {
			walk(inner, fmt.Sprintf("%s/%d", at, i), visit)
		}
	}
}

// wholeMessage holds the rules between the blocks of a message.
func wholeMessage(v any, at string) []problem {
	blocks, _ := v.([]any)
	for _, rule := range []func([]any, string) []problem{uniqueIDs, countedTypes, cumulativeText} {
		if found := rule(blocks, at); len(found) > 0 {
			return found
		}
	}
	return nil
}

func uniqueIDs(blocks []any, at string) (out []problem) {
	ids := map[string]bool{}
	for i, b := range blocks {
		obj, _ := b.(map[string]any)
		where := fmt.Sprintf("%s/%d", at, i)
		id, _ := obj["block_id"].(string)
		if id != "" && ids[id] {
			out = append(out, wrong(where+"/block_id", "`block_id` %q already exists", id)...)
		}
		ids[id] = true
		actions := map[string]bool{}
		walk(obj, where, func(o map[string]any, at string) {
			action, ok := o["action_id"].(string)
			if ok && actions[action] {
				out = append(out, wrong(at+"/action_id", "`action_id` %q already exists for block_id %q", action, id)...)
			}
			actions[action] = actions[action] || ok
		})
	}
	return out
}

// countedTypes holds the rules on how many blocks of a type there may be.
func countedTypes(blocks []any, at string) []problem {
	count := map[any]int{}
	for i, b := range blocks {
		obj, _ := b.(map[string]any)
		kind := obj["type"]
		count[kind]++
		where := fmt.Sprintf("%s/%d", at, i)
		switch {
		case count["table"] > maxTables:
			return wrong(where, "only_one_table_allowed")
		case count["data_visualization"] > maxCharts:
			return wrong(where, "no more than %d data_visualization blocks allowed", maxCharts)
		case count["plan"] > 0 && count["task_card"] > 0:
			return wrong(where, "plan and task_card blocks cannot be in one message")
		}
	}
	return nil
}

// cumulativeText holds the limits on text that all blocks share.
func cumulativeText(blocks []any, at string) []problem {
	var markdown, cells int
	for i, b := range blocks {
		obj, _ := b.(map[string]any)
		where := fmt.Sprintf("%s/%d", at, i)
		switch obj["type"] {
		case "markdown":
			markdown += textLength(obj)
		case "data_table":
			cells += textLength(obj["rows"])
		}
		switch {
		case markdown > maxMarkdown:
			return wrong(where, "all markdown blocks must be less than %d characters", maxMarkdown+1)
		case cells > maxDataText:
			return wrong(where, "all data_table cells must be less than %d characters", maxDataText+1)
		}
	}
	return nil
}

// textLength adds up every "text" inside a value, in code points.
func textLength(v any) (sum int) {
	walk(v, "", func(o map[string]any, _ string) {
		s, _ := o["text"].(string)
		sum += utf8.RuneCountInString(s)
	})
	return sum
}
