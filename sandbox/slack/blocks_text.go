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

func style() check { return oneOf("primary", "danger") }

// confirm is the dialog that asks before an element acts.
func confirm() check {
	return later(func() check {
		return object(fields{
			"title":   must(plain(maxConfirmTitle)),
			"text":    must(anyText(maxConfirmText)),
			"confirm": must(plain(maxConfirmButton)),
			"deny":    must(plain(maxConfirmButton)),
			"style":   may(style()),
		})
	})
}

// option is one choice of an element. Its text is plain in menus. Slack takes a
// url in overflow menus only, and refuses even an empty one elsewhere.
func option(label func(most int) check, more fields) check {
	return object(fields{
		"text":        must(label(maxOptionText)),
		"value":       must(text(maxOptionValue)),
		"description": may(label(maxOptionText)),
	}.with(more))
}

// dispatchConfig says what a text input reports while somebody types.
func dispatchConfig() check {
	return object(fields{
		"trigger_actions_on": must(list(1, maxTriggers, oneOf("on_enter_pressed", "on_character_entered"))),
	})
}

// conversationFilter narrows a menu of conversations. It must say something.
func conversationFilter() check {
	return inTurn(
		object(fields{
			"include":                          may(list(1, maxIncluded, oneOf("im", "mpim", "private", "public"))),
			"exclude_external_shared_channels": may(boolean),
			"exclude_bot_users":                may(boolean),
		}),
		func(v any, at string) []problem {
			if obj, _ := v.(map[string]any); len(obj) == 0 {
				return wrong(at, "must define at least one of `include`, `exclude_external_shared_channels` or `exclude_bot_users`")
			}
			return nil
		},
	)
}
