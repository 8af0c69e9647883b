package logs

import (
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of CloudWatch Logs one of ours. The activity completes
// "CloudWatch did not …".
func domain(activity string, err error) error {
	return failure.Call{
		Message: "CloudWatch did not " + activity + ".", Hint: "Try again in a minute.", Busy: "The logs were asked too much at once.",
		Denied: "Allow `logs:" + failure.Operation(err) + "` to Slipway's role.",
		Cases: []failure.Case{
			{Codes: []string{"ResourceNotFoundException"}, Kind: rollout.NotFound,
				Message: "There are no logs of that function.", Hint: "It has written none yet, or they are somewhere else."},
		},
	}.Of(err)
}
