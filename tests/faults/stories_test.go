package faults

import (
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// story is a rollout: how it begins, and how it has to end, whatever goes wrong.
type story struct {
	begin func(*world) rollout.ID
	end   rollout.Phase
}

var stories = map[string]story{
	"a good version": {begin: func(w *world) rollout.ID { return w.deploy("good") }, end: rollout.Succeeded},
	"a bad version":  {begin: func(w *world) rollout.ID { return w.deploy("bad") }, end: rollout.RolledBack},
	"a rollback":     {begin: func(w *world) rollout.ID { return w.begin(grammar.Rollback{Target: where}) }, end: rollout.RolledBack},
}
