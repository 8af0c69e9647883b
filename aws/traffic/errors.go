package traffic

import (
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// domain makes the SDK's error one that the commands understand.
func domain(activity string, err error) error {
	return failure.Call{
		Message: "Lambda did not " + activity + ".", Hint: "It is tried again by itself.",
		Denied: "Allow `lambda:" + failure.Operation(err) + "` to Slipway's ticker.",
		Cases: []failure.Case{{Codes: []string{"ResourceNotFoundException"}, Kind: rollout.NotFound,
			Hint: "Look whether the function, the alias and the version still exist."}},
	}.Of(err)
}

// stale says that the alias is no longer the one that was read.
func stale(err error) error {
	return &rollout.Error{
		Kind: rollout.Stale, Message: "Somebody else changed the alias meanwhile.", Hint: "It is looked at again by itself.", Err: err,
	}
}
