package slack

import "maps"

// groupBlocks hold other blocks.
func groupBlocks(on surface) kinds {
	return kinds{
		"container": containerBlock(on),
		"carousel":  block(fields{"elements": must(list(1, maxCarousel, kinds{"card": later(cardBlock)}.check))}),
	}
}

// containedTypes are the blocks that a container takes.
const containedTypes = "actions context divider file header image input rich_text section table video"

func containerBlock(on surface) check {
	inside := later(func() check {
		return merge(plainBlocks(), interactiveBlocks(on), dataBlocks(), kinds{"file": fileBlock()}).only(containedTypes).check
	})
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
			"child_blocks":       must(list(1, maxContained, inside)),
		}),
		func(v any, at string) []problem {
			obj, _ := v.(map[string]any)
			switch {
			case obj["title"] == nil && obj["rich_text_title"] == nil:
				return wrong(at, "must define either `title` or `rich_text_title`")
			case obj["default_collapsed"] == true && obj["is_collapsible"] != true:
				return wrong(at+"/default_collapsed", "must define `is_collapsible` to use `default_collapsed`")
			}
			return nil
		},
	)
}

func cardBlock() check {
	return inTurn(
		block(fields{
			"hero_image": may(imageElement()),
			"icon":       may(imageElement()),
			"slack_icon": may(object(fields{"type": must(oneOf("icon")), "name": must(oneOf(slackIcons()...))})),
			"title":      may(anyText(maxCardTitle)),
			"subtitle":   may(anyText(maxCardTitle)),
			"body":       may(anyText(maxCardBody)),
			"subtext":    may(anyText(maxCardBody)),
			"actions":    may(list(1, maxCardActions, kinds{"button": button()}.check)),
		}),
		fullCard,
	)
}

// fullCard holds what a card must show, and what it cannot show at once.
func fullCard(v any, at string) []problem {
	obj, _ := v.(map[string]any)
	if obj["icon"] != nil && obj["slack_icon"] != nil {
		return wrong(at, "must define either `icon` or `slack_icon`")
	}
	shown := maps.Clone(obj)
	maps.DeleteFunc(shown, func(name string, _ any) bool {
		return name != "hero_image" && name != "title" && name != "actions" && name != "body"
	})
	if len(shown) == 0 {
		return wrong(at, "must define at least one of `hero_image`, `title`, `actions` or `body`")
	}
	return nil
}
