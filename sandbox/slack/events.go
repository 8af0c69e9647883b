package slack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// pending is an event that the app has not taken yet.
type pending struct {
	ID     string          `json:"id"`
	Number int64           `json:"number"` // in the order they happened
	Body   json.RawMessage `json:"body"`
	Tries  int             `json:"tries,omitempty"`  // that failed
	Reason string          `json:"reason,omitempty"` // why the last one did
	Due    time.Time       `json:"due"`

	lent bool // it is on its way
}

// happened are the rows of new events. Each is kept until the app has taken it,
// and sent by Retry.
func (w *Workspace) happened(told []*pending) (rows []row) {
	for _, p := range told {
		rows = append(rows, row{"event/" + p.ID, p, func() { w.events = append(w.events, p) }})
	}
	return rows
}

// emit makes an event: none if the app is not subscribed to its kind.
// See https://docs.slack.dev/apis/events-api
func (w *Workspace) emit(kind string, event answer, shared bool) ([]*pending, error) {
	if !slices.Contains(w.opts.Events, kind) {
		return nil, nil
	}
	now := w.opts.Now()
	id := w.opts.NewID("Ev")
	body, err := json.Marshal(answer{
		"token": "deprecated", "type": "event_callback", "event": event,
		"team_id": w.opts.TeamID, "context_team_id": w.opts.TeamID, "context_enterprise_id": nil,
		"api_app_id": w.opts.AppID, "event_id": id, "event_time": now.Unix(),
		"event_context":         w.opts.NewID("4-"),
		"is_ext_shared_channel": shared,
		"authorizations": []answer{{
			"enterprise_id": nil, "team_id": w.opts.TeamID, "user_id": w.opts.BotUserID,
			"is_bot": true, "is_enterprise_install": false,
		}},
	})
	if err != nil {
		return nil, fmt.Errorf("encode event %s: %w", kind, err)
	}
	w.lastEvent++
	return []*pending{{ID: id, Number: w.lastEvent, Body: body, Due: now}}, nil
}

// messageEvents tells of a message that is new, edited or deleted. The app hears
// only what is said where it is a member, and nothing ephemeral.
// See https://docs.slack.dev/reference/events/message
func (w *Workspace) messageEvents(old, m Message) ([]*pending, error) {
	c, _ := w.channel(m.Channel)
	if m.EphemeralTo != "" || !c.has(w.opts.BotUserID) {
		return nil, nil
	}
	family := map[string][2]string{
		"public_channel": {"message.channels", "channel"}, "private_channel": {"message.groups", "group"}, "im": {"message.im", "im"},
	}[c.kind()]
	event := w.messageEvent(old, m)
	event["type"], event["channel"], event["channel_type"] = "message", c.ID, family[1]
	told, err := w.emit(family[0], event, c.IsExtShared)
	mentioned := strings.Contains(m.Text, "<@"+w.opts.BotUserID+">")
	if err != nil || !mentioned || c.IsIM || m.User == w.opts.BotUserID {
		return told, err
	}
	event = maps.Clone(event)
	event["type"] = "app_mention"
	delete(event, "channel_type")
	mention, err := w.emit("app_mention", event, c.IsExtShared)
	return append(told, mention...), err
}

func (w *Workspace) messageEvent(old, m Message) answer {
	var event answer
	now := w.eventTS()
	switch {
	case m.Deleted:
		event = answer{"subtype": "message_deleted", "hidden": true, "ts": now, "deleted_ts": m.TS}
	case old.TS != "":
		event = answer{"subtype": "message_changed", "hidden": true, "ts": now, "message": w.showMessage(m, true)}
	default:
		event, now = w.showMessage(m, true), m.TS
	}
	if old.TS != "" {
		event["previous_message"] = w.showMessage(old, true)
	} else if len(m.Files) > 0 {
		event["subtype"] = "file_share"
	}
	event["event_ts"] = now
	return event
}

// eventTS dates an event that is no message.
func (w *Workspace) eventTS() string { return formatTS(w.opts.Now().UnixMicro()) }

// memberEvents tells who came into a channel and who left.
func (w *Workspace) memberEvents(old, c Channel) (told []*pending, err error) {
	for _, id := range append(slices.Clone(old.Members), c.Members...) {
		kind := "member_joined_channel"
		if old.has(id) {
			kind = "member_left_channel"
		}
		if old.has(id) == c.has(id) {
			continue
		}
		more, err := w.memberEvent(kind, id, c)
		if err != nil {
			return nil, err
		}
		told = append(told, more...)
	}
	return told, nil
}

// memberEvent: https://docs.slack.dev/reference/events/member_left_channel. When
// the app itself is taken out, Slack says so in another way.
func (w *Workspace) memberEvent(kind, userID string, c Channel) ([]*pending, error) {
	if !c.has(w.opts.BotUserID) && userID != w.opts.BotUserID {
		return nil, nil
	}
	letter, family := "C", "channel"
	if c.IsPrivate {
		letter, family = "G", "group"
	}
	user, _ := w.user(userID)
	event := answer{
		"type": kind, "user": userID, "channel": c.ID, "channel_type": letter,
		"team": w.teamOf(user), "event_ts": w.eventTS(),
	}
	if kind == "member_left_channel" && userID == w.opts.BotUserID {
		kind = family + "_left"
		event = answer{"type": kind, "channel": c.ID, "event_ts": event["event_ts"]}
	}
	return w.emit(kind, event, c.IsExtShared)
}
