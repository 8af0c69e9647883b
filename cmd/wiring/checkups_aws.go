package wiring

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/slipway-dev/slipway/aws/checkup"
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// accounts looks whether we are let into each account that there are targets in.
func (d *doctor) accounts() {
	if len(d.places) == 0 {
		return
	}
	d.add(commands.Checkup{Name: "accounts", All: func(ctx context.Context) []rollout.Diagnosis {
		var out []rollout.Diagnosis
		for _, e := range d.Config.Environments {
			if there, other := d.places[e.Name]; other {
				out = append(out, there.entered(ctx, e.Name))
			}
		}
		return out
	}})
}

// entered looks whether we are let into the account of an environment.
func (a place) entered(ctx context.Context, environment string) rollout.Diagnosis {
	_, err := a.session.Retrieve(ctx)
	if err == nil {
		return rollout.Diagnosis{Grade: rollout.GradeSound, Found: environment + ": the account " + a.id + " lets Slipway be " + a.role + "."}
	}
	found := unknown(err)
	if code := failure.Code(err); code == "AccessDenied" || code == "AccessDeniedException" {
		found.Grade = rollout.GradeBroken
	}
	return found
}

// aws looks at functions and alarms, each where it is, and at the topic.
func (d *doctor) aws() {
	at := func(a place) *checkup.Checkup {
		return checkup.New(checkup.Clients{Lambda: a.lambda(), CloudWatch: a.cloudWatch(), SNS: sns.NewFromConfig(a.aws)},
			checkup.Options{Function: d.function, Now: d.Now, Log: d.Log})
	}
	home := at(d.home)
	d.clock("AWS", home.Clock)
	d.add(commands.Checkup{Name: "function", Each: func(ctx context.Context, t rollout.Target) []rollout.Diagnosis {
		return at(d.at(t)).Function(ctx, t)
	}})
	d.alarms(func(ctx context.Context, environment string) ([]checkup.Alarm, error) {
		return at(d.at(rollout.Target{Environment: environment})).Alarms(ctx)
	})
	if d.Config.Alarms != nil && d.Config.Alarms.Announce && d.Settings.Topic != "" {
		d.add(commands.Checkup{Name: "topic", All: func(ctx context.Context) []rollout.Diagnosis { return home.Topic(ctx, d.Settings.Topic) }})
		return
	}
	d.leaveOut("topic", "slipway.yaml does not say `alarms: { announce: true }`, or SLIPWAY_TOPIC is not given")
}

func (d *doctor) alarms(of func(ctx context.Context, environment string) ([]checkup.Alarm, error)) {
	if d.Config.Alarms == nil {
		d.leaveOut("alarms", "slipway.yaml has no `alarms`: nobody is listened to")
		return
	}
	type read struct {
		all []checkup.Alarm
		err error
	}
	once := fresh(d.Now, func(ctx context.Context, environment string) read {
		all, err := of(ctx, environment)
		return read{all, err}
	})
	d.add(commands.Checkup{Name: "alarms", Each: func(ctx context.Context, t rollout.Target) []rollout.Diagnosis {
		where := "" // home is read once for all environments that are there
		if _, other := d.places[t.Environment]; other {
			where = t.Environment
		}
		got := once(ctx, where)
		if got.err != nil {
			return []rollout.Diagnosis{unknown(got.err)}
		}
		s, _ := d.Config.Service(t.Service)
		var names []string
		for _, of := range s.Alarms {
			if of.Environment == t.Environment {
				names = of.Names
			}
		}
		return checkup.Watched(checkup.Watch{Target: t, Function: d.function(t), Names: names, Topics: d.Config.Alarms.Topics, Region: d.AWS.Region}, got.all)
	}})
}
