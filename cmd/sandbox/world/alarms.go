package world

import (
	"context"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// mostErrors is how many calls a minute may fail before an alarm turns red. Of the
// traffic that there is at first, a good version fails one call in two minutes: it
// never gets there by chance.
const mostErrors = 10

// alarmsOf are the alarms of a target. That no call failed is well; without any call
// nobody can say how long calls take.
func (w *World) alarmsOf(t rollout.Target) []cloud.Alarm {
	slow := 500 * time.Millisecond
	if s, _ := w.Config.Service(t.Service); s.SlowCall > 0 {
		slow = s.SlowCall
	}
	of := func(name string, al cloud.Alarm) cloud.Alarm {
		al.Name, al.FunctionName = w.function(t)+"-"+name, w.function(t)
		al.Tags = map[string]string{"slipway:service": t.Service, "slipway:environment": t.Environment}
		return al
	}
	return []cloud.Alarm{
		of("errors", cloud.Alarm{
			Description: fmt.Sprintf("More than %d calls a minute fail.", mostErrors),
			Metric:      cloud.MetricErrors, Threshold: mostErrors, Breaches: 1, OutOf: 1, TreatMissing: cloud.NotBreaching,
		}),
		of("latency", cloud.Alarm{
			Description: fmt.Sprintf("One call in twenty takes longer than %s.", slow),
			Metric:      cloud.MetricDuration, Threshold: float64(slow.Milliseconds()), Breaches: 2, OutOf: 3, TreatMissing: cloud.Missing,
		}),
	}
}

// openAlarms puts the alarms of every target in place. A world that was made before
// there were any gets them too.
func (w *World) openAlarms() error {
	for _, s := range w.Config.Services {
		for _, e := range w.Config.Environments {
			for _, al := range w.alarmsOf(rollout.Target{Service: s.Name, Environment: e.Name}) {
				if err := w.Cloud.SeedAlarm(al); err != nil {
					return fmt.Errorf("put the alarm %s in place: %w", al.Name, err)
				}
			}
		}
	}
	return nil
}

const (
	alarmsLooked = 100 * time.Millisecond // how often it is looked whether an alarm has turned, in real time
	alarmAgain   = time.Second            // when the bot is told once more what it did not take, in real time
)

// courier tells the bot of alarms that turn, as Lambda is called asynchronously: what it
// does not take is told again, and what turned while it was dead is told to the next one.
type courier struct {
	world *World
	tell  func(context.Context, rollout.Signal) error
	again map[string]time.Time // what was not taken, and when it is next told
}

// run looks for alarms that turn, until ctx is done.
func (c *courier) run(ctx context.Context) error {
	c.again = map[string]time.Time{}
	return host.Every(ctx, alarmsLooked, func() error {
		turned, err := c.world.Cloud.Transitions()
		if err != nil {
			return fmt.Errorf("look at the alarms: %w", err)
		}
		for _, t := range turned {
			c.bring(ctx, t)
		}
		return nil
	})
}

// bring tells of one that has turned, and of some twice: no more is promised of
// asynchronous calls. What the bot dies over stays.
func (c *courier) bring(ctx context.Context, t cloud.Transition) {
	id, now := t.Alarm.Name+t.Alarm.Since.String(), c.world.o.Real()
	if now.Before(c.again[id]) {
		return
	}
	s := account.Signal(t.Alarm)
	err := c.tell(ctx, s)
	if err == nil && crc32.ChecksumIEEE([]byte(id))%4 == 0 {
		err = c.tell(ctx, s)
	}
	if ctx.Err() != nil {
		return
	}
	if err == nil {
		err = c.world.Cloud.Took(t)
	}
	delete(c.again, id)
	if err != nil {
		c.world.o.Log.WarnContext(ctx, "an alarm is told again later", "alarm", t.Alarm.Name, "error", err)
		c.again[id] = now.Add(alarmAgain)
	}
}

const (
	incidentsTended = 20 * time.Second       // how often open incidents are looked at, in simulated time
	tendsLooked     = 200 * time.Millisecond // and at most so often in real time
)

// tendIncidents looks after open incidents, until ctx is done.
func (b *bot) tendIncidents(ctx context.Context) error {
	var last time.Time
	return host.Every(ctx, tendsLooked, func() error {
		now := b.world.Clock.Now()
		if now.Sub(last) < incidentsTended {
			return nil
		}
		last = now
		if err := b.commands.TendIncidents(ctx); err != nil && ctx.Err() == nil {
			b.world.o.Log.WarnContext(ctx, "incidents are looked at again later", "error", err)
		}
		return nil
	})
}
