package slack_test

// textLimits are those on texts of messages.
func textLimits() []limit {
	return append(blockTexts(), elementTexts()...)
}

func blockTexts() []limit {
	chart := "/blocks/0/chart"
	return []limit{
		chars("maxID", 255, "/blocks/0/block_id", func(s string) any { return one("divider", obj{"block_id": s}) }),
		chars("maxID", 255, "/blocks/0/external_id", func(s string) any { return one("file", obj{"source": "remote", "external_id": s}) }),
		chars("maxID", 255, "/blocks/0/task_id", func(s string) any { return task(obj{"task_id": s}) }),
		chars("maxSectionText", 3000, "/blocks/0/text/text", func(s string) any { return section(obj{"text": mrkdwn(s)}) }),
		chars("maxFieldText", 2000, "/blocks/0/fields/0/text", func(s string) any { return section(obj{"fields": arr{plainText(s)}}) }),
		chars("maxHeader", 150, "/blocks/0/text/text", func(s string) any { return one("header", obj{"text": plainText(s)}) }),
		chars("maxText", 3000, "/blocks/0/elements/0/text", func(s string) any { return one("context", obj{"elements": arr{mrkdwn(s)}}) }),
		chars("maxMarkdown", 12000, "/blocks/0/text", func(s string) any { return one("markdown", obj{"text": s}) }),
		chars("maxAltText", 2000, "/blocks/0/alt_text", func(s string) any { return arr{picture(obj{"alt_text": s})} }),
		chars("maxAltText", 2000, "/blocks/0/accessory/alt_text", func(s string) any { return section(obj{"accessory": picture(obj{"alt_text": s})}) }),
		chars("maxImageTitle", 2000, "/blocks/0/title/text", func(s string) any { return arr{picture(obj{"title": plainText(s)})} }),
		chars("maxAltText", 2000, "/blocks/0/alt_text", func(s string) any { return video(obj{"alt_text": s}) }),
		chars("maxVideoTitle", 200, "/blocks/0/title/text", func(s string) any { return video(obj{"title": plainText(s)}) }),
		chars("maxVideoAuthor", 50, "/blocks/0/author_name", func(s string) any { return video(obj{"author_name": s}) }),
		chars("maxVideoProvider", 50, "/blocks/0/provider_name", func(s string) any { return video(obj{"provider_name": s}) }),
		chars("maxVideoAbout", 200, "/blocks/0/description/text", func(s string) any { return video(obj{"description": plainText(s)}) }),
		chars("maxLabel", 2000, "/blocks/0/label/text", func(s string) any {
			return one("input", obj{"label": plainText(s), "element": obj{"type": "plain_text_input"}})
		}),
		chars("maxLabel", 2000, "/blocks/0/hint/text", func(s string) any {
			return one("input", obj{"label": plainText("x"), "hint": plainText(s), "element": obj{"type": "plain_text_input"}})
		}),
		chars("maxChartTitle", 50, "/blocks/0/title", func(s string) any { return one("data_visualization", obj{"title": s, "chart": slice("x")}) }),
		chars("maxChartLabel", 20, chart+"/segments/0/label", func(s string) any { return one("data_visualization", obj{"title": "x", "chart": slice(s)}) }),
		chars("maxAxisLabel", 50, chart+"/axis_config/x_label", func(s string) any { return lineChart(1, 1, obj{"x_label": s}) }),
		chars("maxAxisLabel", 50, chart+"/axis_config/y_label", func(s string) any { return lineChart(1, 1, obj{"y_label": s}) }),
		chars("maxUnstated", 3000, "/blocks/0/title", func(s string) any { return task(obj{"title": s}) }),
		chars("maxUnstated", 3000, "/blocks/0/caption", func(s string) any { return dataTable(cells(2, 1, "x"), obj{"caption": s}) }),
		chars("maxCardTitle", 150, "/blocks/0/title/text", func(s string) any { return card(obj{"title": mrkdwn(s)}) }),
		chars("maxCardTitle", 150, "/blocks/0/subtitle/text", func(s string) any { return card(obj{"subtitle": mrkdwn(s)}) }),
		chars("maxCardBody", 200, "/blocks/0/body/text", func(s string) any { return card(obj{"body": mrkdwn(s)}) }),
		chars("maxCardBody", 200, "/blocks/0/subtext/text", func(s string) any { return card(obj{"subtext": mrkdwn(s)}) }),
		chars("maxCardTitle", 150, "/blocks/0/title/text", func(s string) any { return container(obj{"title": plainText(s)}) }),
		chars("maxCardTitle", 150, "/blocks/0/subtitle/text", func(s string) any { return container(obj{"subtitle": plainText(s)}) }),
	}
}

func elementTexts() []limit {
	at := "/blocks/0/elements/0"
	thumb := obj{"text": plainText("x"), "value": "v"}
	feedback := func(more obj) arr {
		return one("context_actions", obj{"elements": one("feedback_buttons",
			obj{"positive_button": with(thumb, more), "negative_button": thumb})})
	}
	icon := func(more obj) arr {
		return one("context_actions", obj{"elements": one("icon_button", with(obj{"icon": "trash", "text": plainText("x")}, more))})
	}
	return []limit{
		chars("maxID", 255, at+"/action_id", func(s string) any { return pressable(obj{"action_id": s}) }),
		chars("maxButtonText", 75, at+"/text/text", func(s string) any { return pressable(obj{"text": plainText(s)}) }),
		chars("maxButtonText", 75, at+"/accessibility_label", func(s string) any { return pressable(obj{"accessibility_label": s}) }),
		chars("maxButtonValue", 2000, at+"/value", func(s string) any { return pressable(obj{"value": s}) }),
		chars("maxPrompt", 4000, at+"/agent_prompt", func(s string) any { return pressable(obj{"agent_prompt": s}) }),
		chars("maxButtonText", 75, at+"/positive_button/text/text", func(s string) any { return feedback(obj{"text": plainText(s)}) }),
		chars("maxButtonValue", 2000, at+"/positive_button/value", func(s string) any { return feedback(obj{"value": s}) }),
		chars("maxButtonValue", 2000, at+"/value", func(s string) any { return icon(obj{"value": s}) }),
		chars("maxButtonText", 75, at+"/accessibility_label", func(s string) any { return icon(obj{"accessibility_label": s}) }),
		chars("maxConfirmTitle", 100, at+"/confirm/title/text", func(s string) any { return sure(obj{"title": plainText(s)}) }),
		chars("maxConfirmText", 300, at+"/confirm/text/text", func(s string) any { return sure(obj{"text": plainText(s)}) }),
		chars("maxConfirmButton", 30, at+"/confirm/confirm/text", func(s string) any { return sure(obj{"confirm": plainText(s)}) }),
		chars("maxConfirmButton", 30, at+"/confirm/deny/text", func(s string) any { return sure(obj{"deny": plainText(s)}) }),
		chars("maxPlaceholder", 150, "/blocks/0/accessory/placeholder/text", func(s string) any { return choosing(obj{"placeholder": plainText(s)}) }),
		chars("maxPlaceholder", 150, "/blocks/0/element/placeholder/text", func(s string) any { return asking("email_text_input", obj{"placeholder": plainText(s)}) }),
		chars("maxOptionText", 75, "/blocks/0/accessory/options/0/text/text", func(s string) any { return choosing(obj{"options": optionOf(obj{"text": plainText(s)})}) }),
		chars("maxOptionText", 75, "/blocks/0/accessory/options/0/description/text", func(s string) any {
			return choosing(obj{"options": optionOf(obj{"description": plainText(s)})})
		}),
		chars("maxOptionValue", 150, "/blocks/0/accessory/options/0/value", func(s string) any { return choosing(obj{"options": optionOf(obj{"value": s})}) }),
		chars("maxOptionText", 75, "/blocks/0/accessory/option_groups/0/label/text", func(s string) any {
			return section(obj{"accessory": obj{"type": "static_select", "option_groups": arr{obj{"label": plainText(s), "options": options(1)}}}})
		}),
		chars("maxTyped", 3000, "/blocks/0/element/initial_value", func(s string) any { return asking("plain_text_input", obj{"initial_value": s}) }),
		address("maxURL", 3000, at+"/url", func(s string) any { return pressable(obj{"url": s}) }),
		address("maxURL", 3000, at+"/options/0/url", func(s string) any { return acting("overflow", obj{"options": optionOf(obj{"url": s})}) }),
		address("maxURL", 3000, "/blocks/0/image_url", func(s string) any { return arr{picture(obj{"image_url": s})} }),
		address("maxURL", 3000, "/blocks/0/video_url", func(s string) any { return video(obj{"video_url": s}) }),
		address("maxVideoLink", 2000, "/blocks/0/title_url", func(s string) any { return video(obj{"title_url": s}) }),
		address("maxVideoLink", 2000, "/blocks/0/provider_icon_url", func(s string) any { return video(obj{"provider_icon_url": s}) }),
		address("maxURL", 3000, "/blocks/0/thumbnail_url", func(s string) any { return video(obj{"thumbnail_url": s}) }),
	}
}
