package client

import (
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
)

// errRefused says that a response_url does not work, any more or at all. Its
// cause would hold the URL, which is a capability.
var errRefused = errors.New("the response_url does not work")

// explain makes slack's error one that a caller can act on: a *rollout.MissingError
// of kind "message" or "channel" for what cannot be written to any more, and a
// *rollout.Error of kind Throttled when Slack wants to be left alone.
func explain(activity, channel string, err error) error {
	if err == nil {
		return nil
	}
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		err = &rollout.Error{Kind: rollout.Throttled, Message: "Slack asks to wait " + limited.RetryAfter.String() + ".", Err: err}
	}
	switch code(err) {
	case "message_not_found", "cant_update_message", "edit_window_closed":
		err = errors.Join(&rollout.MissingError{Key: rollout.Key{Kind: "message", ID: channel}}, err)
	case "channel_not_found", "is_archived", "not_in_channel", "restricted_action", "user_not_in_channel":
		err = errors.Join(&rollout.MissingError{Key: rollout.Key{Kind: "channel", ID: channel}}, err)
	}
	return fmt.Errorf("%s: %w", activity, err)
}

func refusesBlocks(err error) bool {
	c := code(err)
	return c == "invalid_blocks" || c == "invalid_blocks_format"
}

// code is slack's word for the error, or empty.
func code(err error) string {
	var answer slack.SlackErrorResponse
	if errors.As(err, &answer) {
		return answer.Err
	}
	return ""
}
