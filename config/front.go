package config

import (
	"slices"
	"strings"
)

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
	// Repositories maps those whose news count to their main branches, of which there
	// are several where services share one; nil when no code host is spoken to.
	Repositories map[string][]string `json:"repositories,omitempty"`
}

// Front compiles the part that the front needs.
func (c Config) Front() Front {
	f := Front{Team: c.Slack.Team, App: c.Slack.App, Channels: map[string]string{}, Repositories: c.branches()}
	owners := map[string]int{}
	for _, s := range c.Services {
		f.Services = append(f.Services, s.Name)
		f.Channels[s.Channel] = s.Name
		owners[s.Channel]++
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

// branches are the main branches of each repository that a code host is to tell of. A
// repository's name may be written in any case; how it is first written counts.
func (c Config) branches() map[string][]string {
	if c.GitHub == nil {
		return nil
	}
	written, out := map[string]string{}, map[string][]string{}
	for _, s := range c.Services {
		folded := strings.ToLower(s.Repository)
		if _, known := written[folded]; !known {
			written[folded] = s.Repository
		}
		if name := written[folded]; !slices.Contains(out[name], s.Branch) {
			out[name] = append(out[name], s.Branch)
		}
	}
	return out
}
