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
	user, channel, origin, err := w.start(userID, channelID, "")
	if err != nil {
		return Delivery{}, err
	}
	d := Delivery{TriggerID: w.trigger(), ResponseURL: w.responseAddress(origin)}
	form := url.Values{
		"token": {"deprecated"}, "api_app_id": {w.opts.AppID},
		"team_id": {w.opts.TeamID}, "team_domain": {w.opts.TeamName}, "is_enterprise_install": {"false"},
		"channel_id": {channel.ID}, "channel_name": {channel.Name},
		"user_id": {user.ID}, "user_name": {user.Name},
		"command": {command}, "text": {text},
		"trigger_id": {d.TriggerID}, "response_url": {d.ResponseURL},
	}
	if err := w.deliver(ctx, "/slack/commands", form, &d); err != nil {
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

// start checks that the user may act in the channel and opens a response_url.
func (w *Workspace) start(userID, channelID, ts string) (User, Channel, responseURL, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	user, channel, err := w.present(userID, channelID)
	if err != nil {
		return user, channel, responseURL{}, err
	}
	origin, err := w.openResponse(channelID, userID, ts)
	return user, channel, origin, err
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
// the new message's ts. The error is an [*Error] when the user may not.
func (w *Workspace) Say(userID, channelID, text, threadTS string) (ts string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, _, err := w.present(userID, channelID); err != nil {
		return "", err
	}
	m, err := w.compose(channelID, threadTS, content{text: text})
	if err != nil {
		return "", err
	}
	m.User = userID
	return m.TS, w.putMessage(m)
}
