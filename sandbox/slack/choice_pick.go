package slack

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// offerKey names a menu whose options the app was asked for.
type offerKey struct {
	user          string
	at            Place
	block, action string
}

func (s spot) offer(e element) offerKey {
	at := Place{Channel: s.message.Channel, TS: s.message.TS, ViewID: s.panel.ID}
	return offerKey{user: s.user.ID, at: at, block: e.block, action: e.id()}
}

// pickOption finds an option by its value: in the element, or among those that
// the app has suggested to this person for it.
func (w *Workspace) pickOption(s spot, e element, value string) (any, error) {
	for _, o := range e.options() {
		if o["value"] == value {
			return o, nil
		}
	}
	if o, offered := w.offered[s.offer(e)][value]; offered {
		return o, nil
	}
	return nil, invalidChoice("%q is none of the options", value)
}

// options are those that the element itself has.
func (e element) options() (out []map[string]any) {
	for _, o := range offers(e.props, "") {
		out = append(out, o.option)
	}
	initial, _ := e.props["initial_options"].([]any)
	for _, o := range slices.Concat(initial, []any{e.props["initial_option"]}) {
		if option, ok := o.(map[string]any); ok {
			out = append(out, option)
		}
	}
	return out
}

func (w *Workspace) pickUser(_ spot, _ element, id string) (any, error) {
	if _, err := w.person(id); err != nil {
		return nil, invalidChoice("no user %q", id)
	}
	return id, nil
}

// pickChannel takes public channels, those of which the person is no member too.
func (w *Workspace) pickChannel(_ spot, _ element, id string) (any, error) {
	c, found := w.channel(id)
	if !found || c.IsArchived || kindOf(c) != "public" {
		return nil, invalidChoice("no public channel %q", id)
	}
	return id, nil
}

// pickConversation takes what the person can see and the element's filter lets
// through. See https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object
func (w *Workspace) pickConversation(s spot, e element, id string) (any, error) {
	c, found := w.channel(id)
	if !found || c.IsArchived || kindOf(c) != "public" && !c.has(s.user.ID) {
		return nil, invalidChoice("no conversation %q", id)
	}
	filter, _ := e.props["filter"].(map[string]any)
	include, limited := filter["include"].([]any)
	switch {
	case limited && !slices.Contains(include, any(kindOf(c))),
		filter["exclude_external_shared_channels"] == true && c.IsExtShared,
		filter["exclude_bot_users"] == true && kindOf(c) == "im": // all are with the app
		return nil, invalidChoice("%q is not among the conversations to choose from", id)
	}
	return id, nil
}

// kindOf is a conversation's kind, as filters call it.
func kindOf(c Channel) string {
	switch {
	case c.IsIM:
		return "im"
	case c.IsPrivate:
		return "private"
	}
	return "public"
}

func (w *Workspace) pickDate(_ spot, _ element, v string) (any, error) {
	return dated(time.DateOnly, v)
}
func (w *Workspace) pickTime(_ spot, _ element, v string) (any, error) { return dated("15:04", v) }

// dated takes only what is written exactly as the layout.
func dated(layout, v string) (any, error) {
	if t, err := time.Parse(layout, v); err != nil || t.Format(layout) != v {
		return nil, invalidChoice("%q is not written as %s", v, layout)
	}
	return v, nil
}

// pickMoment takes Unix seconds of ten digits: the years 2001 to 2286.
func (w *Workspace) pickMoment(_ spot, _ element, v string) (any, error) {
	seconds, err := strconv.ParseInt(v, 10, 64)
	if err != nil || len(v) != 10 || strconv.FormatInt(seconds, 10) != v {
		return nil, invalidChoice("%q is no time in Unix seconds", v)
	}
	return seconds, nil
}

// pickText takes what was typed. Its length is looked at when it is submitted.
func (w *Workspace) pickText(_ spot, _ element, v string) (any, error) { return v, nil }

// pickRichText makes typed text the plainest rich text.
func (w *Workspace) pickRichText(_ spot, _ element, v string) (any, error) {
	section := answer{"type": "rich_text_section", "elements": []answer{{"type": "text", "text": v}}}
	return answer{"type": "rich_text", "elements": []answer{section}}, nil
}

// number64 reads a whole number of decoded JSON.
func number64(v any) (int64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	return i, err == nil
}
