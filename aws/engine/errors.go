package engine

import (
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of the core's kinds out of one of the SDK's; what is what
// could not be done.
func domain(err error, what string) error {
	return failure.Call{
		Message: "The rollout's engine could not be " + what + ".", Hint: "Try again in a moment.",
		Denied: "The role that I run as needs the permission states:" + failure.Operation(err) + " on the state machine and its executions.",
		Cases: []failure.Case{
			{Codes: []string{"ExecutionLimitExceeded"}, Kind: rollout.Throttled},
			{Codes: []string{"StateMachineDoesNotExist"}, Kind: rollout.NotFound,
				Hint: "Compare the state machine's name in my configuration with what was set up."},
			{Codes: []string{"InvalidArn", "InvalidName", "InvalidExecutionInput", "InvalidOutput"}, Kind: rollout.Invalid},
		},
	}.Of(err)
}
