package slack

import "fmt"

// modalSchema checks a whole modal, as views.open, views.update and views.push
// take it. See https://docs.slack.dev/reference/views/modal-views. It has no
// submit_disabled: that is for the modals that configure a workflow's step.
func modalSchema() check {
	shape := object(viewFields("modal", onModal).with(fields{
		"title":           must(plain(maxViewTitle)),
		"submit":          may(plain(maxViewTitle)),
		"close":           may(plain(maxViewTitle)),
		"clear_on_close":  may(boolean),
		"notify_on_close": may(boolean),
	}))
	return inTurn(choice(shape), wholeView, submitForInputs)
}

// homeSchema checks a whole Home tab, as views.publish takes it.
// See https://docs.slack.dev/reference/views/home-tab-views
func homeSchema() check {
	return inTurn(choice(object(viewFields("home", onHome))), wholeView)
}

// viewFields are what modals and Home tabs have in common.
func viewFields(kind string, on surface) fields {
	return fields{
		"type":             must(oneOf(kind)),
		"blocks":           must(list(0, maxViewBlocks, blocksOn(on).check)),
		"private_metadata": may(maybeText(maxMetadata)),
		"callback_id":      may(maybeText(maxCallbackID)),
		"external_id":      may(maybeText(maxCallbackID)),
	}
}

func wholeView(v any, at string) []problem {
	view, _ := v.(map[string]any)
	return together(uniqueIDs, eachText, oneFocus)(view["blocks"], at+"/blocks")
}

// submitForInputs holds the rule that a modal that asks has a button to answer.
func submitForInputs(v any, at string) []problem {
	view, _ := v.(map[string]any)
	blocks, _ := view["blocks"].([]any)
	for i, b := range blocks {
		block, _ := b.(map[string]any)
		if block["type"] == "input" && view["submit"] == nil {
			return wrong(fmt.Sprintf("%s/blocks/%d/input", at, i), "must define `submit` to use an `input` block in modals")
		}
	}
	return nil
}
