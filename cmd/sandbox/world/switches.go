package world

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/slipway-dev/slipway/commands"
)

// Switches are what can be changed of an environment's policy while the sandbox runs.
type Switches struct {
	Shadow   bool // the judge looks on, and takes nothing back
	RollBack bool // an alarm takes a suspect back by itself, if the evidence is against it
}

// openSwitches reads how they were left.
func (w *World) openSwitches() error {
	w.switches = map[string]Switches{}
	_, err := w.load("switches", &w.switches)
	return err
}

// Switches are those of an environment; false when there is none of that name.
func (w *World) Switches(environment string) (Switches, bool) {
	w.switching.Lock()
	defer w.switching.Unlock()
	for _, e := range w.switched().Environments {
		if e.Name == environment {
			return Switches{Shadow: e.Strategy.Shadow, RollBack: e.OnAlarm.RollBack}, true
		}
	}
	return Switches{}, false
}

// switched is the policy with the switches as they are. They are not in the file: in a
// real place, a change of them is a commit.
func (w *World) switched() commands.Policy {
	p := w.policy
	p.Address = w.o.URL
	p.Environments = slices.Clone(p.Environments)
	for i, e := range p.Environments {
		if s, ok := w.switches[e.Name]; ok {
			p.Environments[i].Strategy.Shadow, p.Environments[i].OnAlarm.RollBack = s.Shadow, s.RollBack
		}
	}
	return p
}

// Switch changes the policy of an environment, and has the bot started over with it: as
// when its configuration is deployed, without a gap. It returns when the new bot is up.
// Rollouts that are open keep the strategy that they began with.
func (w *World) Switch(ctx context.Context, environment string, s Switches) error {
	if err := w.keepSwitches(environment, s); err != nil {
		return err
	}
	up := make(chan struct{})
	select {
	case w.restarts <- up:
	case <-ctx.Done():
		return fmt.Errorf("start the bot over: %w", ctx.Err())
	}
	select {
	case <-up:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for the new bot: %w", ctx.Err())
	}
}

func (w *World) keepSwitches(environment string, s Switches) error {
	w.switching.Lock()
	defer w.switching.Unlock()
	all := maps.Clone(w.switches)
	all[environment] = s
	if err := w.save("switches", all); err != nil {
		return err
	}
	w.switches = all
	return nil
}

// policyNow is the policy for a bot that begins now.
func (w *World) policyNow() commands.Policy {
	w.switching.Lock()
	defer w.switching.Unlock()
	return w.switched()
}
