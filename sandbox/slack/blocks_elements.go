package slack

// plain is a plain_text object.
func plain(most int) check {
	return kinds{"plain_text": object(fields{
		"type": must(allow), "text": must(text(most)), "emoji": may(boolean),
	})}.check
}

// textKinds are the text objects of either kind.
func textKinds(most int) kinds {
	return kinds{
		"plain_text": plain(most),
		"mrkdwn": object(fields{
			"type": must(allow), "text": must(text(most)), "verbatim": may(boolean),
		}),
	}
}

func anyText(most int) check { return choice(textKinds(most).check) }

// image is the common part of the image block and the image element.
func image() fields {
	return fields{
		"type":       must(allow),
		"image_url":  may(text(maxImageURL)),
		"slack_file": may(object(fields{"id": may(text(maxID)), "url": may(text(maxURL))})),
		"alt_text":   must(text(maxAltText)),
	}
}

// imageSource holds the rule that an image comes from exactly one place.
func imageSource(v any, at string) []problem {
	obj, _ := v.(map[string]any)
	_, url := obj["image_url"]
	_, file := obj["slack_file"]
	if url == file {
		return wrong(at, "must define either `image_url` or `slack_file`")
	}
	return nil
}

func imageElement() check { return inTurn(object(image()), imageSource) }

func confirm() check {
	return object(fields{
		"title":   must(plain(maxConfirmTitle)),
		"text":    must(anyText(maxConfirmText)),
		"confirm": must(plain(maxConfirmButton)),
		"deny":    must(plain(maxConfirmButton)),
		"style":   may(style()),
	})
}

func style() check { return oneOf("primary", "danger") }

// interactive is what all elements share that a person can act on.
func interactive(more fields) check {
	return object(fields{
		"type":          must(allow),
		"action_id":     may(text(maxID)),
		"confirm":       may(confirm()),
		"focus_on_load": may(boolean),
	}.with(more))
}

func button() check {
	return interactive(fields{
		"text":                must(plain(maxButtonText)),
		"url":                 may(maybeText(maxURL)),
		"value":               may(maybeText(maxButtonValue)),
		"style":               may(style()),
		"accessibility_label": may(maybeText(maxButtonText)),
	})
}

// option is one choice of a menu. Its text is plain in menus.
func option(label func(most int) check) check {
	return object(fields{
		"text":        must(label(maxOptionText)),
		"value":       must(text(maxOptionValue)),
		"description": may(label(maxOptionText)),
		"url":         may(text(maxURL)),
	})
}

// menu is a select of one or of many; initial names what is chosen beforehand.
func menu(initial string, is check, more fields) check {
	return interactive(fields{
		"placeholder": may(plain(maxPlaceholder)),
		initial:       may(is),
	}.with(more))
}

// choices are the options of a static menu, in groups or not.
func choices() fields {
	group := object(fields{
		"label":   must(plain(maxOptionText)),
		"options": must(list(1, maxOptions, option(plain))),
	})
	return fields{
		"options":       may(list(1, maxOptions, option(plain))),
		"option_groups": may(list(1, maxOptions, group)),
	}
}

// oneSource holds the rule that options come in groups or not, but not both.
func oneSource(v any, at string) []problem {
	obj, _ := v.(map[string]any)
	_, flat := obj["options"]
	_, grouped := obj["option_groups"]
	if flat == grouped {
		return wrong(at, "must define either `options` or `option_groups`")
	}
	return nil
}

// elements are the interactive elements of a message, by type.
func elements() kinds {
	one, many := text(maxID), list(1, maxOptions, text(maxID))
	counted := fields{"max_selected_items": may(whole(1, maxOptions))}
	query := fields{"min_query_length": may(whole(0, maxOptions))}
	conversations := fields{
		"filter": may(allow), "default_to_current_conversation": may(boolean), "response_url_enabled": may(boolean),
	}
	multi := list(1, maxOptions, option(plain))
	boxes := list(1, maxBoxes, option(anyText))
	return kinds{
		"button":                     button(),
		"static_select":              inTurn(menu("initial_option", option(plain), choices()), oneSource),
		"external_select":            menu("initial_option", option(plain), query),
		"users_select":               menu("initial_user", one, nil),
		"channels_select":            menu("initial_channel", one, fields{"response_url_enabled": may(boolean)}),
		"conversations_select":       menu("initial_conversation", one, conversations),
		"multi_static_select":        inTurn(menu("initial_options", multi, choices().with(counted)), oneSource),
		"multi_external_select":      menu("initial_options", multi, query.with(counted)),
		"multi_users_select":         menu("initial_users", many, counted),
		"multi_channels_select":      menu("initial_channels", many, counted),
		"multi_conversations_select": menu("initial_conversations", many, conversations.with(counted)),
		"overflow":                   interactive(fields{"options": must(list(1, maxOverflow, option(plain)))}),
		"checkboxes":                 interactive(fields{"options": must(boxes), "initial_options": may(boxes)}),
		"radio_buttons":              interactive(fields{"options": must(boxes), "initial_option": may(option(anyText))}),
		"datepicker":                 menu("initial_date", text(len("2006-01-02")), nil),
		"timepicker":                 menu("initial_time", text(len("15:04")), fields{"timezone": may(text(maxID))}),
		"datetimepicker":             interactive(fields{"initial_date_time": may(number)}),
		"workflow_button": object(fields{
			"type": must(allow), "action_id": may(text(maxID)), "text": must(plain(maxButtonText)),
			"workflow": must(allow), "style": may(style()), "accessibility_label": may(text(maxButtonText)),
		}),
	}
}

// feedbackElements are those of a context_actions block.
func feedbackElements() kinds {
	thumb := object(fields{
		"text": must(plain(maxButtonText)), "value": must(text(maxButtonValue)),
		"accessibility_label": may(text(maxButtonText)),
	})
	return kinds{
		"feedback_buttons": object(fields{
			"type": must(allow), "action_id": may(text(maxID)),
			"positive_button": must(thumb), "negative_button": must(thumb),
		}),
		"icon_button": interactive(fields{
			"icon": must(oneOf("trash")), "text": must(plain(maxButtonText)), "value": may(text(maxButtonValue)),
			"accessibility_label": may(text(maxButtonText)), "visible_to_user_ids": may(list(0, maxBoxes, text(maxID))),
		}),
	}
}
