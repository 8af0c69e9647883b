package views

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What a table may hold: Slack takes 10,000 code points in all cells together,
// and the plainer form has to fit in a few sections.
const (
	maxRows      = 40
	maxTableText = 8000
)

// table shows rows under a header. hint tells how to see the rows that do not fit.
func table(header []string, rows [][]line, hint string) piece {
	var p piece
	block := slack.NewTableBlock("table").AddRow(headerCells(header)...)
	budget := maxTableText
	for i, row := range rows {
		budget -= length(row)
		if i == maxRows || budget < 0 {
			more := say(fmt.Sprintf("… and %d more. %s", len(rows)-i, hint))
			block.AddRow(padded(more, len(header))...)
			p.text = append(p.text, more)
			rows = append(slices.Clone(rows[:i]), []line{more})
			break
		}
		cells := make([]slack.TableCell, len(row))
		for j, l := range row {
			cells[j] = cell(l)
		}
		block.AddRow(cells...)
		p.text = append(p.text, joined(row))
	}
	p.block, p.plainer, p.special = block, fields("table", rows), true
	return p
}

func headerCells(header []string) []slack.TableCell {
	var cells []slack.TableCell
	for _, h := range header {
		cells = append(cells, cell(line(nil).strong(h)))
	}
	return cells
}

func padded(first line, columns int) []slack.TableCell {
	cells := []slack.TableCell{cell(first)}
	for len(cells) < columns {
		cells = append(cells, cell(nil))
	}
	return cells
}

func cell(l line) slack.TableCell {
	if len(l) == 0 {
		l = say("–")
	}
	return slack.NewTableRichTextCell(richSection([]line{l}))
}

func length(row []line) (n int) {
	for _, l := range row {
		for _, s := range l {
			n += utf8.RuneCountInString(s.text)
		}
	}
	return n
}

// joined is a row in one line.
func joined(row []line) line {
	var out line
	for _, l := range filled(row) {
		if len(out) > 0 {
			out = out.say(" · ")
		}
		out = append(out, l...)
	}
	return out
}

// fields shows rows as sections with two columns: our markup on the left, and
// what is untrusted in the row on the right, as plain text.
func fields(id string, rows [][]line) []slack.Block {
	var out []slack.Block
	var list []*slack.TextBlockObject
	flush := func() {
		if len(list) > 0 {
			block := slack.SectionBlockOptionBlockID(fmt.Sprintf("%s-%d", id, len(out)+1))
			out = append(out, slack.NewSectionBlock(nil, list, nil, block))
			list = nil
		}
	}
	for _, row := range rows {
		trusted, rest := apart(joined(row))
		list = append(list, markup(trusted), plainText(rest))
		if len(list) == maxFields {
			flush()
		}
	}
	flush()
	return out
}

// apart parts what is ours in a line from what is not.
func apart(l line) (markup, plain string) {
	var ours line
	for _, s := range l {
		if s.kind != quoted {
			ours = append(ours, s)
			continue
		}
		if plain != "" {
			plain += " · "
		}
		plain += s.text
	}
	if plain == "" {
		plain = "–"
	}
	return mrkdwn([]line{ours}, maxField), cut(plain, maxField)
}
