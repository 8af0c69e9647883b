package job

import (
	"net/url"
	"strings"
)

// Actions of the buttons that Slipway's messages have. A button's value is the
// id of the rollout that its message is about.
const (
	RollbackAction = "slipway_rollback"
	AbortAction    = "slipway_abort"
	PauseAction    = "slipway_pause"
	ResumeAction   = "slipway_resume"
	PromoteAction  = "slipway_promote"
	WhyAction      = "slipway_why"
	RetryAction    = "slipway_retry_build"  // builds a release again whose build has failed
	ApproveAction  = "slipway_approve_gate" // opens the gates on the code host that its build waits at
)

// Actions of the buttons below a plan. A button's value is the id of the proposal.
const (
	ShipAction    = "slipway_ship"
	DismissAction = "slipway_dismiss"
)

// Actions of the buttons of an incident's message. A button's value is the incident's id.
const (
	BackAction   = "slipway_back" // takes the suspect back
	AckAction    = "slipway_ack"
	SnoozeAction = "slipway_snooze"
)

// BackAnywayAction is the button below a rollback that was asked about once more. Its
// value is the id of the proposal; DismissAction is beside it.
const BackAnywayAction = "slipway_back_anyway"

// Actions that show something else than a message.
const (
	FormAction    = "slipway_form"         // a button that opens the form; its value is a service, or empty
	ServiceAction = "slipway_form_service" // the form's choice of a service
	RefreshAction = "slipway_refresh"      // a button in the Home tab
)

// Actions of buttons and menus that stand for a command: their value is what one would
// type, and the front reads it as if it had been.
const (
	TurnAction = "slipway_turn" // the answer takes the place of the message that it is in
	ShowAction = "slipway_show" // the answer is for whoever pressed it, beside what they see
)

// StandsFor says whether an action is that of a button or a menu that stands for a
// command, and whether the answer takes the place of the message that it is in. Where a
// message has several, what follows a slash tells them apart.
func StandsFor(action string) (turns, is bool) {
	name, _, _ := strings.Cut(action, "/")
	return name == TurnAction, name == TurnAction || name == ShowAction
}

// Actions of the form's other choices.
const (
	EnvironmentAction = "slipway_form_environment"
	VersionAction     = "slipway_form_version"
	RefAction         = "slipway_form_ref" // a ref was typed, and Enter pressed
	StrategyAction    = "slipway_form_strategy"
)

// Callback ids of the app's shortcuts.
const (
	FormShortcut     = "slipway_deploy"            // anywhere
	WhyShortcut      = "slipway_why_shortcut"      // on a message
	RollbackShortcut = "slipway_rollback_shortcut" // on a message
)

// Callback ids of the dialogs.
const (
	FormDialog     = "slipway_deploy"
	RollbackDialog = "slipway_rollback"
)

// Blocks of the form. Each has one element, whose action_id is [FormElement]'s.
const (
	ServiceBlock     = "service"
	EnvironmentBlock = "environment"
	VersionBlock     = "version" // begins the name of the block for one service's versions: see [VersionsOf]
	RefBlock         = "ref"
	StrategyBlock    = "strategy"
	ReasonBlock      = "reason"
)

// FormElement is the action_id of the element in a block of the form.
func FormElement(block string) string { return FormAction + "_" + block }

// VersionsOf is the block to choose a version of a service in. Each service has its own,
// so that Slack forgets the choice with the service: it keeps what stands in a block for
// as long as that keeps its name.
func VersionsOf(service string) string { return VersionBlock + "/" + service }

// The events of Slack's that the bot listens to.
const (
	HomeEvent = "app_home_opened"
	LinkEvent = "link_shared"
)

// FromMessages is the source of links that stand in messages. Those that somebody is
// still writing may end up anywhere.
const FromMessages = "conversations_history"

// SeePath is how the path of a link to us goes on, before the id of a rollout or an
// incident.
const SeePath = "/see/"

// Seen is the id that a link to us names. It is empty for any other address.
func Seen(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	_, id, _ := strings.Cut(u.Path, SeePath)
	if !isULID(id) {
		return ""
	}
	return id
}

// isULID tells whether a text has the form of an id of ours: 26 characters of Crockford's
// base 32, of which the first is at most 7.
func isULID(s string) bool {
	return len(s) == 26 && s[0] <= '7' && strings.Trim(s, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == ""
}
