package slack

import (
	"slices"
	"strings"
)

// channelNamed finds a channel by id, by name with # or without, or the direct
// messages of a user by the user's id.
func (w *Workspace) channelNamed(name string) (Channel, bool) {
	if c, ok := w.channel(name); ok {
		return c, true
	}
	if c, open := w.direct(name); open {
		return c, true
	}
	name = strings.TrimPrefix(name, "#")
	i := slices.IndexFunc(w.channels, func(c Channel) bool { return c.Name == name && name != "" })
	if i < 0 {
		return Channel{}, false
	}
	return w.channels[i], true
}

// direct finds the direct messages of a user and the app, if they are open.
func (w *Workspace) direct(userID string) (Channel, bool) {
	i := slices.IndexFunc(w.channels, func(c Channel) bool { return c.IsIM && w.partner(c) == userID })
	if i < 0 {
		return Channel{}, false
	}
	return w.channels[i], true
}

// partner is the person whom the app talks to in direct messages.
func (w *Workspace) partner(c Channel) string {
	i := slices.IndexFunc(c.Members, func(id string) bool { return id != w.opts.BotUserID })
	if i < 0 {
		return ""
	}
	return c.Members[i]
}

// openDirect finds or opens the direct messages of a user and the app.
func (w *Workspace) openDirect(userID string) (c Channel, opened bool, err error) {
	u, known := w.user(userID)
	switch {
	case !known:
		return c, false, refuse("user_not_found")
	case u.Deleted:
		return c, false, refuse("user_disabled")
	case u.IsBot || u.ID == w.opts.BotUserID:
		return c, false, refuse("cannot_dm_bot")
	}
	if c, open := w.direct(userID); open {
		return c, false, nil
	}
	c = Channel{
		ID: w.opts.NewID("D"), IsIM: true, IsPrivate: true,
		Members: []string{userID, w.opts.BotUserID}, Created: w.opts.Now().Unix(),
	}
	return c, true, w.putChannel(c)
}

func directMethods() map[string]method {
	return map[string]method{
		"conversations.open": {
			do: (*Workspace).conversationsOpen, rate: tier3(), scopes: "im:write mpim:write channels:manage groups:write",
		},
	}
}

// conversationsOpen opens direct messages with one person. Those of several are
// not simulated.
func (w *Workspace) conversationsOpen(a args) (answer, error) {
	var c Channel
	var opened bool
	var err error
	switch users := a.list("users"); {
	case a["channel"] != "":
		if c, err = w.readable(a, true); err == nil && !c.IsIM {
			err = refuse("method_not_supported_for_channel_type")
		}
	case len(users) == 0:
		err = refuse("users_list_not_supplied")
	case len(users) > maxOpenUsers:
		err = refuse("too_many_users")
	case len(users) > 1:
		err = refuse("method_not_supported_for_channel_type")
	default:
		c, opened, err = w.openDirect(users[0])
	}
	if err != nil {
		return nil, err
	}
	result := answer{"channel": answer{"id": c.ID}}
	if a.is("return_im") {
		result["channel"] = w.showChannel(c)
	}
	if !opened {
		result["no_op"], result["already_open"] = true, true
	}
	return result, nil
}
