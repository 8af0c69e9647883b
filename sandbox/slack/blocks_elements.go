package slack

// Where the reference lets elements be, in words of their types.
const (
	menuTypes      = "static_select external_select users_select channels_select conversations_select"
	multiMenuTypes = "multi_static_select multi_external_select multi_users_select multi_channels_select multi_conversations_select"

	// /reference/block-kit/blocks/section-block
	accessoryTypes = "button checkboxes datepicker image overflow radio_buttons timepicker workflow_button " + menuTypes + " " + multiMenuTypes

	// /reference/block-kit/blocks/actions-block
	actionTypes = "button checkboxes datepicker datetimepicker overflow radio_buttons rich_text_input timepicker workflow_button " +
		menuTypes + " " + multiMenuTypes

	// /reference/block-kit/blocks/input-block
	inputTypes = "checkboxes datepicker datetimepicker email_text_input file_input number_input plain_text_input " +
		"radio_buttons rich_text_input timepicker url_text_input " + menuTypes + " " + multiMenuTypes

	// /reference/block-kit/block-elements/workflow-button-element
	messageOnlyTypes = "workflow_button"
)

// elements are all that a person can act on, by type, wherever they may be.
func elements() kinds {
	return merge(buttons(), menus(nil), multiMenus(), pickers(), inputs(), feedbackElements())
}

// accessories are what a section may have beside its text.
func accessories(on surface) check {
	return later(func() check {
		return merge(elements(), kinds{"image": imageElement()}).only(accessoryTypes).on(on).check
	})
}

func actionElements(on surface) check {
	return later(func() check { return elements().only(actionTypes).on(on).check })
}

// inputElements are what asks a person for something. Only in a modal can a menu
// choose where the answer to the submission goes.
func inputElements(on surface) check {
	return later(func() check {
		all := elements()
		if on == onModal {
			all = merge(all, menus(fields{"response_url_enabled": may(boolean)}))
		}
		return all.only(inputTypes).check
	})
}

func (k kinds) on(s surface) kinds {
	if s == onMessage {
		return k
	}
	return k.without(messageOnlyTypes)
}

// actionable is what all elements share that a person can act on.
func actionable(more ...fields) check {
	all := fields{"type": must(allow), "action_id": may(text(maxID))}
	for _, f := range more {
		all = all.with(f)
	}
	return object(all)
}

func confirmable() fields { return fields{"confirm": may(confirm())} }
func focusable() fields   { return fields{"focus_on_load": may(boolean)} }
func hinted() fields      { return fields{"placeholder": may(plain(maxPlaceholder))} }
func dispatching() fields { return fields{"dispatch_action_config": may(dispatchConfig())} }
