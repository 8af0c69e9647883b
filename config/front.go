package config

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
}

// Front compiles the part that the front needs.
func (c Config) Front() Front {
	f := Front{Team: c.Slack.Team, App: c.Slack.App, Channels: map[string]string{}}
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
