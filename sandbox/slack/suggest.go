package slack

import (
	"context"
	"encoding/json"
	"unicode/utf8"
)

// Suggest types into an external menu: it sends a signed block_suggestion payload
// to the app's options load URL and gives what the app suggests, {"options"} or
// {"option_groups"}. With less typed than min_query_length nothing is sent and
// there are no options. What was suggested can then be chosen with [Workspace.Act].
//
// The error is an [*Error] when there is no such menu (action_not_found), when
// the app fails (operation_timeout, dispatch_failed), or when its answer is not
// what Slack takes (invalid_options, with what is wrong): above all, no more
// than 100 options.
func (w *Workspace) Suggest(ctx context.Context, userID string, at Place, blockID, actionID, query string) (json.RawMessage, error) {
	payload, key, err := w.suggestion(userID, at, blockID, actionID, query)
	if err != nil {
		return nil, err
	}
	if payload == nil {
		return json.RawMessage(`{"options":[]}`), nil
	}
	var d Delivery
	if err := w.interact(ctx, optionsPath, payload, &d); err != nil {
		return nil, err
	}
	if d.Error != "" {
		return nil, refuse(d.Error)
	}
	options, err := readSuggestions(d)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.offered[key] == nil {
		w.offered[key] = map[string]any{}
	}
	for _, o := range options {
		value, _ := o["value"].(string)
		w.offered[key][value] = o
	}
	return d.Body, nil
}

// suggestion: https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
func (w *Workspace) suggestion(userID string, at Place, blockID, actionID, query string) (answer, offerKey, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.look(userID, at)
	if err != nil {
		return nil, offerKey{}, err
	}
	e, err := s.find(blockID, actionID)
	if err != nil {
		return nil, offerKey{}, err
	}
	if e.kind() != "external_select" && e.kind() != "multi_external_select" {
		return nil, offerKey{}, refuse("action_not_found")
	}
	least, stated := number64(e.props["min_query_length"])
	if !stated {
		least = minQuery
	}
	if int64(utf8.RuneCountInString(query)) < least {
		return nil, offerKey{}, nil
	}
	payload := w.envelope("block_suggestion", s.user)
	payload["block_id"], payload["action_id"], payload["value"] = e.block, e.id(), query
	return payload, s.offer(e), w.locate(payload, s)
}

// readSuggestions checks the app's answer and gives all options in it.
func readSuggestions(d Delivery) ([]map[string]any, error) {
	answered, err := decode(d.Body)
	if err != nil || !d.isJSON() {
		return nil, refuse("invalid_options", sentences(wrong("", "must provide an object"))...)
	}
	group := object(fields{
		"label":   must(plain(maxOptionText)),
		"options": must(list(0, maxOptions, plainOption())),
	})
	schema := inTurn(object(fields{
		"options":       may(list(0, maxOptions, plainOption())),
		"option_groups": may(list(0, maxOptions, group)),
	}), oneOfTwo("options", "option_groups"))
	if problems := schema(answered, ""); len(problems) > 0 {
		return nil, refuse("invalid_options", sentences(problems)...)
	}
	props, _ := answered.(map[string]any)
	options := element{props: props}.options()
	if len(options) > maxOptions {
		return nil, refuse("invalid_options", sentences(wrong("", "no more than %d items allowed", maxOptions))...)
	}
	return options, nil
}
