package slack

// chooser is how an element's choice is written down.
type chooser struct {
	field   string // in actions and state: "selected_option"; empty for a button
	initial string // in the element: "initial_option"
	many    bool
	firm    bool // it cannot be emptied by hand
	passing bool // the choice is gone at once: state does not have it
	pick    func(*Workspace, spot, element, string) (any, error)
}

// choosers are the elements that a person can use here. A workflow_button is none
// of the app's business, and file_input is not simulated.
// See https://docs.slack.dev/reference/block-kit/block-elements
func choosers() map[string]chooser {
	option := chooser{field: "selected_option", initial: "initial_option", pick: (*Workspace).pickOption}
	options := chooser{field: "selected_options", initial: "initial_options", many: true, pick: (*Workspace).pickOption}
	typed := chooser{field: "value", initial: "initial_value", pick: (*Workspace).pickText}
	radio, overflow := option, option
	radio.firm, overflow.firm, overflow.passing = true, true, true
	return map[string]chooser{
		"button":           {passing: true},
		"icon_button":      {passing: true},
		"feedback_buttons": {passing: true},

		"static_select":         option,
		"external_select":       option,
		"multi_static_select":   options,
		"multi_external_select": options,
		"checkboxes":            options,
		"radio_buttons":         radio,
		"overflow":              overflow,

		"users_select":               {field: "selected_user", initial: "initial_user", pick: (*Workspace).pickUser},
		"multi_users_select":         {field: "selected_users", initial: "initial_users", many: true, pick: (*Workspace).pickUser},
		"channels_select":            {field: "selected_channel", initial: "initial_channel", pick: (*Workspace).pickChannel},
		"multi_channels_select":      {field: "selected_channels", initial: "initial_channels", many: true, pick: (*Workspace).pickChannel},
		"conversations_select":       {field: "selected_conversation", initial: "initial_conversation", pick: (*Workspace).pickConversation},
		"multi_conversations_select": {field: "selected_conversations", initial: "initial_conversations", many: true, pick: (*Workspace).pickConversation},

		"datepicker":     {field: "selected_date", initial: "initial_date", pick: (*Workspace).pickDate},
		"timepicker":     {field: "selected_time", initial: "initial_time", pick: (*Workspace).pickTime},
		"datetimepicker": {field: "selected_date_time", initial: "initial_date_time", pick: (*Workspace).pickMoment},

		"plain_text_input": typed,
		"email_text_input": typed,
		"url_text_input":   typed,
		"number_input":     typed,
		"rich_text_input":  {field: "rich_text_value", initial: "initial_value", pick: (*Workspace).pickRichText},
	}
}
