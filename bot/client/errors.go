package client

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
)

// errRefused says that a response_url does not work, any more or at all. Its
// cause would hold the URL, which is a capability.
var errRefused = errors.New("the response_url does not work")

// explain makes slack's error one that a caller can act on: a *rollout.MissingError
// of kind "message" or "channel", with the channel's id, for what cannot be
// written to any more, and of kind "trigger" or "view" for a dialog that cannot be
// opened or is gone; and a *rollout.Error of kind Throttled when Slack wants to be
// left alone. id is that of the channel, or of the dialog.
func explain(activity, id string, err error) error {
	if err == nil {
		return nil
	}
	switch c := code(err); {
	case missing(c) != "":
		err = fmt.Errorf("%w: %w", &rollout.MissingError{Key: rollout.Key{Kind: missing(c), ID: id}}, err)
	case c == rateLimited, c == "rate_limited":
		err = &rollout.Error{Kind: rollout.Throttled, Message: "Slack asks for fewer calls", Hint: "Try again in a moment.", Err: err}
	}
	return fmt.Errorf("%s: %w", activity, err)
}

// missing is the kind of thing that is not there, by slack's word for the error; it
// is empty for other errors.
func missing(code string) string {
	switch code {
	case "message_not_found", "cant_update_message", "edit_window_closed":
		return "message"
	case "channel_not_found", "is_archived", "is_inactive", "not_in_channel",
		"restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel":
		return "channel"
	case "expired_trigger_id", "invalid_trigger_id":
		return "trigger"
	case "not_found":
		return "view"
	}
	return ""
}

// refusesBlocks says that Slack takes no blocks of that kind, or none in that place.
func refusesBlocks(err error) bool {
	switch code(err) {
	case "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "invalid_unfurls_format":
		return true
	}
	return false
}

const rateLimited = "ratelimited"

// code is slack's word for the error, or empty. A 429 need not have one.
func code(err error) string {
	var answer slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &answer):
		return answer.Err
	case errors.As(err, &limited), errors.As(err, &status) && status.Code == http.StatusTooManyRequests:
		return rateLimited
	}
	return ""
}
