package views

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/commands"
)

// File is a picture to upload: its name, and in plain text its title and what it shows.
type File struct {
	Name, Title, Alt string
	PNG              []byte
}

// Uploaded tells whoever asked for a picture that it is in the channel.
func Uploaded(p commands.Pictured) Message {
	return message(paragraph("answer", say(fmt.Sprintf("🖼️ The picture of %s in %s is in this channel, for everybody in it.", p.Target.Service, p.Target.Environment))))
}

// Unpictured tells whoever asked for a picture why there is none, and shows the dashboard
// as it is without. Outside says that it is for lack of an invitation.
func Unpictured(p commands.Pictured, outside bool, o Options) Message {
	why := say("🖼️ Slack did not take the picture.")
	switch {
	case len(p.PNG) == 0:
		why = say(strings.TrimSpace("🖼️ There is no picture right now. " + p.Undrawn))
	case outside:
		why = say("🖼️ I am not in this channel, so I cannot upload the picture. Type `/invite @Slipway`, and try again.")
	}
	if p.Console != "" {
		why = why.say(" CloudWatch draws the same").page("dashboard", p.Console).say(".")
	}
	return dashboard(p.DashboardShown, o, paragraph("picture", why))
}
