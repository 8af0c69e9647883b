package slack

import "maps"

// block is a layout block: its own properties, a type and an id.
func block(f fields) check {
	return object(f.with(fields{"type": must(allow), "block_id": may(maybeText(maxID))}))
}

// messageBlocks is the check of a message's "blocks".
func messageBlocks() check {
	inside := layoutBlocks()
	maps.Copy(inside, dataBlocks())
	all := maps.Clone(inside)
	maps.Copy(all, kinds{
		"container": containerBlock(inside),
		"carousel":  block(fields{"elements": must(list(1, maxCarousel, kinds{"card": cardBlock()}.check))}),
	})
	return inTurn(list(0, maxBlocks, all.check), wholeMessage)
}

func layoutBlocks() kinds {
	return kinds{
		"section":         sectionBlock(),
		"divider":         block(nil),
		"header":          block(fields{"text": must(plain(maxHeader)), "level": may(whole(1, 6))}),
		"image":           inTurn(block(image().with(fields{"title": may(plain(maxImageTitle))})), imageSource),
		"actions":         block(fields{"elements": must(list(1, maxActions, elements().check))}),
		"context":         contextBlock(),
		"context_actions": block(fields{"elements": must(list(1, maxContextActions, feedbackElements().check))}),
		"markdown":        block(fields{"text": must(text(maxMarkdown))}),
		"rich_text":       richText(),
		"card":            cardBlock(),
		"video":           videoBlock(),
	}
}

func sectionBlock() check {
	accessories := elements()
	accessories["image"] = imageElement()
	return inTurn(
		block(fields{
			"text":      may(anyText(maxSectionText)),
			"fields":    may(list(1, maxSectionFields, anyText(maxFieldText))),
			"accessory": may(choice(accessories.check)),
			"expand":    may(boolean),
		}),
		func(v any, at string) []problem {
			obj, _ := v.(map[string]any)
			if obj["text"] == nil && obj["fields"] == nil {
				return wrong(at+"/type", "must define either `text` or `fields`")
			}
			return nil
		},
	)
}

func contextBlock() check {
	element := textKinds(maxText)
	element["image"] = imageElement()
	return block(fields{"elements": must(list(1, maxContext, choice(element.check)))})
}

func videoBlock() check {
	return block(fields{
		"alt_text":          must(text(maxAltText)),
		"title":             must(plain(maxVideoTitle)),
		"thumbnail_url":     must(text(maxURL)),
		"video_url":         must(text(maxURL)),
		"title_url":         may(text(maxURL)),
		"author_name":       may(text(maxVideoAuthor)),
		"provider_name":     may(text(maxVideoProvider)),
		"provider_icon_url": may(text(maxURL)),
		"description":       may(plain(maxVideoAbout)),
	})
}

func cardBlock() check {
	return block(fields{
		"hero_image": may(imageElement()),
		"icon":       may(imageElement()),
		"slack_icon": may(object(fields{"type": must(oneOf("icon")), "name": must(text(maxID))})),
		"title":      may(anyText(maxCardTitle)),
		"subtitle":   may(anyText(maxCardTitle)),
		"body":       may(anyText(maxCardBody)),
		"subtext":    may(anyText(maxCardBody)),
		"actions":    may(list(1, maxCardActions, kinds{"button": button()}.check)),
	})
}

// containerBlock groups others; a container holds no container.
func containerBlock(inside kinds) check {
	return inTurn(
		block(fields{
			"title":              may(plain(maxCardTitle)),
			"rich_text_title":    may(richText()),
			"subtitle":           may(anyText(maxCardTitle)),
			"icon":               may(imageElement()),
			"width":              may(oneOf("narrow", "standard", "wide", "full")),
			"is_collapsible":     may(boolean),
			"default_collapsed":  may(boolean),
			"has_header_divider": may(boolean),
			"child_blocks":       must(list(1, maxContained, inside.check)),
		}),
		func(v any, at string) []problem {
			obj, _ := v.(map[string]any)
			if obj["title"] == nil && obj["rich_text_title"] == nil {
				return wrong(at, "must define either `title` or `rich_text_title`")
			}
			return nil
		},
	)
}
