package views

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// help explains the commands, in the grammar's words.
func help(h commands.HelpShown) Message {
	text := grammar.HelpText(h.Topic)
	element := slack.NewRichTextSectionTextElement(strings.ReplaceAll(text, "`", ""), nil)
	lines := &slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{element}}
	return Message{Text: escape(text), Blocks: []slack.Block{slack.NewRichTextBlock("help", lines)}}
}
