package slack

import (
	"fmt"
	"maps"
	"slices"
)

// Choice is what a person gave an element: Value for one thing (an option's
// value, typed text, the id of a user, channel or conversation, "2006-01-02",
// "15:04", Unix seconds), Values for several. The zero Choice presses a button
// and empties anything else.
type Choice struct {
	Value  string   `json:"value,omitempty"`
	Values []string `json:"values,omitempty"`
}

// chosen is what was chosen in a message or view, by block_id and action_id, in
// the words of Slack's state.values.
type chosen map[string]map[string]answer

// keep is the part that still has its element, of the same type, and its option.
func (c chosen) keep(elements []element) chosen {
	kept := chosen{}
	for _, e := range elements {
		value, there := c[e.block][e.id()]
		if there && value["type"] == e.kind() && e.offers(value["selected_option"]) {
			kept.set(e, e.without(value))
		}
	}
	return kept
}

// offers tells whether a choice is still there. An element that lists no options
// offers anything, and nothing chosen is always right.
func (e element) offers(choice any) bool {
	listed := offers(e.props, "")
	option, _ := choice.(map[string]any)
	return len(listed) == 0 || option == nil ||
		slices.ContainsFunc(listed, func(o offer) bool { return o.option["value"] == option["value"] })
}

// without is a choice of several things, without those that are not offered.
func (e element) without(value answer) answer {
	several, there := value["selected_options"].([]any)
	if !there {
		return value
	}
	value = maps.Clone(value)
	value["selected_options"] = slices.DeleteFunc(slices.Clone(several), func(o any) bool { return !e.offers(o) })
	return value
}

func (c chosen) set(e element, value answer) {
	if c[e.block] == nil {
		c[e.block] = map[string]answer{}
	}
	c[e.block][e.id()] = value
}

// choose writes a choice down as Slack does, if the element offers it.
func (w *Workspace) choose(s spot, e element, c Choice) (answer, error) {
	p, value := w.choosers[e.kind()], answer{"type": e.kind()}
	switch {
	case p.field == "":
		return press(e, c)
	case p.many && c.Value != "", !p.many && c.Values != nil:
		return nil, invalidChoice("one thing or several, as %s takes", e.kind())
	case p.many:
		list, err := w.chooseMany(s, e, p, c.Values)
		if err != nil {
			return nil, err
		}
		value[p.field] = list
	case c.Value == "" && p.firm:
		return nil, invalidChoice("%s cannot be emptied", e.kind())
	case c.Value == "":
		value[p.field] = nil
	default:
		one, err := p.pick(w, s, e, c.Value)
		if err != nil {
			return nil, err
		}
		value[p.field] = one
	}
	if zone := e.text("timezone"); zone != "" {
		value["timezone"] = zone
	}
	return value, nil
}

func (w *Workspace) chooseMany(s spot, e element, p chooser, values []string) ([]any, error) {
	list := []any{}
	if most, limited := number64(e.props["max_selected_items"]); limited && int64(len(values)) > most {
		return nil, invalidChoice("no more than %d may be chosen", most)
	}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return nil, invalidChoice("%q is chosen twice", v)
		}
		one, err := p.pick(w, s, e, v)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// press is the choice of a button: none, or which of two thumbs, by its value.
func press(e element, c Choice) (answer, error) {
	if e.kind() == "feedback_buttons" {
		for _, name := range []string{"positive_button", "negative_button"} {
			thumb, _ := e.props[name].(map[string]any)
			if thumb != nil && thumb["value"] == c.Value && c.Values == nil {
				return answer{"type": e.kind(), "text": thumb["text"], "value": thumb["value"]}, nil
			}
		}
		return nil, invalidChoice("%q is neither button's value", c.Value)
	}
	if c.Value != "" || c.Values != nil {
		return nil, invalidChoice("a button offers no choice")
	}
	return answer{"type": e.kind()}, nil
}

func invalidChoice(says string, args ...any) *Error {
	return refuse("invalid_choice", fmt.Sprintf(says, args...))
}

// action is the element as Slack describes it in an action.
func (e element) action(value answer, at string) answer {
	action := answer{"block_id": e.block, "action_ts": at}
	for _, name := range []string{
		"type", "action_id", "text", "value", "url", "style", "confirm", "placeholder", "min_query_length",
		"initial_option", "initial_options", "initial_user", "initial_users", "initial_channel", "initial_channels",
		"initial_conversation", "initial_conversations", "initial_date", "initial_time", "initial_date_time",
	} {
		if value, there := e.props[name]; there {
			action[name] = value
		}
	}
	maps.Copy(action, value)
	return action
}
