package wiring

import (
	"context"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Access is what checkups outside of AWS are done with.
type Access struct {
	Slack  *client.Client // nil: Slack is left out
	GitHub secrets.GitHub // zero: GitHub is left out
	Pager  secrets.Secret
	// Front looks whether the front takes Slack's signatures; nil: it is left out.
	Front func(context.Context) []rollout.Diagnosis
}

// LeftOut is a checkup that is not done, and why: whoever reads what was found must not
// take it for sound.
type LeftOut struct {
	Check string `json:"check"`
	Why   string `json:"why"`
}

// Heard is the checkup of the signing secret for whoever is asked by way of Slack: that
// they are asked at all proves it.
func Heard(context.Context) []rollout.Diagnosis {
	return []rollout.Diagnosis{{Grade: rollout.GradeSound, Found: "This question came through the front, which checked its signature."}}
}

// Checkups are the doctor's of everything outside, and those that are left out.
func (p Plan) Checkups(a Access) ([]commands.Checkup, []LeftOut, error) {
	d := doctor{Plan: p}
	d.front(a.Front)
	d.slack(a.Slack)
	if err := d.gitHub(a.GitHub); err != nil {
		return nil, nil, err
	}
	d.accounts()
	d.aws()
	d.pager(a.Pager)
	d.add(commands.Checkup{Name: "clocks", All: d.time})
	return d.checks, d.out, nil
}

// doctor gathers checkups.
type doctor struct {
	Plan
	checks []commands.Checkup
	out    []LeftOut
	clocks []clock
}

func (d *doctor) add(c commands.Checkup)       { d.checks = append(d.checks, c) }
func (d *doctor) leaveOut(check, why string)   { d.out = append(d.out, LeftOut{check, why}) }
func (d *doctor) clock(whose string, at asked) { d.clocks = append(d.clocks, clock{whose, at}) }

func (d *doctor) front(look func(context.Context) []rollout.Diagnosis) {
	if look == nil {
		d.leaveOut("signing secret", "say where the front is, with --url, and give SLACK_SIGNING_SECRET")
		return
	}
	d.add(commands.Checkup{Name: "signing secret", All: look})
}

func (d *doctor) slack(c *client.Client) {
	if c == nil {
		d.leaveOut("Slack", "there is no "+secrets.SlackBotToken)
		return
	}
	channel := fresh(d.Now, c.CheckChannel)
	d.clock("Slack", c.Clock)
	d.add(commands.Checkup{Name: "Slack", All: func(ctx context.Context) []rollout.Diagnosis { return c.CheckAccess(ctx, d.Config.Slack.Team) }})
	d.add(commands.Checkup{Name: "channel", Each: func(ctx context.Context, t rollout.Target) []rollout.Diagnosis {
		s, _ := d.Config.Service(t.Service)
		return channel(ctx, s.Channel)
	}})
}

func (d *doctor) pager(key secrets.Secret) {
	if d.Config.PagerDuty == nil {
		d.leaveOut("PagerDuty", "slipway.yaml has no `pagerduty`")
		return
	}
	d.add(commands.Checkup{Name: "PagerDuty", All: func(context.Context) []rollout.Diagnosis {
		if key.Empty() {
			return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: "Nobody can be paged: there is no key.",
				Remedy: "Put the integration key of the Events API v2 into the worker's secret as `" + secrets.PagerDutyRoutingKey + "`."}}
		}
		return []rollout.Diagnosis{{Grade: rollout.GradeSound, Found: "There is a key. Whether PagerDuty takes it, the first page shows."}}
	}})
}

// fresh does what is asked for once a minute for each key, however many ask.
func fresh[K comparable, V any](now func() time.Time, do func(context.Context, K) V) func(context.Context, K) V {
	type result struct {
		value V
		until time.Time
	}
	var mu sync.Mutex
	known := map[K]result{}
	return func(ctx context.Context, k K) V {
		mu.Lock()
		defer mu.Unlock()
		if r, ok := known[k]; ok && now().Before(r.until) {
			return r.value
		}
		v := do(ctx, k)
		if ctx.Err() == nil {
			known[k] = result{v, now().Add(time.Minute)}
		}
		return v
	}
}
