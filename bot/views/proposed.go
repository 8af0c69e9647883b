package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
)

// choice lets whoever was shown a plan have it done, or not.
func choice(p commands.Planned) piece {
	if p.Proposal == "" {
		return piece{}
	}
	ship := slack.NewButtonBlockElement(job.ShipAction, p.Proposal, plainText(label(job.ShipAction))).WithStyle(slack.StylePrimary).
		WithConfirm(confirm("Deploy now?", proposed(p), "Deploy", slack.StylePrimary))
	dismiss := slack.NewButtonBlockElement(job.DismissAction, p.Proposal, plainText(label(job.DismissAction)))
	row := slack.NewActionBlock("choice", ship, dismiss)
	return piece{block: row, plainer: []slack.Block{row}}
}

// proposed is what would happen, for who is asked whether it shall.
func proposed(p commands.Planned) string {
	s := fmt.Sprintf("Bring %s %s to %s?", named(p.Target.Service), named(p.Release.Short()), named(p.Target.Environment))
	var does []string
	if c := p.Ships; c != nil && c.Ahead > 0 {
		does = append(does, "ships "+commits(c.Ahead))
	}
	if c := p.Ships; c != nil && c.Behind > 0 {
		does = append(does, "takes "+commits(c.Behind)+" out again")
	}
	if n := len(p.Flagged); n > 0 {
		does = append(does, fmt.Sprintf("changes %d watched files", n))
	}
	if len(does) > 0 {
		s += " It " + enumerated(does) + "."
	}
	if p.Live.Version != "" {
		s += " Live there is " + release(p.Live.Version, p.Live.Release) + "."
	}
	return s
}

// dismissed says that nothing comes of a plan, or of a rollback that was asked about.
func dismissed(d commands.Dismissed) Message {
	if d.Back != "" {
		return message(paragraph("answer", say(fmt.Sprintf("🛑 Cancelled: %s in %s was not taken back to %s.", d.Target.Service, d.Target.Environment, d.Back))))
	}
	return message(paragraph("answer", say(fmt.Sprintf("🛑 Cancelled: nothing was deployed to %s in %s.", d.Target.Service, d.Target.Environment))))
}
