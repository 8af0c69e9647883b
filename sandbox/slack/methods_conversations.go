package slack

import (
	"cmp"
	"slices"
	"strings"
)

func conversationMethods() map[string]method {
	const (
		see  = "channels:read groups:read im:read mpim:read"
		read = "channels:history groups:history im:history mpim:history"
	)
	return map[string]method{
		"conversations.history": {do: (*Workspace).conversationsHistory, rate: tier3(), needs: "channel", scopes: read},
		"conversations.info":    {do: (*Workspace).conversationsInfo, rate: tier3(), needs: "channel", scopes: see, formOnly: true},
		"conversations.join":    {do: (*Workspace).conversationsJoin, rate: tier3(), needs: "channel", scopes: "channels:join"},
		"conversations.list":    {do: (*Workspace).conversationsList, rate: tier2(), scopes: see, formOnly: true},
		"conversations.members": {do: (*Workspace).conversationsMembers, rate: tier4(), needs: "channel", scopes: see, formOnly: true},
		"conversations.replies": {do: (*Workspace).conversationsReplies, rate: tier3(), needs: "channel ts", scopes: read, formOnly: true},
		"users.conversations":   {do: (*Workspace).usersConversations, rate: tier3(), scopes: see, formOnly: true},
	}
}

// readable is the channel that the app wants to look at. It may see that a public
// one exists; what was said in it only if inside.
func (w *Workspace) readable(a args, inside bool) (Channel, error) {
	c, found := w.channel(a["channel"])
	member := c.has(w.opts.BotUserID)
	switch {
	case !found, c.IsPrivate && !member:
		return c, refuse("channel_not_found")
	case inside && !member:
		return c, refuse("not_in_channel")
	}
	return c, nil
}

func (w *Workspace) conversationsInfo(a args) (answer, error) {
	c, err := w.readable(a, false)
	if err != nil {
		return nil, err
	}
	return answer{"channel": w.showChannel(c)}, nil
}

func (w *Workspace) conversationsList(a args) (answer, error) {
	return w.listChannels(a, func(Channel) bool { return true })
}

// usersConversations are the channels of a user, the app's own if none is given,
// as far as the app knows them.
func (w *Workspace) usersConversations(a args) (answer, error) {
	id := cmp.Or(a["user"], w.opts.BotUserID)
	if _, known := w.user(id); !known {
		return nil, refuse("user_not_found")
	}
	return w.listChannels(a, func(c Channel) bool { return c.has(id) })
}

// listChannels lists the channels of the types asked for that the app may know of.
func (w *Workspace) listChannels(a args, keep func(Channel) bool) (answer, error) {
	types := strings.Split(cmp.Or(a["types"], "public_channel"), ",")
	for _, t := range types {
		if !slices.Contains([]string{"public_channel", "private_channel", "mpim", "im"}, strings.TrimSpace(t)) {
			return nil, refuse("invalid_types")
		}
	}
	var listed []Channel
	for _, c := range w.channels {
		hidden := c.IsPrivate && !c.has(w.opts.BotUserID) || c.IsArchived && a.is("exclude_archived")
		wanted := slices.ContainsFunc(types, func(t string) bool { return strings.TrimSpace(t) == c.kind() })
		if wanted && !hidden && keep(c) {
			listed = append(listed, c)
		}
	}
	listed, next, err := page(listed, a, 100, 1000, func(c Channel) string { return c.ID })
	if err != nil {
		return nil, err
	}
	return answer{"channels": show(listed, w.showChannel), "response_metadata": answer{"next_cursor": next}}, nil
}

func (w *Workspace) conversationsMembers(a args) (answer, error) {
	c, err := w.readable(a, false)
	if err != nil {
		return nil, err
	}
	part, next, err := page(c.Members, a, 100, 1000, func(id string) string { return id })
	if err != nil {
		return nil, err
	}
	return answer{"members": append([]string{}, part...), "response_metadata": answer{"next_cursor": next}}, nil
}

// conversationsJoin lets the app into a public channel.
func (w *Workspace) conversationsJoin(a args) (answer, error) {
	c, err := w.readable(a, false)
	switch {
	case err != nil:
		return nil, err
	case c.IsPrivate:
		return nil, refuse("method_not_supported_for_channel_type")
	case c.IsArchived:
		return nil, refuse("is_archived")
	}
	result := answer{}
	if c.has(w.opts.BotUserID) {
		result.warn("already_in_channel")
	} else {
		c.Members = append(slices.Clone(c.Members), w.opts.BotUserID)
		err = w.putChannel(c)
	}
	result["channel"] = w.showChannel(c)
	return result, err
}

// conversationsHistory is newest first and leaves replies to conversations.replies.
func (w *Workspace) conversationsHistory(a args) (answer, error) {
	c, err := w.readable(a, true)
	if err != nil {
		return nil, err
	}
	threads := w.threads(c.ID)
	found, err := w.between(c.ID, a, func(m Message) bool {
		return (!m.isReply() || m.Broadcast) && (!m.Deleted || len(threads[m.TS]) > 0)
	})
	if err != nil {
		return nil, err
	}
	slices.Reverse(found)
	result, err := w.messagePage(found, threads, a, 100, 999)
	if err == nil {
		result["pin_count"] = 0
	}
	return result, err
}

// conversationsReplies is a message and its thread, oldest first.
func (w *Workspace) conversationsReplies(a args) (answer, error) {
	c, err := w.readable(a, true)
	if err != nil {
		return nil, err
	}
	root, found := w.message(c.ID, a["ts"])
	threads := w.threads(c.ID)
	gone := root.Deleted && len(threads[root.TS]) == 0
	if !found || gone || root.EphemeralTo != "" {
		return nil, refuse("thread_not_found")
	}
	thread, err := w.between(c.ID, a, func(m Message) bool {
		return m.isReply() && m.ThreadTS == root.TS && !m.Deleted
	})
	if err != nil {
		return nil, err
	}
	return w.messagePage(append([]Message{root}, thread...), threads, a, 1000, 1000)
}

// between are a channel's public messages in the time span asked for, oldest
// first.
func (w *Workspace) between(channelID string, a args, keep func(Message) bool) ([]Message, error) {
	oldest, latest := a["oldest"], a["latest"]
	for name, ts := range map[string]string{"oldest": oldest, "latest": latest} {
		if _, ok := parseTS(ts); !ok && ts != "" && ts != "0" {
			return nil, refuse("invalid_ts_" + name)
		}
	}
	var out []Message
	for _, m := range w.messages[channelID] {
		edge := m.TS == oldest || m.TS == latest
		inside := m.TS > oldest && (latest == "" || m.TS < latest)
		if m.EphemeralTo == "" && (inside || edge && a.is("inclusive")) && keep(m) {
			out = append(out, m)
		}
	}
	return out, nil
}

func (w *Workspace) messagePage(list []Message, threads map[string][]Message, a args, usual, most int) (answer, error) {
	part, next, err := page(list, a, usual, most, func(m Message) string { return m.TS })
	if err != nil {
		return nil, err
	}
	shown := show(part, func(m Message) answer { return w.showThreaded(m, a.is("include_all_metadata"), threads[m.TS]) })
	return answer{"messages": shown, "has_more": next != "", "response_metadata": answer{"next_cursor": next}}, nil
}
