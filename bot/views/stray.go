package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// Stray tells the channel of a split of live that nobody owned: that it is put
// right, or that somebody has to.
func Stray(n rollout.Notice) Message {
	s := n.Stray
	if s == nil {
		return message(paragraph("stray", say("⚠️ An alias is split between two versions, and nobody owns it. To see them all: `/deploy status`")))
	}
	sign, title, is := "⚠️ ", "Split found", "is"
	if s.Back != "" {
		sign, title, is = "🧹 ", "Split put right", "was"
	}
	l := say(sign).strong(title).say(fmt.Sprintf(": live of %s in %s %s split (%s), ", s.Target.Service, s.Target.Environment, is, s.Found))
	l = append(l, told(s.Whose())...)
	if s.Back != "" {
		return message(paragraph("stray", l.say(". Nobody looked after it any more."), say(fmt.Sprintf(
			"All of its traffic goes back to %s. To see that it is there: `/deploy status %s %s`", s.Back, s.Target.Environment, s.Target.Service))))
	}
	return message(paragraph("stray", l.say(". Nothing is being rolled out there."), say(fmt.Sprintf(
		"I leave it as it is: which version is the good one, only whoever split it knows. To put all of its traffic on %s: `/rollback %s %s %s`",
		s.Found.Version, s.Target.Environment, s.Target.Service, s.Found.Version))))
}
