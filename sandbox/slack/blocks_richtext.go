package slack

// richText is a rich_text block, which other blocks hold too.
// See https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
func richText() check { return later(richTextBlock) }

func richTextBlock() check {
	section := richPart(nil)
	return kinds{"rich_text": block(fields{"elements": must(list(1, maxUnstated, kinds{
		"rich_text_section":      section,
		"rich_text_preformatted": richPart(fields{"border": may(whole(0, maxBorder)), "language": may(text(maxID))}),
		"rich_text_quote":        richPart(fields{"border": may(whole(0, maxBorder))}),
		"rich_text_list": object(fields{
			"type":     must(allow),
			"style":    must(oneOf("bullet", "ordered")),
			"elements": must(list(1, maxUnstated, kinds{"rich_text_section": section}.check)),
			"indent":   may(whole(0, maxIndent)),
			"offset":   may(whole(0, maxTimestamp)),
			"border":   may(whole(0, maxBorder)),
		}),
	}.check))})}.check
}

// richPart is a run of inline elements. It may be empty, as an empty line is.
func richPart(more fields) check {
	return object(fields{
		"type":     must(allow),
		"elements": must(list(0, maxUnstated, later(func() check { return inline().check }))),
	}.with(more))
}

// inline are the elements within a line of rich text.
func inline() kinds {
	element := func(f fields) check {
		return object(f.with(fields{"type": must(allow), "style": may(later(inlineStyle))}))
	}
	id := must(text(maxID))
	return kinds{
		"text":      element(fields{"text": must(text(maxMessageText))}),
		"link":      element(fields{"url": must(text(maxURL)), "text": may(maybeText(maxMessageText)), "unsafe": may(boolean)}),
		"emoji":     element(fields{"name": id, "unicode": may(text(maxID)), "skin_tone": may(whole(1, maxSkinTone)), "url": may(text(maxURL))}),
		"user":      element(fields{"user_id": id}),
		"usergroup": element(fields{"usergroup_id": id}),
		"channel":   element(fields{"channel_id": id}),
		"team":      element(fields{"team_id": id}),
		"broadcast": element(fields{"range": must(oneOf("here", "channel", "everyone"))}),
		"color":     element(fields{"value": id}),
		"date": element(fields{
			"timestamp": must(whole(0, maxTimestamp)), "format": must(text(maxUnstated)),
			"url": may(text(maxURL)), "fallback": may(text(maxUnstated)),
		}),
	}
}

func inlineStyle() check {
	return object(fields{
		"bold": may(boolean), "italic": may(boolean), "strike": may(boolean), "code": may(boolean),
		"underline": may(boolean), "highlight": may(boolean), "client_highlight": may(boolean), "unlink": may(boolean),
	})
}
