package page

import "github.com/slipway-dev/slipway/sandbox/slack"

// sentence says in words what Slack refuses, and keeps its code for those who know it.
func sentence(e *slack.Error) string {
	if words := meaning(e.Code); words != "" {
		return words + " (" + e.Code + ")"
	}
	return "Slack refuses it: " + e.Error()
}

func meaning(code string) string {
	switch code {
	case "action_not_found":
		return "that is not there to be used any more"
	case "callback_not_found":
		return "the app has no such shortcut"
	case "channel_not_found":
		return "there is no such channel, or they are not in it"
	case "dispatch_failed":
		return "the bot could not be reached, or it answered with an error"
	case "is_archived":
		return "the channel is archived"
	case "message_not_found":
		return "that message is not there any more"
	case "no_text":
		return "there is nothing to send"
	case "operation_timeout":
		return "the bot did not answer within three seconds"
	case "view_not_found":
		return "that window is closed already"
	}
	return ""
}
