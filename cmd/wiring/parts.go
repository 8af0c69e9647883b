package wiring

import (
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/aws/images"
	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/bill"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/pause"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
	"github.com/slipway-dev/slipway/commands"
)

// Parts are the commands, and what else whoever gives them has to reach.
type Parts struct {
	Store    *store.Store
	Engine   *engine.Engine
	Commands *commands.Commands
}

// burst is how many calls to Lambda's control plane one process makes without a
// pause. Many tickers begin at the same moment, so they make one; few people wait
// for a worker at a time, and what is live where takes several calls to say.
func burst(f settings.Function) int {
	if f == settings.Ticker {
		return 1
	}
	return 8
}

// Home is where commands keep what they know, who moves rollouts on for them, and who
// has people told.
type Home struct {
	Store  commands.Store
	Engine commands.Engine
	Outbox commands.Outbox
}

// Parts wires the commands to AWS, and to whoever knows people and commits.
func (p Plan) Parts(people commands.People, host CodeHost) Parts {
	s := p.Settings
	out := Parts{Store: store.New(dynamodb.NewFromConfig(p.AWS), store.Options{Table: s.Table, NewToken: p.ids.Random, Now: p.Now})}
	out.Engine = engine.New(sfn.NewFromConfig(p.AWS), engine.Options{
		StateMachine: s.StateMachine, Parking: out.Store, Correlation: logs.Correlation, Known: p.known(out.Store.Load),
	})
	out.Commands = p.Commands(Home{
		Store: counted.Store{Store: out.Store, Meter: p.Meter, Production: p.policy.Summary.Production}, Engine: out.Engine,
		Outbox: outbox{queue.New(p.AWS, queue.Options{URL: s.QueueURL, Urgent: s.UrgentURL, Now: p.Now})},
	}, people, host)
	out.Commands.Spending = bill.Spending{Region: p.AWS.Region, Switches: s.Switches} // who runs elsewhere costs something else
	return out
}

// Commands wires the commands to the targets, wherever they have their home. Without the
// section github, commits are what there are artifacts of, whatever the host.
func (p Plan) Commands(home Home, people commands.People, host CodeHost) *commands.Commands {
	artifacts := images.New(ecr.NewFromConfig(p.AWS), s3.NewFromConfig(p.AWS), images.Options{Artifact: p.artifact})
	if p.Config.GitHub == nil {
		host.Commits = artifacts
	}
	reach := p.reach(codeOf(artifacts))
	return commands.New(commands.Deps{
		Store: home.Store, Engine: home.Engine, Outbox: home.Outbox,
		Commits: host.Commits, Branch: host.Branch, Workflows: host.Workflows, Gatekeeper: host.Gatekeeper, Deployments: host.Deployments, Artifacts: artifacts,
		Monitor: p.alarms.Monitor, Logs: p.alarms.Logs, Pager: p.alarms.Pager, Events: host.Events, Topic: p.alarms.Topic,
		Versions: reach, Traffic: reach, Metrics: reach, Health: reach, Gauges: reach, Prices: p.prices(), Console: p.console,
		People: people, Policy: p.policy, Now: p.Clock, Real: p.Now, NewID: p.newID, Pause: pause.New(p.Random), Log: p.Log,
	})
}
