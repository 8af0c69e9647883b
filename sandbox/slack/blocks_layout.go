package slack

// surface is a place that shows blocks.
type surface int

const (
	onMessage surface = iota
	onModal
	onHome
)

// block is a layout block: its own properties, a type and an id.
func block(f fields) check {
	return object(f.with(fields{"type": must(allow), "block_id": may(maybeText(maxID))}))
}

// blocksOn are the blocks that a surface shows, as the table in
// https://docs.slack.dev/reference/block-kit/blocks has it.
func blocksOn(on surface) kinds {
	everywhere := merge(plainBlocks(), interactiveBlocks(on), kinds{"card": later(cardBlock)})
	switch on {
	case onModal:
		return merge(everywhere, kinds{"alert": alertBlock()})
	case onHome:
		return merge(everywhere, dataBlocks(), groupBlocks(on))
	case onMessage:
		return merge(everywhere, dataBlocks(), groupBlocks(on), taskBlocks(), messageOnlyBlocks())
	}
	return everywhere
}

func messageOnlyBlocks() kinds {
	feedback := later(func() check { return feedbackElements().check })
	return kinds{
		"context_actions": block(fields{"elements": must(list(1, maxContextActions, feedback))}),
		"file":            fileBlock(),
		"markdown":        block(fields{"text": must(maybeText(maxMarkdown))}),
	}
}

// plainBlocks only show something.
func plainBlocks() kinds {
	return kinds{
		"divider":   block(nil),
		"header":    block(fields{"text": must(plain(maxHeader)), "level": may(whole(1, maxHeaderLevel))}),
		"image":     inTurn(block(image().with(fields{"title": may(plain(maxImageTitle))})), oneOfTwo("image_url", "slack_file")),
		"context":   contextBlock(),
		"rich_text": richText(),
		"video":     later(videoBlock),
	}
}

// interactiveBlocks are those with elements to act on.
func interactiveBlocks(on surface) kinds {
	return kinds{
		"section": sectionBlock(on),
		"actions": block(fields{"elements": must(list(1, maxActions, actionElements(on)))}),
		"input":   inputBlock(on),
	}
}

func sectionBlock(on surface) check {
	return inTurn(
		block(fields{
			"text":      may(anyText(maxSectionText)),
			"fields":    may(list(1, maxSectionFields, anyText(maxFieldText))),
			"accessory": may(choice(accessories(on))),
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

// alertBlock tells of something that matters before a modal is sent.
func alertBlock() check {
	return block(fields{
		"text":  must(anyText(maxAlert)),
		"level": may(oneOf("default", "info", "warning", "error", "success")),
	})
}
