package views

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// maxTyped is how long a line may be that a button or an option stands for.
const maxTyped = 150

// asTyped is the line that stands for a command, or nothing where none can.
func asTyped(c grammar.Command) string {
	l := grammar.Line(c)
	if clean(l) != l || utf8.RuneCountInString(l) > maxTyped {
		return ""
	}
	return l
}

// typedTarget is a target as the grammar has it.
func typedTarget(t rollout.Target) grammar.Target {
	return grammar.Target{Service: t.Service, Environment: t.Environment}
}

// stands is a button that stands for a command. Its action is [job.TurnAction] or
// [job.ShowAction], and n tells it from others in its message.
func stands(action string, n int, words string, c grammar.Command) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(fmt.Sprintf("%s/%d", action, n), asTyped(c), plainText(words))
}

// controls is a row of buttons and menus, the same in plainer blocks; none where what
// they stand for cannot be told.
func controls(id string, row ...slack.BlockElement) piece {
	for _, e := range row {
		if b, is := e.(*slack.ButtonBlockElement); is && b.Value == "" {
			return piece{}
		}
	}
	if len(row) == 0 {
		return piece{}
	}
	block := slack.NewActionBlock(id, row...)
	return piece{block: block, plainer: []slack.Block{block}}
}

// turning are the buttons that lead to the page before and the page after, each in the
// place of this one. to makes the command that shows a page.
func turning(page int, more bool, before, after string, to func(page int) grammar.Command) piece {
	var row []slack.BlockElement
	if page > 1 {
		row = append(row, stands(job.TurnAction, page-1, "‹ "+before, to(page-1)))
	}
	if more {
		row = append(row, stands(job.TurnAction, page+1, after+" ›", to(page+1)))
	}
	return controls("pages", row...)
}

// pageOf says which page of how many it is, where there are several.
func pageOf(page, pages int) string {
	if pages < 2 {
		return ""
	}
	return fmt.Sprintf(" · page %d of %d", page, pages)
}

// counted joins how many there are of several things, those of which there are none
// left out: "3 moving, 1 red".
func counted(of ...string) string {
	var some []string
	for _, s := range of {
		if !strings.HasPrefix(s, "0 ") {
			some = append(some, s)
		}
	}
	return strings.Join(some, ", ")
}
