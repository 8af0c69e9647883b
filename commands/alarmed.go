package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// late is how old a signal may be, in real time, to be taken at its word: what was
	// delayed may be over by now.
	late = 2 * time.Minute
	// early is how far a signal may be ahead of our clock: one that was believed would hide
	// all that comes until then.
	early = time.Minute
	// asking is how long the monitoring may take to answer before the thread goes on
	// without it.
	asking = 2 * time.Second
)

// Alarmed takes note of a signal of an alarm. What is not of ours, or tells nothing new,
// is passed over. Else the target's incident is brought up to date at once, with what is
// in the store; then the suspect is taken back, where the environment wants that and the
// evidence is against it. All the rest is left to errands. An error means that nothing
// was noted: deliver it again.
func (c *Commands) Alarmed(ctx context.Context, s rollout.Signal) error {
	if why := c.Policy.Alarms.unheard(s); why != "" {
		c.dropped(ctx, s, why)
		return nil
	}
	s = c.upToDate(ctx, s)
	t, why, err := c.alarmTarget(ctx, s)
	switch {
	case err != nil:
		return fmt.Errorf("find out what the alarm %s is about: %w", s.ID, err)
	case why != "":
		c.dropped(ctx, s, why)
		return nil
	}
	i, change, err := c.heard(ctx, t, bounded(s))
	if err != nil {
		return err
	}
	var both sync.WaitGroup // neither the thread nor the rollback waits for the other
	both.Go(func() { c.tell(ctx, change) })
	if s.State == rollout.AlarmRed && i.ID != "" && c.takesBack(i) {
		c.settleNow(ctx, i)
	}
	both.Wait()
	return nil
}

// unheard says why a signal is not listened to; empty when it is.
func (a AlarmSources) unheard(s rollout.Signal) string {
	switch {
	case !slices.Contains(a.Accounts, s.Account):
		return "account"
	case len(a.Regions) > 0 && !slices.Contains(a.Regions, s.Region):
		return "region"
	case s.ID == "" || s.Name == "" || s.At.IsZero() || !slices.Contains([]rollout.AlarmState{rollout.AlarmOK, rollout.AlarmRed, rollout.AlarmUnknown}, s.State):
		return "incomplete"
	}
	return ""
}

// dropped logs a signal that nothing comes of. The field "dropped" is one of a few words,
// which a metric can count.
func (c *Commands) dropped(ctx context.Context, s rollout.Signal, why string) {
	c.Log.InfoContext(ctx, "a signal of an alarm is dropped", "dropped", why, "alarm", s.ID, "account", s.Account, "region", s.Region)
}

// upToDate is a signal that was on its way for long, or is from a time to come, as its
// alarm is now. Where nobody knows how that is, the signal stands, but no later than now,
// by the clock that it will be held against: the rollouts'.
func (c *Commands) upToDate(ctx context.Context, s rollout.Signal) rollout.Signal {
	age := c.Now().Sub(s.At)
	if age <= late && age >= -early {
		return s
	}
	now, err := c.alarmNow(ctx, s)
	if err != nil {
		c.Log.WarnContext(ctx, "a signal is taken at its word, though it is late or early", "alarm", s.ID, "at", s.At, "error", err)
		now = s
	}
	if at := c.Now(); now.At.After(at.Add(early)) {
		now.At = at
	}
	return now
}

// alarmNow is how the alarm of a signal is now.
func (c *Commands) alarmNow(ctx context.Context, s rollout.Signal) (rollout.Signal, error) {
	if c.Monitor == nil {
		return s, errors.New("there is no monitoring to ask")
	}
	var found []rollout.Signal
	err := within(ctx, asking, func(ctx context.Context) (err error) {
		found, err = c.Monitor.Alarms(ctx, s.Region, []string{s.ID})
		return err
	})
	n := slices.IndexFunc(found, func(now rollout.Signal) bool { return now.ID == s.ID })
	switch {
	case err != nil:
		return s, err
	case n < 0:
		return s, errors.New("the monitoring does not know it")
	}
	return found[n], nil
}

const (
	// gauges is how many metrics of an alarm are kept, and with how many dimensions.
	gauges, dimensions = 3, 10
	// dimensionWords is how many bytes a dimension's name and its value have.
	dimensionWords = 255
)

// bounded is a signal as it is kept: small, whatever somebody has written into it. What an
// alarm is made of has told whose it is by now.
func bounded(s rollout.Signal) rollout.Signal {
	s.Name, s.Reason, s.Description, s.Children = begins(s.Name), begins(s.Reason), begins(s.Description), nil
	few, _ := firstOf(s.Gauges, gauges)
	s.Gauges = slices.DeleteFunc(slices.Clone(few), tooLarge)
	return s
}

// tooLarge says that a metric is not kept: with half of its dimensions it would be another.
func tooLarge(g rollout.Gauge) bool {
	if len(g.Dimensions) > dimensions {
		return true
	}
	for name, value := range g.Dimensions {
		if len(name) > dimensionWords || len(value) > dimensionWords {
			return true
		}
	}
	return len(g.Namespace)+len(g.Metric)+len(g.Statistic) > 3*dimensionWords
}
