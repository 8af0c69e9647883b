package views

import "github.com/slipway-dev/slipway/rollout"

// Card is what stands below a link to a rollout: how it stood when somebody posted that.
func Card(r rollout.Rollout, o Options) Message {
	return card(o, append(state(r, o)[:1:1], fromTo(r).say(" · asked for by ").who(r.By).say(" ").when(r.Created))...)
}

// IncidentCard is what stands below a link to an incident.
func IncidentCard(i rollout.Incident, o Options) Message {
	lines := append([]line{incidentHead(i, o)}, heeded(i, o)...)
	return card(o, append(lines, suspected(i)[0])...)
}

// card is a few lines that are not brought up to date any more, and say so. Slack may
// take no rich text below a link; then they are plain.
func card(o Options, lines ...line) Message {
	p := paragraph("card", append(lines, say("As of ").when(o.Now).say("."))...)
	p.special = true
	return message(p)
}
