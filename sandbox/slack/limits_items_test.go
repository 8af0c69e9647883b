package slack_test

import "slices"

// itemLimits are those on arrays of messages.
func itemLimits() []limit {
	at, chart := "/blocks/0/elements/0", "/blocks/0/chart"
	return []limit{
		items("maxBlocks", 50, "/blocks", func(n int) any { return times(n, divider) }),
		items("maxSectionFields", 10, "/blocks/0/fields", func(n int) any {
			return section(obj{"fields": times(n, func(int) any { return mrkdwn("x") })})
		}),
		items("maxContext", 10, "/blocks/0/elements", func(n int) any {
			return one("context", obj{"elements": times(n, func(int) any { return mrkdwn("x") })})
		}),
		items("maxActions", 25, "/blocks/0/elements", func(n int) any {
			return one("actions", obj{"elements": times(n, func(int) any { return obj{"type": "button", "text": plainText("x")} })})
		}),
		items("maxContextActions", 5, "/blocks/0/elements", func(n int) any {
			return one("context_actions", obj{"elements": times(n, func(int) any {
				return obj{"type": "icon_button", "icon": "trash", "text": plainText("x")}
			})})
		}),
		items("maxVisibleTo", 10, at+"/visible_to_user_ids", func(n int) any {
			return one("context_actions", obj{"elements": one("icon_button", obj{
				"icon": "trash", "text": plainText("x"), "visible_to_user_ids": times(n, func(int) any { return "U1" }),
			})})
		}),
		items("maxTableRows", 100, "/blocks/0/rows", func(n int) any { return table(cells(n, 2, "x")) }),
		items("maxTableColumns", 20, "/blocks/0/rows/0", func(n int) any { return table(cells(2, n, "x")) }),
		items("maxDataRows", 201, "/blocks/0/rows", func(n int) any { return dataTable(cells(n, 1, "x"), nil) }),
		items("maxDataColumns", 20, "/blocks/0/rows/0", func(n int) any { return dataTable(cells(2, n, "x"), nil) }),
		items("maxChartSeries", 12, chart+"/series", func(n int) any { return lineChart(n, 2, nil) }),
		items("maxChartSeries", 12, chart+"/segments", func(n int) any { return pie(n) }),
		items("maxChartPoints", 20, chart+"/series/0/data", func(n int) any { return lineChart(1, n, nil) }),
		items("maxChartPoints", 20, chart+"/axis_config/categories", func(n int) any { return lineChart(1, n, nil) }),
		items("maxPlanTasks", 50, "/blocks/0/tasks", func(n int) any { return plan(n) }),
		items("maxCardActions", 3, "/blocks/0/actions", func(n int) any {
			return card(obj{"actions": times(n, func(int) any { return obj{"type": "button", "text": plainText("x")} })})
		}),
		items("maxCarousel", 10, "/blocks/0/elements", func(n int) any {
			return one("carousel", obj{"elements": times(n, func(int) any { return card(nil)[0] })})
		}),
		items("maxContained", 10, "/blocks/0/child_blocks", func(n int) any { return container(obj{"child_blocks": times(n, divider)}) }),
		items("maxOptions", 100, "/blocks/0/accessory/options", func(n int) any { return choosing(obj{"options": options(n)}) }),
		items("maxOptions", 100, "/blocks/0/accessory/option_groups", func(n int) any {
			return section(obj{"accessory": obj{"type": "static_select", "option_groups": times(n, func(i int) any {
				return obj{"label": plainText("x"), "options": optionOf(obj{"value": string(rune('0' + i))})}
			})}})
		}),
		items("maxOptions", 100, "/blocks/0/accessory/option_groups/0/options", func(n int) any {
			return section(obj{"accessory": obj{"type": "multi_static_select", "option_groups": arr{
				obj{"label": plainText("x"), "options": options(n)},
			}}})
		}),
		items("maxOverflow", 5, at+"/options", func(n int) any { return acting("overflow", obj{"options": options(n)}) }),
		items("maxBoxes", 10, at+"/options", func(n int) any { return acting("checkboxes", obj{"options": options(n)}) }),
		items("maxBoxes", 10, at+"/options", func(n int) any { return acting("radio_buttons", obj{"options": options(n)}) }),
		items("maxTriggers", 2, "/blocks/0/element/dispatch_action_config/trigger_actions_on", func(n int) any {
			return asking("plain_text_input", obj{"dispatch_action_config": obj{
				"trigger_actions_on": times(n, func(int) any { return "on_enter_pressed" }),
			}})
		}),
		items("maxIncluded", 4, at+"/filter/include", func(n int) any {
			return acting("conversations_select", obj{"filter": obj{"include": times(n, func(int) any { return "im" })}})
		}),
	}
}

// numberLimits are those on integers.
func numberLimits() []limit {
	part, element := "/blocks/0/elements/0", "/blocks/0/element"
	list := func(more obj) any {
		return arr{rich(with(obj{"type": "rich_text_list", "style": "bullet",
			"elements": arr{obj{"type": "rich_text_section", "elements": arr{}}}}, more))}
	}
	when := number("maxTimestamp", 1_000_000_000, 9_999_999_999, part+"/initial_date_time", func(n int) any {
		return acting("datetimepicker", obj{"initial_date_time": n})
	})
	earliest := when
	earliest.constant, earliest.is = "minTimestamp", 1_000_000_000
	return []limit{
		when, earliest,
		number("maxHeaderLevel", 1, 6, "/blocks/0/level", func(n int) any { return one("header", obj{"text": plainText("x"), "level": n}) }),
		number("maxIndent", 0, 8, part+"/indent", func(n int) any { return list(obj{"indent": n}) }),
		number("maxBorder", 0, 1, part+"/border", func(n int) any { return list(obj{"border": n}) }),
		number("maxSkinTone", 1, 6, part+"/elements/0/skin_tone", func(n int) any {
			return arr{richLine(obj{"type": "emoji", "name": "wave", "skin_tone": n})}
		}),
		number("maxDataPage", 1, 100, "/blocks/0/page_size", func(n int) any { return dataTable(cells(2, 1, "x"), obj{"page_size": n}) }),
		number("maxTyped", 0, 3000, element+"/min_length", func(n int) any { return asking("plain_text_input", obj{"min_length": n}) }),
		number("maxTyped", 1, 3000, element+"/max_length", func(n int) any { return asking("plain_text_input", obj{"max_length": n}) }),
		number("maxLines", 1, 100, element+"/min_lines", func(n int) any { return asking("rich_text_input", obj{"action_id": "a", "min_lines": n}) }),
		number("maxLines", 1, 100, element+"/max_lines", func(n int) any { return asking("rich_text_input", obj{"action_id": "a", "max_lines": n}) }),
		number("maxFiles", 1, 10, element+"/max_files", func(n int) any { return asking("file_input", obj{"max_files": n}) }),
		number("maxUnstated", 1, 3000, part+"/max_selected_items", func(n int) any { return acting("multi_users_select", obj{"max_selected_items": n}) }),
		number("maxUnstated", 0, 3000, part+"/min_query_length", func(n int) any { return acting("external_select", obj{"min_query_length": n}) }),
	}
}

// viewLimits are those on modals and Home tabs.
func viewLimits() []limit {
	return []limit{
		chars("maxViewTitle", 24, "/view/title/text", func(s string) any { return modal(obj{"title": plainText(s)}) }),
		chars("maxViewTitle", 24, "/view/submit/text", func(s string) any { return modal(obj{"submit": plainText(s)}) }),
		chars("maxViewTitle", 24, "/view/close/text", func(s string) any { return modal(obj{"close": plainText(s)}) }),
		chars("maxMetadata", 3000, "/view/private_metadata", func(s string) any { return modal(obj{"private_metadata": s}) }),
		chars("maxCallbackID", 255, "/view/callback_id", func(s string) any { return modal(obj{"callback_id": s}) }),
		chars("maxCallbackID", 255, "/view/external_id", func(s string) any { return modal(obj{"external_id": s}) }),
		chars("maxMetadata", 3000, "/view/private_metadata", func(s string) any { return home(obj{"private_metadata": s}) }),
		chars("maxAlert", 200, "/view/blocks/0/text/text", func(s string) any { return modal(obj{"blocks": one("alert", obj{"text": mrkdwn(s)})}) }),
		items("maxViewBlocks", 100, "/view/blocks", func(n int) any { return modal(obj{"blocks": times(n, divider)}) }),
		items("maxViewBlocks", 100, "/view/blocks", func(n int) any { return home(obj{"blocks": times(n, divider)}) }),
	}
}

// sharedLimits are those that all blocks of a surface have together.
func sharedLimits() []limit {
	sum := func(constant string, is, most int, says string, with func(n int) any) limit {
		return limit{constant: constant, is: is, taken: []int{most}, refused: []int{most + 1}, says: says, at: " together", fills: 1,
			filled: func(n int, _ string) any { return with(n) }}
	}
	fewest := items("minDataRows", 2, "/blocks/0/rows", func(n int) any { return dataTable(cells(n, 1, "x"), nil) })
	fewest.refused, fewest.says = []int{1}, "no fewer than 2 items allowed [json-pointer:/blocks/0/rows]"
	return []limit{
		fewest,
		sum("maxMarkdown", 12000, 6000, "all markdown text must be less than 12001 characters [json-pointer:/blocks/1]", func(n int) any {
			return arr{obj{"type": "markdown", "text": long(6000)}, obj{"type": "markdown", "text": long(n)}}
		}),
		sum("maxTables", 1, 1, "only_one_table_allowed [json-pointer:/blocks/1]", func(n int) any {
			return slices.Repeat(table(cells(1, 1, "x")), n)
		}),
		sum("maxTableText", 10000, 5000, "all table text must be less than 10001 characters [json-pointer:/blocks/0]", func(n int) any {
			return table(slices.Concat(cells(1, 1, long(n)), cells(1, 1, long(5000))))
		}),
		sum("maxCharts", 2, 2, "no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2]", func(n int) any {
			return slices.Repeat(pie(1), n)
		}),
		sum("maxDataText", 20000, 10000, "all data_table text must be less than 20001 characters [json-pointer:/blocks/0]", func(n int) any {
			return dataTable(slices.Concat(cells(1, 1, long(n)), cells(1, 1, long(10000))), nil)
		}),
	}
}
