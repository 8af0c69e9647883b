package views

import (
	"slices"

	"github.com/slack-go/slack"
)

// piece is a part of a message, in each of the ways in which it may be shown.
type piece struct {
	block   slack.Block
	plainer []slack.Block // in its place where Slack does not take every block
	special bool          // block is one that a workspace may refuse
	text    []line
}

// message puts pieces together; empty ones are left out.
func message(pieces ...piece) Message {
	var m Message
	var text []line
	special := slices.ContainsFunc(pieces, func(p piece) bool { return p.special })
	for _, p := range pieces {
		if p.block == nil {
			continue
		}
		m.Blocks = append(m.Blocks, p.block)
		if special {
			m.Fallback = append(m.Fallback, p.plainer...)
		}
		text = append(text, p.text...)
	}
	m.Text = mrkdwn(text, maxText)
	return m
}

// paragraph is lines that belong together.
func paragraph(id string, lines ...line) piece {
	if lines = filled(lines); len(lines) == 0 {
		return piece{}
	}
	return piece{block: richText(id, lines), plainer: []slack.Block{plainer(id, lines)}, text: lines}
}

// filled are the lines that say something.
func filled(lines []line) []line {
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return len(l) == 0 })
}
