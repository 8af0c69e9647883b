package slack

import (
	"regexp"
	"slices"
)

func reactionMethods() map[string]method {
	const write = "reactions:write"
	return map[string]method{
		"reactions.add":    {do: (*Workspace).reactionsAdd, rate: tier3(), needs: "channel timestamp name", scopes: write},
		"reactions.get":    {do: (*Workspace).reactionsGet, rate: tier3(), scopes: "reactions:read", formOnly: true},
		"reactions.remove": {do: (*Workspace).reactionsRemove, rate: tier2(), needs: "name", scopes: write},
	}
}

// emojiName is how an emoji may be called. Which there are, only Slack knows.
var emojiName = regexp.MustCompile(`^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$`)

// reacted is the message that a reaction is about.
func (w *Workspace) reacted(a args, needName bool) (Message, error) {
	c, found := w.channel(a["channel"])
	_, wellFormed := parseTS(a["timestamp"])
	switch {
	case a["channel"] == "" || a["timestamp"] == "":
		return Message{}, refuse("no_item_specified")
	case !found || c.IsPrivate && !c.has(w.opts.BotUserID):
		return Message{}, refuse("channel_not_found")
	case !wellFormed:
		return Message{}, refuse("bad_timestamp")
	case needName && !emojiName.MatchString(a["name"]):
		return Message{}, refuse("invalid_name")
	case needName && c.IsArchived:
		return Message{}, refuse("is_archived")
	}
	m, found := w.message(c.ID, a["timestamp"])
	if !found || m.Deleted || m.EphemeralTo != "" {
		return m, refuse("message_not_found")
	}
	return m, nil
}

func (w *Workspace) reactionsAdd(a args) (answer, error) {
	m, err := w.reacted(a, true)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(m.Reactions)
	i := slices.IndexFunc(list, func(r Reaction) bool { return r.Name == a["name"] })
	switch {
	case i < 0:
		list = append(list, Reaction{Name: a["name"], Users: []string{w.opts.BotUserID}})
	case slices.Contains(list[i].Users, w.opts.BotUserID):
		return nil, refuse("already_reacted")
	default:
		list[i].Users = append(slices.Clone(list[i].Users), w.opts.BotUserID)
	}
	m.Reactions = list
	return answer{}, w.commit(w.messageRow(m))
}

func (w *Workspace) reactionsRemove(a args) (answer, error) {
	m, err := w.reacted(a, true)
	if err != nil {
		return nil, err
	}
	mine := func(r Reaction) bool { return r.Name == a["name"] && slices.Contains(r.Users, w.opts.BotUserID) }
	i := slices.IndexFunc(m.Reactions, mine)
	if i < 0 {
		return nil, refuse("no_reaction")
	}
	list := slices.Clone(m.Reactions)
	list[i].Users = slices.DeleteFunc(slices.Clone(list[i].Users), func(id string) bool { return id == w.opts.BotUserID })
	m.Reactions = slices.DeleteFunc(list, func(r Reaction) bool { return len(r.Users) == 0 })
	return answer{}, w.commit(w.messageRow(m))
}

func (w *Workspace) reactionsGet(a args) (answer, error) {
	m, err := w.reacted(a, false)
	if err != nil {
		return nil, err
	}
	shown := w.showMessage(m, false)
	shown["permalink"] = w.permalink(m)
	return answer{"type": "message", "channel": m.Channel, "message": shown}, nil
}

func showReaction(r Reaction) answer {
	return answer{"name": r.Name, "users": r.Users, "count": len(r.Users)}
}
