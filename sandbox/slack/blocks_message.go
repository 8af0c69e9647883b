package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// messageBlocks is the check of a message's "blocks".
func messageBlocks() check {
	return inTurn(list(0, maxBlocks, blocksOn(onMessage).check),
		together(uniqueIDs, countedTypes, cumulativeText, oneFocus))
}

// parseBlocks checks the JSON of a message's blocks as Slack would and gives ids
// to blocks and elements that have none. No blocks at all are nil.
func (w *Workspace) parseBlocks(text string) (json.RawMessage, error) {
	items, err := checkedBlocks([]byte(text))
	if err != nil || len(items) == 0 {
		return nil, err
	}
	if details := append(w.missingFiles(items, "/blocks"), w.unknownBlocks(items, "/blocks")...); len(details) > 0 {
		return nil, refuse("invalid_blocks", details...)
	}
	w.giveIDs(items)
	return json.Marshal(items)
}

// checkedBlocks decodes a message's blocks and checks them.
func checkedBlocks(raw []byte) ([]any, error) {
	blocks, err := decode(raw)
	items, ok := blocks.([]any)
	if err != nil || !ok {
		return nil, refuse("invalid_blocks_format")
	}
	if problems := messageSchema(blocks, "/blocks"); len(problems) > 0 {
		return nil, refuse("invalid_blocks", sentences(problems)...)
	}
	return items, nil
}

// decode reads one JSON value, with numbers as they are written.
func decode(raw []byte) (v any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		return nil, fmt.Errorf("decode JSON: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("decode JSON: there is more after the value")
	}
	return v, nil
}

func sentences(problems []problem) []string {
	out := make([]string, len(problems))
	for i, p := range problems {
		out[i] = p.String()
	}
	return out
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
