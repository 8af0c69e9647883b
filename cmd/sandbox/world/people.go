package world

import (
	_ "embed"
	"strings"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

//go:embed slipway.yaml
var policyFile []byte

// Roles of the sandbox's people, as its API names them.
const (
	Developer = "developer"
	Approver  = "approver"
	Viewer    = "viewer" // a member without a role in slipway.yaml
	Guest     = "guest"
)

// DeploysChannel is the name of the channel that belongs to no service.
const DeploysChannel = "deploys"

const botUser = "U0SLIPWAY"

// Person is somebody who can be played.
type Person struct{ ID, Name, Role string }

// People are those who can be played.
func People() []Person {
	return []Person{
		{ID: "U0ANA", Name: "Ana", Role: Developer},
		{ID: "U0BEN", Name: "Ben", Role: Approver},
		{ID: "U0MIA", Name: "Mia", Role: Viewer},
		{ID: "U0GUS", Name: "Gus", Role: Guest},
	}
}

func users() []slack.User {
	out := []slack.User{{ID: botUser, Name: "slipway", RealName: "Slipway", DisplayName: "slipway", IsBot: true}}
	for _, p := range People() {
		out = append(out, slack.User{ID: p.ID, Name: p.Name, RealName: p.Name, DisplayName: p.Name, TZ: "Etc/UTC", IsRestricted: p.Role == Guest})
	}
	return out
}

// channels are one for each service, and one for what belongs to none.
func channels(c config.Config) []slack.Channel {
	members := []string{botUser}
	for _, p := range People() {
		members = append(members, p.ID)
	}
	var out []slack.Channel
	for _, s := range c.Services {
		out = append(out, slack.Channel{ID: s.Channel, Name: s.Name, Topic: "Everything about " + s.Name, Members: members})
	}
	return append(out, slack.Channel{ID: c.Slack.Channel, Name: DeploysChannel, Topic: "What is shipped, of all services", Members: members})
}

// May is what a person may do here. The bot's own rules say so.
func (w *World) May(p Person) string {
	if p.Role == Guest {
		return "read along; guests cannot use Slipway"
	}
	rules := commands.New(commands.Deps{Policy: w.policy})
	var where []string
	for _, e := range w.Config.Environments {
		t := rollout.Target{Service: w.Config.Services[0].Name, Environment: e.Name}
		if rules.Authorize(commands.Person{ID: p.ID}, commands.DeployTo, t) == nil {
			where = append(where, e.Name)
		}
	}
	if len(where) == 0 {
		return "look at everything; deploying is for those with a role in slipway.yaml"
	}
	return "deploy, steer, roll back and lock in " + strings.Join(where, " and ")
}

// Complete is how a command that is typed in a channel can go on.
func (w *World) Complete(channel, typed string) []grammar.Completion {
	f := w.Config.Front()
	names := grammar.Names{Services: f.Services, Environments: f.Environments}
	return grammar.Complete(grammar.Context{Names: names, DefaultService: f.Channels[channel]}, typed)
}
