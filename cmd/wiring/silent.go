package wiring

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
)

// Silent is the code host of a process that does not speak to one. Whatever is asked
// of it is an error that says so, and nothing was done.
func Silent(who string) CodeHost {
	s := silent{&rollout.Error{
		Kind: rollout.Invalid, Message: who + " does not speak to GitHub.", Hint: "What GitHub must hear is a notice that the worker sends.",
	}}
	return CodeHost{Commits: s, Workflows: s, Gatekeeper: s, Deployments: s}
}

// silent has one answer to everything.
type silent struct{ err error }

func (s silent) Resolve(context.Context, string, string) (rollout.Release, error) {
	return rollout.Release{}, s.err
}

func (s silent) Standing(context.Context, string, string, rollout.Demands) (rollout.Standing, error) {
	return rollout.Standing{}, s.err
}

func (s silent) Compare(context.Context, string, string, string) (rollout.Comparison, error) {
	return rollout.Comparison{}, s.err
}

func (s silent) Dispatch(context.Context, rollout.Order) (rollout.Run, error) {
	return rollout.Run{}, s.err
}

func (s silent) Find(context.Context, rollout.Order) (rollout.Run, bool, error) {
	return rollout.Run{}, false, s.err
}

func (s silent) Look(context.Context, string, int64) (rollout.Run, error) {
	return rollout.Run{}, s.err
}

func (s silent) Cancel(context.Context, string, int64) error { return s.err }

func (s silent) Approve(context.Context, string, int64, []string, string) error { return s.err }

func (s silent) Open(context.Context, rollout.Deployment) (int64, error) { return 0, s.err }

func (s silent) Mark(context.Context, int64, rollout.Deployment) error { return s.err }
