package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
)

func TestWhatIsSaidOfAlarmsBecomesPolicy(t *testing.T) {
	c := read(t)
	c.Alarms = &config.Alarms{Accounts: []string{"123456789012"}, Regions: []string{"eu-central-1"}, Topics: []string{"arn:aws:sns:eu-central-1:123456789012:alarms"}, Announce: true}
	checkout := &c.Services[0]
	checkout.Drill, checkout.Runbook = "drill", "https://wiki.example.com/checkout"
	checkout.Alarms = []config.AlarmNames{{Environment: "prod", Names: []string{"checkout-*"}}, {Environment: "staging", Names: []string{"a", "b"}}}
	prod := &c.Environments[1]
	prod.Drill, prod.Judge.Mode = 30*time.Minute, config.Shadow
	prod.OnAlarm = config.OnAlarm{RollBack: true, Suspect: 2 * time.Hour, Page: true, Events: []string{config.EventAlarm, config.EventBack}}
	p, err := policy.From(c)
	if err != nil {
		t.Fatal(err)
	}
	from := commands.AlarmSources{Accounts: c.Alarms.Accounts, Regions: c.Alarms.Regions, Topics: c.Alarms.Topics}
	if diff := cmp.Diff(from, p.Alarms); diff != "" || !p.Announces {
		t.Errorf("announces: %v %s", p.Announces, diff)
	}
	maps := []commands.AlarmMap{{Environment: "prod", Names: []string{"checkout-*"}}, {Environment: "staging", Names: []string{"a", "b"}}}
	if s := p.Services[0]; !cmp.Equal(maps, s.Alarms) || s.Drill != "drill" || s.Runbook != "https://wiki.example.com/checkout" {
		t.Errorf("%+v", s)
	}
	on := commands.OnAlarm{RollBack: true, Suspect: 2 * time.Hour, Page: true, Events: []string{commands.EventAlarm, commands.EventBack}}
	if e := p.Environments[1]; !cmp.Equal(on, e.OnAlarm) || e.Drill != 30*time.Minute || !e.Strategy.Shadow {
		t.Errorf("%+v", e)
	}
}

// What is not asked for is not done: nobody is listened to, nothing is taken back by
// an alarm, and the judge's word counts.
func TestWithoutAWordOfAlarmsNothingComesOfThem(t *testing.T) {
	p, err := policy.From(read(t))
	if err != nil || !cmp.Equal(commands.AlarmSources{}, p.Alarms) || p.Announces || p.Services[0].Alarms != nil {
		t.Fatalf("%+v, %v", p, err)
	}
	for _, e := range p.Environments {
		if !cmp.Equal(commands.OnAlarm{Suspect: time.Hour}, e.OnAlarm) || e.Drill != 0 || e.Strategy.Shadow {
			t.Errorf("%+v", e)
		}
	}
}

func TestATopicThatNobodyAskedForHearsNothing(t *testing.T) {
	c := read(t)
	c.Alarms = &config.Alarms{Accounts: []string{"123456789012"}}
	if p, err := policy.From(c); err != nil || p.Announces {
		t.Errorf("%v, %v", p.Announces, err)
	}
}
