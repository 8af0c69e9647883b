package wiring

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

func (d *doctor) gitHub(who secrets.GitHub) error {
	switch {
	case d.Config.GitHub == nil:
		d.leaveOut("GitHub", "slipway.yaml has no `github`")
		return nil
	case who.Same(secrets.GitHub{}):
		d.leaveOut("GitHub", "there is neither "+secrets.GitHubAppID+" and what belongs to it, nor "+secrets.GitHubToken)
		return nil
	}
	h, err := d.hub(who)
	if err != nil {
		return err
	}
	repository := fresh(d.Now, h.CheckRepository)
	d.clock("GitHub", h.Clock)
	d.add(commands.Checkup{Name: "GitHub", All: func(ctx context.Context) []rollout.Diagnosis { return h.CheckAccess(ctx, uses(d.Config)) }})
	d.add(commands.Checkup{Name: "GitHub's rate limit", All: h.CheckRate})
	d.add(commands.Checkup{Name: "repository", Each: func(ctx context.Context, t rollout.Target) []rollout.Diagnosis {
		return repository(ctx, t.Service)
	}})
	return nil
}

// uses are what a configuration wants of GitHub.
func uses(c config.Config) hub.Uses {
	var u hub.Uses
	for _, s := range c.Services {
		u.Builds = u.Builds || s.Build != nil
	}
	for _, e := range c.Environments {
		u.Events = u.Events || len(e.OnAlarm.Events) > 0
	}
	return u
}

// asked is somebody else's time.
type asked func(context.Context) (time.Time, error)

// clock is somebody else's.
type clock struct {
	whose string
	ask   asked
}

// How far a clock may be from ours. Slack and AWS refuse what was signed more than five
// minutes ago.
const (
	noticeable = time.Minute
	refused    = 5 * time.Minute
)

// time compares our clock with everybody else's.
func (d *doctor) time(ctx context.Context) []rollout.Diagnosis {
	var out []rollout.Diagnosis
	for _, c := range d.clocks {
		at, err := c.ask(ctx)
		if err != nil {
			d.Log.WarnContext(ctx, "a checkup cannot ask for the time", "of", c.whose, "error", err)
			out = append(out, rollout.Diagnosis{Grade: rollout.GradeUnknown, Found: c.whose + " did not tell the time.", Remedy: "Try again in a minute."})
			continue
		}
		out = append(out, skew(c.whose, d.Now().Sub(at)))
	}
	return out
}

// skew says what it means that our clock is ahead of somebody's by so much.
func skew(whose string, ahead time.Duration) rollout.Diagnosis {
	by, way := ahead.Abs().Round(time.Second), "ahead of"
	if ahead < 0 {
		way = "behind"
	}
	out := rollout.Diagnosis{
		Grade: rollout.GradeSound, Found: fmt.Sprintf("This clock is %s %s %s's.", by, way, whose),
	}
	switch {
	case by > refused:
		out.Grade = rollout.GradeBroken
	case by > noticeable:
		out.Grade = rollout.GradeAiling
	default:
		out.Found = "This clock and " + whose + "'s agree."
		return out
	}
	out.Remedy = "Have this machine keep time by NTP: `timedatectl set-ntp true`. On Lambda, tell AWS's support."
	return out
}

// unknown is what is found where something could not be looked at.
func unknown(err error) rollout.Diagnosis {
	var told *rollout.Error
	if !errors.As(err, &told) {
		told = &rollout.Error{Message: "It could not be looked at.", Hint: "Try again in a minute."}
	}
	return rollout.Diagnosis{Grade: rollout.GradeUnknown, Found: told.Message, Remedy: told.Hint}
}
