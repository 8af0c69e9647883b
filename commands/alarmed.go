package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// late is how old a signal may be, in real time, to be taken at its word: what was
	// delayed may be over by now.
	late = 2 * time.Minute
	// asking is how long the monitoring may take to answer before the thread goes on
	// without it.
	asking = 2 * time.Second
	// crowd is how many signals of one target may come at once.
	crowd = 20
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
	i, turned, err := c.heard(ctx, t, bounded(s))
	if err != nil || !turned || !c.takesBack(i) {
		return err
	}
	if err := c.settleNow(ctx, i); err != nil { // the look that was just ordered tries again
		c.Log.WarnContext(ctx, "whether a suspect is taken back is decided later", "incident", i.ID, "target", t.String(), "error", err)
	}
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

// upToDate is a signal that was on its way for long as its alarm is now. Where nobody
// knows how that is, the signal stands.
func (c *Commands) upToDate(ctx context.Context, s rollout.Signal) rollout.Signal {
	if c.Monitor == nil || c.Real().Sub(s.At) <= late {
		return s
	}
	now := s
	err := within(ctx, asking, func(ctx context.Context) (err error) {
		now, err = c.Monitor.Alarm(ctx, s.ID, "")
		return err
	})
	if err == nil && now.ID != s.ID {
		err = errors.New("the answer is about another alarm")
	}
	if err != nil {
		c.Log.WarnContext(ctx, "a late signal is taken as it is", "alarm", s.ID, "at", s.At, "error", err)
		return s
	}
	return now
}

// gauges is how many metrics of an alarm are kept.
const gauges = 3

// bounded is a signal as it is kept: small, whatever somebody has written into it.
func bounded(s rollout.Signal) rollout.Signal {
	s.Name, s.Reason, s.Description = begins(s.Name), begins(s.Reason), begins(s.Description)
	s.Gauges, _ = firstOf(s.Gauges, gauges)
	s.Children = firstWords(s.Children)
	return s
}
