package slack

// inputBlock asks for something, in a block with a label.
func inputBlock(on surface) check {
	return inTurn(
		block(fields{
			"label":           must(plain(maxLabel)),
			"element":         must(inputElements(on)),
			"hint":            may(plain(maxLabel)),
			"optional":        may(boolean),
			"dispatch_action": may(boolean),
		}),
		func(v any, at string) []problem {
			obj, _ := v.(map[string]any)
			element, _ := obj["element"].(map[string]any)
			if obj["dispatch_action"] == true && element["type"] == "file_input" {
				return wrong(at+"/element/type", "unsupported type: file_input")
			}
			return nil
		},
	)
}

// inputs are the elements that only an input block has.
func inputs() kinds {
	typed := func(more fields) check {
		return actionable(focusable(), hinted(), dispatching(), fields{"initial_value": may(maybeText(maxTyped))}, more)
	}
	return kinds{
		"plain_text_input": inTurn(
			typed(fields{
				"multiline":  may(boolean),
				"min_length": may(whole(0, maxTyped)),
				"max_length": may(whole(1, maxTyped)),
			}),
			rising("min_length", "max_length"),
		),
		"number_input": inTurn(
			typed(fields{
				"is_decimal_allowed": must(boolean),
				"initial_value":      may(decimal),
				"min_value":          may(decimal),
				"max_value":          may(decimal),
			}),
			rising("min_value", "max_value"),
		),
		"email_text_input": typed(nil),
		"url_text_input":   typed(nil),
		"rich_text_input": typed(fields{
			"action_id":     must(text(maxID)),
			"initial_value": may(richText()),
			"min_lines":     may(whole(1, maxLines)),
			"max_lines":     may(whole(1, maxLines)),
		}),
		"file_input": actionable(fields{
			"filetypes": may(list(1, maxUnstated, text(maxID))),
			"max_files": may(whole(1, maxFiles)),
		}),
	}
}
