// Package views turns what happened into Slack messages. Its functions are
// pure: an outcome goes in, Block Kit comes out.
//
// Whatever somebody typed elsewhere (a commit's subject, a reason, the answer of
// a health check) is shown as plain or rich text only, where Slack reads no
// markup. Every message says all of it in words too, and those that use blocks
// which not every workspace takes come with a version in plainer ones.
package views

import (
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Message is one message to post, or to edit an earlier one into.
type Message struct {
	// Text is the whole content in words, for notifications and screen readers.
	// It is mrkdwn with everything untrusted escaped, and never empty.
	Text   string
	Blocks []slack.Block
	// Fallback shows the same where Slack answers invalid_blocks to Blocks. It
	// is nil when Blocks has nothing that a workspace could refuse.
	Fallback []slack.Block
	// Metadata ties the message to its rollout; zero for any other message.
	Metadata slack.SlackMetadata
}

// Dialog is a modal, as Slack takes it.
type Dialog = slack.ModalViewRequest

// Tab is a Home tab, as Slack takes it.
type Tab = slack.HomeTabViewRequest

// MetadataType is the event type of a rollout's message. Its payload is
// {"rollout": id}.
const MetadataType = "slipway_rollout"

// Options are what a view needs to know besides the facts.
type Options struct {
	Now    time.Time           // by the clock that rollouts live by; for time left and for how long a way back is offered
	Judged []rollout.Judgement // of a rollout that has ended, in order, for its chart; nil for none
	Page   string              // where what was deployed is seen; empty for nowhere
	// Runbook is where it says what to do when a service's alarms are red; empty for nowhere.
	Runbook string
	// Next is the rollout that brought another version in the place of what the message is
	// about: a rollout's, or an incident's suspect; nil while none has.
	Next *rollout.Rollout
}

// Outcome is the answer to whoever gave a command.
func Outcome(out commands.Outcome, o Options) Message {
	switch out := out.(type) {
	case commands.Started:
		return started(out)
	case commands.Changed:
		return changed(out)
	case commands.HoldChanged:
		return holdChanged(out)
	case commands.Planned:
		return planned(out)
	case commands.StatusShown:
		return status(out, o)
	case commands.HistoryShown:
		return history(out)
	case commands.DashboardShown:
		return dashboard(out, o)
	case commands.Pictured:
		return dashboard(out.DashboardShown, o) // where the picture cannot be had
	case commands.SummaryShown:
		return summarised(out)
	case commands.CanaryShown:
		return canary(out, o)
	case commands.Explained:
		return explained(out, o)
	case commands.Dismissed:
		return dismissed(out)
	case commands.BackAsked:
		return backAsked(out)
	case commands.IncidentChanged:
		return incidentChanged(out)
	case commands.Examined:
		return examined(out)
	case commands.HelpShown:
		return help(out)
	default:
		return message(paragraph("answer", say("✅ Done.")))
	}
}
