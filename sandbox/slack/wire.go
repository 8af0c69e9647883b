package slack

import (
	"cmp"
	"slices"
)

// The shapes in which Slack shows its objects.

// showUser: https://docs.slack.dev/reference/objects/user-object
func (w *Workspace) showUser(u User) answer {
	team := w.teamOf(u)
	profile := answer{
		"real_name": u.RealName, "real_name_normalized": u.RealName,
		"display_name": u.DisplayName, "display_name_normalized": u.DisplayName,
		"team": team,
	}
	if w.granted("users:read.email") {
		profile["email"] = u.Email
	}
	if u.ID == w.opts.BotUserID {
		profile["bot_id"], profile["api_app_id"] = w.botID(), w.opts.AppID
	}
	shown := answer{
		"id": u.ID, "team_id": team, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted,
		"profile": profile, "is_bot": u.IsBot, "is_app_user": false, "updated": 0,
	}
	if u.IsStranger {
		shown["is_stranger"] = true
	}
	if u.Deleted {
		return shown // Slack says no more of who has gone
	}
	for name, value := range map[string]any{
		"tz": u.TZ, "tz_label": u.TZ, "tz_offset": u.TZOffset,
		"is_admin": u.IsAdmin, "is_owner": false, "is_primary_owner": false,
		"is_restricted": u.IsRestricted, "is_ultra_restricted": u.IsUltraRestricted,
	} {
		shown[name] = value
	}
	return shown
}

// teamOf is the workspace that a user belongs to.
func (w *Workspace) teamOf(u User) string { return cmp.Or(u.TeamID, w.opts.TeamID) }

// showChannel: https://docs.slack.dev/reference/objects/conversation-object
func (w *Workspace) showChannel(c Channel) answer {
	if c.IsIM {
		return answer{
			"id": c.ID, "created": c.Created, "is_im": true, "is_org_shared": false, "is_archived": c.IsArchived,
			"context_team_id": w.opts.TeamID, "user": w.partner(c), "is_user_deleted": false, "priority": 0,
		}
	}
	about := func(value string) answer { return answer{"value": value, "creator": "", "last_set": 0} }
	return answer{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "created": c.Created,
		"is_channel": !c.IsPrivate, "is_group": c.IsPrivate, "is_im": false, "is_mpim": false,
		"is_private": c.IsPrivate, "is_archived": c.IsArchived, "is_general": false, "unlinked": 0,
		"is_shared": c.IsExtShared, "is_ext_shared": c.IsExtShared, "is_org_shared": false,
		"is_pending_ext_shared": false, "pending_shared": []string{}, "previous_names": []string{},
		"is_member": c.has(w.opts.BotUserID), "num_members": len(c.Members), "creator": "",
		"shared_team_ids": w.teamsIn(c), "context_team_id": w.opts.TeamID, "topic": about(c.Topic), "purpose": about(c.Purpose),
	}
}

// showMessage: https://docs.slack.dev/reference/events/message
func (w *Workspace) showMessage(m Message, metadata bool) answer {
	if m.Deleted {
		return answer{
			"type": "message", "subtype": "tombstone", "user": "USLACKBOT",
			"text": "This message was deleted.", "ts": m.TS, "thread_ts": m.TS, "hidden": true,
		}
	}
	by, _ := w.user(m.User)
	shown := answer{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": w.teamOf(by)}
	if m.User == w.opts.BotUserID {
		shown["bot_id"], shown["app_id"] = w.botID(), w.opts.AppID
		shown["bot_profile"] = w.showBot()
	}
	if m.Blocks != nil {
		shown["blocks"] = escapeBlocks(m.Blocks)
	}
	if m.Attachments != nil {
		shown["attachments"] = m.Attachments
	}
	if len(m.Files) > 0 {
		shown["files"], shown["upload"] = w.showFiles(m.Files), false
	}
	if len(m.Reactions) > 0 {
		shown["reactions"] = show(m.Reactions, showReaction)
	}
	if metadata && m.Metadata != nil {
		shown["metadata"] = m.Metadata
	}
	if m.EditedTS != "" {
		shown["edited"] = answer{"user": m.User, "ts": m.EditedTS}
	}
	if m.isReply() {
		shown["thread_ts"] = m.ThreadTS
		if parent, ok := w.message(m.Channel, m.ThreadTS); ok {
			shown["parent_user_id"] = parent.User
		}
	}
	if m.Broadcast {
		shown["subtype"] = "thread_broadcast"
	}
	return shown
}

// showThreaded is showMessage with the thread below the message summed up.
func (w *Workspace) showThreaded(m Message, metadata bool, replies []Message) answer {
	shown := w.showMessage(m, metadata)
	if len(replies) == 0 {
		return shown
	}
	var users []string
	for _, r := range replies {
		if !slices.Contains(users, r.User) {
			users = append(users, r.User)
		}
	}
	shown["thread_ts"] = m.TS
	shown["reply_count"] = len(replies)
	shown["reply_users"], shown["reply_users_count"] = users, len(users)
	shown["latest_reply"] = replies[len(replies)-1].TS
	return shown
}

// teamsIn are the workspaces whose members are in a channel, this one first.
func (w *Workspace) teamsIn(c Channel) []string {
	teams := []string{w.opts.TeamID}
	for _, id := range c.Members {
		if u, known := w.user(id); known && !slices.Contains(teams, w.teamOf(u)) {
			teams = append(teams, w.teamOf(u))
		}
	}
	return teams
}
