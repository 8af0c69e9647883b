package views

import (
	"github.com/slack-go/slack"
)

// dateFormat is how a time is shown, in the reader's own time zone.
const dateFormat = "{date_short_pretty} at {time}"

// richText shows lines as a rich_text block.
func richText(id string, lines []line) *slack.RichTextBlock {
	return slack.NewRichTextBlock(id, richSection(lines))
}

func richSection(lines []line) *slack.RichTextSection {
	var elements []slack.RichTextSectionElement
	for i, l := range lines {
		if i > 0 {
			elements = append(elements, slack.NewRichTextSectionTextElement("\n", nil))
		}
		for _, s := range l {
			elements = append(elements, s.rich())
		}
	}
	return slack.NewRichTextSection(elements...)
}

// rich is the span as an element of rich text, in which Slack reads no markup.
func (s span) rich() slack.RichTextSectionElement {
	switch s.kind {
	case person:
		return slack.NewRichTextSectionUserElement(s.text, nil)
	case channel:
		return slack.NewRichTextSectionChannelElement(s.text, nil)
	case moment:
		return slack.NewRichTextSectionDateElement(s.at.Unix(), dateFormat, nil, &s.text)
	case link:
		return slack.NewRichTextSectionLinkElement(s.url, s.text, &slack.RichTextSectionTextStyle{Code: true})
	case leads:
		return slack.NewRichTextSectionLinkElement(s.url, s.text, nil)
	case code:
		return slack.NewRichTextSectionTextElement(s.text, &slack.RichTextSectionTextStyle{Code: true})
	case strong:
		return slack.NewRichTextSectionTextElement(s.text, &slack.RichTextSectionTextStyle{Bold: true})
	case words, quoted:
	}
	return slack.NewRichTextSectionTextElement(s.text, nil)
}
