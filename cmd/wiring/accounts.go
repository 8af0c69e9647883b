package wiring

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/account"
	"github.com/slipway-dev/slipway/aws/limit"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
)

// place is where an environment's targets are: how to call AWS there.
type place struct {
	id      string // of the account; empty for our own when nobody has said which it is
	role    string // there; empty at home
	aws     aws.Config
	patient aws.Config       // for health checks
	session *account.Session // nil at home
	control *limit.Limiter   // of Lambda's control plane, one for each account
}

// settle finds the place of each environment. Nobody is asked for credentials yet.
func (p *Plan) settle() {
	limits := map[string]*limit.Limiter{}
	at := func(id string) *limit.Limiter {
		if limits[id] == nil {
			limits[id] = limit.New(p.Settings.Rate, burst(p.Settings.Function))
		}
		return limits[id]
	}
	p.home = place{id: p.account(), aws: p.AWS, patient: p.patient, control: at(p.account())}
	p.places = map[string]place{}
	for _, e := range p.Config.Environments {
		if e.Account == nil {
			continue
		}
		s := p.session(e)
		p.places[e.Name] = place{id: e.Account.ID(), role: e.Account.Role, aws: s.In(p.AWS), patient: s.In(p.patient), session: s, control: at(e.Account.ID())}
	}
}

func (p *Plan) session(e config.Environment) *account.Session {
	return account.New(p.AWS, account.Role{
		ARN: e.Account.Role, ExternalID: e.Account.ExternalID, Environment: e.Name, Function: string(p.Settings.Function),
	})
}

// at is where a target is.
func (p Plan) at(t rollout.Target) place {
	if there, other := p.places[t.Environment]; other {
		return there
	}
	return p.home
}

func (a place) lambda() *lambda.Client         { return lambda.NewFromConfig(a.aws, a.control.Apply) }
func (a place) invoke() *lambda.Client         { return lambda.NewFromConfig(a.patient) }
func (a place) cloudWatch() *cloudwatch.Client { return cloudwatch.NewFromConfig(a.aws) }
func (a place) logs() *cloudwatchlogs.Client   { return cloudwatchlogs.NewFromConfig(a.aws) }
