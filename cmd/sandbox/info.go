package main

import (
	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/sandbox/page"
)

// info is what a script has to know to talk to the sandbox.
func info(w *world.World, url string) page.Info {
	i := page.Info{
		URL: url, SigningSecret: w.Secrets.SigningSecret, BotToken: w.Secrets.BotToken,
		TeamID: w.Config.Slack.Team, AppID: w.Config.Slack.App,
	}
	for _, p := range world.People() {
		i.Users = append(i.Users, page.User{ID: p.ID, Name: p.Name, Role: p.Role, May: w.May(p)})
	}
	for _, s := range w.Config.Services {
		i.Channels = append(i.Channels, page.Channel{ID: s.Channel, Name: s.Name, Service: s.Name})
	}
	i.Channels = append(i.Channels, page.Channel{ID: w.Config.Slack.Channel, Name: world.DeploysChannel})
	for _, c := range w.Commits {
		if world.Waiting(c) {
			i.Commits = append(i.Commits, c)
		}
	}
	return i
}

// info of the world that is served now.
func (h *host) info() page.Info {
	w, _ := h.current()
	return info(w, h.options.URL)
}

// completions are how a command that is typed in a channel can go on.
func completions(w *world.World, channel, typed string) []page.Completion {
	var out []page.Completion
	for _, c := range w.Complete(channel, typed) {
		out = append(out, page.Completion(c))
	}
	return out
}
