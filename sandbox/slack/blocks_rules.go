package slack

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// together holds rules between the blocks of a message or a view.
func together(rules ...func(blocks []any, at string) []problem) check {
	return func(v any, at string) []problem {
		blocks, _ := v.([]any)
		for _, rule := range rules {
			if found := rule(blocks, at); len(found) > 0 {
				return found
			}
		}
		return nil
	}
}

// walk visits an object and all objects inside it, with their pointers, always
// in the same order.
func walk(v any, at string, visit func(o map[string]any, at string)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v, at)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			walk(v[name], at+"/"+name, visit)
		}
	case []any:
		for i, inner := range v {
			walk(inner, fmt.Sprintf("%s/%d", at, i), visit)
		}
	}
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

// countedTypes holds the rules on how many blocks of a type a message may have.
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

// cumulativeText holds the limits on text that a message's blocks of a type share.
func cumulativeText(blocks []any, at string) []problem {
	most := map[any]int{"markdown": maxMarkdown, "table": maxTableText, "data_table": maxDataText}
	sum := map[any]int{}
	for i, b := range blocks {
		obj, _ := b.(map[string]any)
		kind := obj["type"]
		sum[kind] += textLength(obj)
		if limit, has := most[kind]; has && sum[kind] > limit {
			return wrong(fmt.Sprintf("%s/%d", at, i), "all %s text must be less than %d characters", kind, limit+1)
		}
	}
	return nil
}

// eachText holds the limits of cumulativeText for one block at a time, as a view
// has them.
func eachText(blocks []any, at string) (out []problem) {
	for i := range blocks {
		for _, p := range cumulativeText(blocks[i:i+1], at) {
			out = append(out, problem{at: fmt.Sprintf("%s/%d", at, i), says: p.says})
		}
	}
	return out
}

// textLength adds up every "text" inside a value, in code points.
func textLength(v any) (sum int) {
	walk(v, "", func(o map[string]any, _ string) {
		s, _ := o["text"].(string)
		sum += utf8.RuneCountInString(s)
	})
	return sum
}

// oneFocus holds the rule that one element at most has the focus at first.
func oneFocus(blocks []any, at string) (out []problem) {
	taken := false
	walk(blocks, at, func(o map[string]any, at string) {
		if o["focus_on_load"] != true {
			return
		}
		if taken {
			out = append(out, wrong(at+"/focus_on_load", "only one element can have `focus_on_load`")...)
		}
		taken = true
	})
	return out
}
