package slack

func buttons() kinds {
	return kinds{"button": button(), "workflow_button": workflowButton()}
}

func button() check {
	return inTurn(
		actionable(confirmable(), fields{
			"text":                 must(plain(maxButtonText)),
			"url":                  may(maybe(link())),
			"value":                may(maybeText(maxButtonValue)),
			"style":                may(style()),
			"accessibility_label":  may(maybeText(maxButtonText)),
			"agent_prompt":         may(text(maxPrompt)),
			"agent_prompt_display": may(text(maxUnstated)),
		}),
		needs("agent_prompt_display", "agent_prompt"),
	)
}

func workflowButton() check {
	parameter := object(fields{"name": must(text(maxUnstated)), "value": must(maybeText(maxUnstated))})
	trigger := object(fields{
		"url": must(link()), "customizable_input_parameters": may(list(0, maxUnstated, parameter)),
	})
	return actionable(confirmable(), fields{
		"action_id":           must(text(maxID)),
		"text":                must(plain(maxButtonText)),
		"workflow":            must(object(fields{"trigger": must(trigger)})),
		"style":               may(style()),
		"accessibility_label": may(text(maxButtonText)),
	})
}

// feedbackElements are those of a context_actions block.
func feedbackElements() kinds {
	thumb := object(fields{
		"text": must(plain(maxButtonText)), "value": must(text(maxButtonValue)),
		"accessibility_label": may(text(maxButtonText)),
	})
	return kinds{
		"feedback_buttons": actionable(fields{"positive_button": must(thumb), "negative_button": must(thumb)}),
		"icon_button": actionable(confirmable(), fields{
			"icon":                must(oneOf("trash")),
			"text":                must(plain(maxUnstated)),
			"value":               may(text(maxButtonValue)),
			"accessibility_label": may(text(maxButtonText)),
			"visible_to_user_ids": may(list(0, maxVisibleTo, text(maxID))),
		}),
	}
}
