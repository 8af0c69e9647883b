package slack

import "strings"

// slackIcons are the names of the pictures that Slack brings along, from
// https://docs.slack.dev/reference/block-kit/blocks/card-block
func slackIcons() []string {
	return strings.Fields(`archive book bookmark bot bug calendar call caret-left caret-right check
		clipboard code comment compass copy cube download edit email eye-closed eye-open file flag
		folder gear globe heart help image info key lightbulb link map mobile new-window pin plus
		refine refresh rocket save screen share sparkle star star-filled tag thumbs-down thumbs-up
		trash upload user warning`)
}
