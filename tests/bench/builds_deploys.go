package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
)

// deploys are the builds while they are under way.
type deploys struct {
	*world.World
	relay  *relay
	all    []*shipped
	gated  []string // what a plan with every gate asks the code host
	before map[string]int
}

// run shows a plan, deploys everything, and waits until all of it is live, or failed.
func (d *deploys) run(ctx context.Context) error {
	if err := d.plan(ctx, d.all[0]); err != nil {
		return err
	}
	d.before = map[string]int{}
	for _, s := range d.all {
		d.before[s.service] = len(d.relay.asks(s.service, 0))
		s.typed = d.Clock.Now()
		if err := d.types(ctx, "staging "+s.service+" "+s.ref); err != nil {
			return err
		}
		if err := pause(ctx, buildEvery); err != nil {
			return err
		}
	}
	for _, s := range d.all {
		if err := d.wait(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (d *deploys) types(ctx context.Context, text string) error {
	answer, err := d.Slack.Command(ctx, "U0ANA", d.Config.Slack.Channel, "/deploy", text)
	if err == nil && answer.Error != "" {
		err = fmt.Errorf("/deploy %s: %s", text, answer.Error)
	}
	return err
}

// plan shows what every gate says of a commit, and notes what that asks the code host.
func (d *deploys) plan(ctx context.Context, s *shipped) error {
	if err := d.types(ctx, "plan prod "+s.service+" "+s.ref); err != nil {
		return err
	}
	for !d.shown("What it would do") {
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	d.gated = d.relay.asks(s.service, 0)
	return nil
}

// shown says that somebody can read this.
func (d *deploys) shown(text string) bool {
	for _, c := range d.Slack.View("U0ANA").Channels {
		for _, m := range c.Messages {
			if strings.Contains(m.Text, text) {
				return true
			}
		}
	}
	return false
}

// wait waits until all of the traffic has moved, or there is nothing to move.
func (d *deploys) wait(ctx context.Context, s *shipped) error {
	index := rollout.TargetIndex(rollout.Target{Service: s.service, Environment: "staging"})
	for {
		rows, err := d.Store.Query(ctx, rollout.Query{Index: index, Limit: 1, Descending: true})
		if err != nil {
			return err
		}
		all, err := rollout.DecodeAll[rollout.Rollout](rows)
		if err != nil {
			return err
		}
		if len(all) == 1 && all[0].Release.SHA == s.sha && (all[0].Phase == rollout.Watching || all[0].Phase.Ended()) {
			s.after = all[0]
			return s.check()
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// check sees that it went as it was meant to: what goes wrong is quick.
func (s *shipped) check() error {
	if failed := s.after.Phase == rollout.Failed; failed != s.broken {
		return fmt.Errorf("%s has %s: %s", s.service, s.after.Phase, s.after.Cause.Text)
	}
	if built := s.after.Took(rollout.Building) > 30*time.Second; built == s.built && !s.broken {
		return fmt.Errorf("%s was building for %s", s.service, s.after.Took(rollout.Building))
	}
	return nil
}

// began is when it came into a phase.
func (s *shipped) began(p rollout.Phase) time.Time {
	i := slices.IndexFunc(s.after.Stages, func(at rollout.Stage) bool { return at.Phase == p })
	if i < 0 {
		return time.Time{}
	}
	return s.after.Stages[i].At
}
