package config

import "slices"

// Front is the part of the configuration that the function facing the internet
// needs, and all that it gets.
type Front struct {
	Team         string   `json:"team"`
	App          string   `json:"app"`
	Services     []string `json:"services"`
	Environments []string `json:"environments"`
	// Channels maps a channel's id to the one service that it belongs to. A
	// channel that several services share is not in it.
	Channels map[string]string `json:"channels"`
	// Repositories are those whose news count, each once; empty when no code host is
	// spoken to.
	Repositories []string `json:"repositories,omitempty"`
}

// Front compiles the part that the front needs.
func (c Config) Front() Front {
	f := Front{Team: c.Slack.Team, App: c.Slack.App, Channels: map[string]string{}}
	owners := map[string]int{}
	for _, s := range c.Services {
		f.Services = append(f.Services, s.Name)
		f.Channels[s.Channel] = s.Name
		owners[s.Channel]++
		if c.GitHub != nil && !slices.Contains(f.Repositories, s.Repository) {
			f.Repositories = append(f.Repositories, s.Repository)
		}
	}
	for channel, n := range owners {
		if n > 1 {
			delete(f.Channels, channel)
		}
	}
	for _, e := range c.Environments {
		f.Environments = append(f.Environments, e.Name)
	}
	return f
}
