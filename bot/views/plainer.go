package views

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// Slack's limits of the plainer blocks, in code points and items.
const (
	maxSection = 3000
	maxField   = 2000
	maxFields  = 10
	maxContext = 10
)

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func markup(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, false)
}

// plainer shows lines as one block that every workspace takes: a section of
// markup, or, where something untrusted is in them, a context in which that
// stands beside our markup as plain text.
func plainer(id string, lines []line) slack.Block {
	if !slices.ContainsFunc(lines, line.untrusted) {
		return section(id, markup(mrkdwn(lines, maxSection)))
	}
	return slack.NewContextBlock(id, runs(lines)...)
}

func section(id string, text *slack.TextBlockObject) slack.Block {
	return slack.NewSectionBlock(text, nil, nil, slack.SectionBlockOptionBlockID(id))
}

func (l line) untrusted() bool {
	return slices.ContainsFunc(l, func(s span) bool { return s.kind == quoted })
}

// runs are lines as markup and plain text in turn. What is more than a context
// can hold ends in a dot-dot-dot.
func runs(lines []line) []slack.MixedElement {
	var out []slack.MixedElement
	var ours []line
	flush := func() {
		if text := strings.TrimSpace(mrkdwn(ours, maxField)); text != "" {
			out = append(out, markup(text))
		}
		ours = []line{nil}
	}
	for _, l := range lines {
		ours = append(ours, nil)
		for _, s := range l {
			if s.kind == quoted {
				flush()
				out = append(out, plainText(s.text))
				continue
			}
			last := len(ours) - 1
			ours[last] = append(ours[last], s)
		}
	}
	flush()
	if len(out) > maxContext {
		out = append(out[:maxContext-1], plainText("…"))
	}
	return out
}
