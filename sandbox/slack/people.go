package slack

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Command types a slash command in a channel. It sends the signed request to
// the app, waits for at most three seconds and shows the answer: to that user
// only, to all if the app says in_channel, and nothing if it is empty. If the
// app fails, the user sees so, and Delivery.Error says why. The error is an
// [*Error] when the user may not type there.
func (w *Workspace) Command(ctx context.Context, userID, channelID, command, text string) (Delivery, error) {
	form, origin, d, err := w.typed(userID, channelID, command, text)
	if err != nil {
		return d, err
	}
	if err := w.deliver(ctx, commandsPath, form, &d); err != nil {
		return d, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if d.Error == "" {
		err = w.showAnswer(origin, strings.TrimSpace(command+" "+text), &d)
	}
	var refused *Error
	if errors.As(err, &refused) {
		d.Error, err = refused.Code, nil
	}
	if err == nil && d.Error != "" {
		d.TS, err = w.publish(origin, reply{Text: fmt.Sprintf("%s failed with the error %q", command, d.Error)})
	}
	return d, err
}

// typed is the form of a command: https://docs.slack.dev/interactivity/implementing-slash-commands
func (w *Workspace) typed(userID, channelID, command, text string) (url.Values, responseURL, Delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	user, channel, err := w.present(userID, channelID)
	if err != nil {
		return nil, responseURL{}, Delivery{}, err
	}
	origin, err := w.openResponse(channelID, userID, "")
	d := Delivery{
		TriggerID:   w.issue(trigger{user: userID, channel: channelID}),
		ResponseURL: w.responseAddress(origin),
	}
	return url.Values{
		"token": {"deprecated"}, "api_app_id": {w.opts.AppID},
		"team_id": {w.opts.TeamID}, "team_domain": {w.opts.TeamName}, "is_enterprise_install": {"false"},
		"channel_id": {channel.ID}, "channel_name": {nameFor(channel)},
		"user_id": {user.ID}, "user_name": {user.Name},
		"command": {command}, "text": {text},
		"trigger_id": {d.TriggerID}, "response_url": {d.ResponseURL},
	}, origin, d, err
}

// present finds a user and a channel where the user may act.
func (w *Workspace) present(userID, channelID string) (User, Channel, error) {
	user, known := w.user(userID)
	channel, found := w.channel(channelID)
	switch {
	case !known || user.Deleted:
		return user, channel, refuse("user_not_found")
	case !found || !channel.has(userID):
		return user, channel, refuse("channel_not_found")
	case channel.IsArchived:
		return user, channel, refuse("is_archived")
	}
	return user, channel, nil
}

// Say posts what a person writes, as a reply if threadTS is given, and returns
// the new message's ts. It escapes the text as Slack's client does, but for
// mentions of users and channels: "<@U…>", "<#C…>". The error is an [*Error] when the user may not.
func (w *Workspace) Say(userID, channelID, text, threadTS string) (ts string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, _, err := w.present(userID, channelID); err != nil {
		return "", err
	}
	m, err := w.compose(channelID, threadTS, content{text: escapeTyped(text)})
	if err != nil {
		return "", err
	}
	m.User = userID
	return m.TS, w.putMessage(m)
}
