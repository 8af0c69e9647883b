package slack

import "fmt"

// menu is a select of one or of many; initial names what is chosen beforehand.
func menu(initial string, is check, more ...fields) check {
	return actionable(append(more, confirmable(), focusable(), hinted(), fields{initial: may(is)})...)
}

// externalMultiMenu is the one menu that cannot have the focus at first.
func externalMultiMenu() check {
	return actionable(confirmable(), hinted(), searched(), counted(), fields{
		"initial_options": may(list(1, maxUnstated, plainOption())),
	})
}

// menus are the selects of one thing. respond is what those of a place to write
// to have besides.
func menus(respond fields) kinds {
	one := text(maxID)
	return kinds{
		"static_select":        staticMenu("initial_option", plainOption()),
		"external_select":      menu("initial_option", plainOption(), searched()),
		"users_select":         menu("initial_user", one),
		"channels_select":      menu("initial_channel", one, respond),
		"conversations_select": menu("initial_conversation", one, conversations(), respond),
	}
}

// multiMenus are the selects of several things.
func multiMenus() kinds {
	many, options := list(1, maxUnstated, text(maxID)), list(1, maxUnstated, plainOption())
	return kinds{
		"multi_static_select":        staticMenu("initial_options", options, counted()),
		"multi_external_select":      externalMultiMenu(),
		"multi_users_select":         menu("initial_users", many, counted()),
		"multi_channels_select":      menu("initial_channels", many, counted()),
		"multi_conversations_select": menu("initial_conversations", many, conversations(), counted()),
	}
}

func plainOption() check { return option(plain, nil) }
func counted() fields    { return fields{"max_selected_items": may(whole(1, maxUnstated))} }
func searched() fields   { return fields{"min_query_length": may(whole(0, maxUnstated))} }

func conversations() fields {
	return fields{"filter": may(conversationFilter()), "default_to_current_conversation": may(boolean)}
}

// staticMenu has its options with it, in groups or not.
func staticMenu(initial string, is check, more ...fields) check {
	group := object(fields{
		"label":   must(plain(maxOptionText)),
		"options": must(list(1, maxOptions, plainOption())),
	})
	offered := fields{
		"options":       may(list(1, maxOptions, plainOption())),
		"option_groups": may(list(1, maxOptions, group)),
	}
	return inTurn(menu(initial, is, append(more, offered)...), oneOfTwo("options", "option_groups"), offersInitial)
}

// offer is one option of an element, and where it is.
type offer struct {
	at     string
	option map[string]any
}

// offers are the options of an element, with those of its groups.
func offers(element map[string]any, at string) (out []offer) {
	add := func(of map[string]any, name, at string) {
		options, _ := of[name].([]any)
		for i, o := range options {
			option, _ := o.(map[string]any)
			out = append(out, offer{at: fmt.Sprintf("%s/%s/%d", at, name, i), option: option})
		}
	}
	add(element, "options", at)
	groups, _ := element["option_groups"].([]any)
	for i, g := range groups {
		group, _ := g.(map[string]any)
		add(group, "options", fmt.Sprintf("%s/option_groups/%d", at, i))
	}
	return out
}

// offersInitial holds the rules that options differ in their values, and that
// what is chosen beforehand is one of them.
func offersInitial(v any, at string) []problem {
	element, _ := v.(map[string]any)
	label := map[any]any{}
	for _, o := range offers(element, at) {
		if _, twice := label[o.option["value"]]; twice {
			return wrong(o.at+"/value", "must be unique")
		}
		label[o.option["value"]] = labelOf(o.option)
	}
	chosen := offers(map[string]any{"options": element["initial_options"]}, at)
	for i := range chosen {
		chosen[i].at = fmt.Sprintf("%s/initial_options/%d", at, i)
	}
	if one, ok := element["initial_option"].(map[string]any); ok {
		chosen = append(chosen, offer{at: at + "/initial_option", option: one})
	}
	for _, c := range chosen {
		if known, ok := label[c.option["value"]]; !ok || known != labelOf(c.option) {
			return wrong(c.at, "must match one of the options")
		}
	}
	return nil
}

func labelOf(option map[string]any) any {
	text, _ := option["text"].(map[string]any)
	return text["text"]
}
