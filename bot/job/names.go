package job

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
	RefBlock         = "ref"
	StrategyBlock    = "strategy"
	ReasonBlock      = "reason"
)

// FormElement is the action_id of the element in a block of the form.
func FormElement(block string) string { return FormAction + "_" + block }

// HomeEvent is the one event of Slack's that the bot listens to.
const HomeEvent = "app_home_opened"
