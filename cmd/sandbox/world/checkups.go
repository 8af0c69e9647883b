package world

import (
	"context"
	"slices"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// checkups are those of the doctor's that the simulated workspace and the simulated code
// host have an answer to.
func (w *World) checkups(slack *client.Client, code codeHost) []commands.Checkup {
	return []commands.Checkup{
		{Name: "Slack", All: func(ctx context.Context) []rollout.Diagnosis {
			return slack.CheckAccess(ctx, w.Config.Slack.Team)
		}},
		{Name: "channel", All: func(ctx context.Context) (found []rollout.Diagnosis) {
			for _, channel := range w.channels() {
				found = append(found, slack.CheckChannel(ctx, channel)...)
			}
			return found
		}},
		{Name: "repository", All: func(ctx context.Context) (found []rollout.Diagnosis) {
			for _, s := range w.Config.Services {
				found = append(found, code.hub.CheckRepository(ctx, s.Name)...)
			}
			return found
		}},
	}
}

// channels are those that people hear of services in.
func (w *World) channels() []string {
	all := []string{w.Config.Slack.Channel}
	for _, s := range w.Config.Services {
		if s.Channel != "" && !slices.Contains(all, s.Channel) {
			all = append(all, s.Channel)
		}
	}
	return all
}
