package slack

// element is an interactive element where it stands.
type element struct {
	block string         // its block_id
	input map[string]any // the input block around it; nil elsewhere
	props map[string]any // as the app wrote it
}

func (e element) kind() string { return e.text("type") }
func (e element) id() string   { return e.text("action_id") }

// text is a property of the element; empty if there is none.
func (e element) text(name string) string {
	s, _ := e.props[name].(string)
	return s
}

// visibleTo holds the one rule that hides an element, the icon_button's.
func (e element) visibleTo(userID string) bool {
	ids, limited := e.props["visible_to_user_ids"].([]any)
	if !limited {
		return true
	}
	for _, id := range ids {
		if id == userID {
			return true
		}
	}
	return false
}

// elementsOf lists the elements of blocks that a person can use, in order.
func (w *Workspace) elementsOf(blocks []any) []element { return w.elementsIn(blocks, element{}) }

// elementsIn searches a value; within says which block is around it. Only
// blocks and elements have ids, and blocks stand in no element.
func (w *Workspace) elementsIn(v any, within element) (out []element) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			out = append(out, w.elementsIn(item, within)...)
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		if _, usable := w.choosers[kind]; usable {
			within.props = v
			return []element{within}
		}
		if id, ok := v["block_id"].(string); ok {
			within.block = id
		}
		if within.input = nil; kind == "input" {
			within.input = v
		}
		for _, name := range []string{"elements", "accessory", "element", "actions", "child_blocks"} {
			out = append(out, w.elementsIn(v[name], within)...)
		}
	}
	return out
}
