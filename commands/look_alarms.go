package commands

import (
	"context"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// askEvery is how often the monitoring is asked how alarms are that are not well: news of
// one may be lost, and one that is deleted sends none.
const askEvery = 5 * time.Minute

// recheck asks now and then how the alarms of an incident are that are not well, and takes
// note of the answer as of any news. It gives the incident as it is then. An alarm that
// cannot be asked about is as was last heard.
func (c *Commands) recheck(ctx context.Context, i rollout.Incident) (now rollout.Incident, asked bool) {
	if c.Monitor == nil || !i.Open() || c.Now().Sub(i.Heard) < askEvery || c.Now().Sub(i.Asked) < askEvery {
		return i, false
	}
	type place struct{ account, region string }
	unwell := map[place][]rollout.Alarm{}
	for _, a := range i.Alarms {
		if at := (place{a.Account, a.Region}); a.State != rollout.AlarmOK {
			unwell[at] = append(unwell[at], a)
		}
	}
	for at, alarms := range unwell {
		if err := c.ask(ctx, i.Target, at.region, alarms); err != nil {
			c.Log.WarnContext(ctx, "how alarms are cannot be asked", "incident", i.ID, "account", at.account, "region", at.region, "error", err)
		}
	}
	if now, err := load[rollout.Incident](ctx, c.Store, i.Key()); err == nil {
		return now, true
	}
	return i, true
}

// ask has alarms be as the monitoring says that they are. One that is not there any more
// is well.
func (c *Commands) ask(ctx context.Context, t rollout.Target, region string, alarms []rollout.Alarm) error {
	ids := make([]string, len(alarms))
	for n, a := range alarms {
		ids[n] = a.ID
	}
	var found []rollout.Signal
	err := within(ctx, asking, func(ctx context.Context) (err error) {
		found, err = c.Monitor.Alarms(ctx, region, ids)
		return err
	})
	if err != nil {
		return err
	}
	for _, a := range alarms {
		s := a.Signal
		if n := slices.IndexFunc(found, func(now rollout.Signal) bool { return now.ID == a.ID }); n >= 0 {
			s = found[n]
		} else {
			s.State, s.At, s.Reason = rollout.AlarmOK, c.Now(), "The alarm is not there any more."
		}
		if s.State == a.State { // that it was evaluated again is no turn
			continue
		}
		_, change, err := c.heard(ctx, t, bounded(s))
		if err != nil {
			return err
		}
		c.tell(ctx, change)
	}
	return nil
}
