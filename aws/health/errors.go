package health

import (
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// domain makes the SDK's error one that the commands understand.
func domain(err error) error {
	return failure.Call{
		Message: "Lambda did not call the version.", Hint: "It is tried again by itself.",
		Denied: "Allow `lambda:InvokeFunction` to Slipway's ticker.",
		Cases: []failure.Case{
			{Codes: []string{"ResourceNotReadyException"}, Kind: rollout.Throttled},
			{Codes: []string{"InvalidRequestContentException", "RequestTooLargeException"}, Kind: rollout.Invalid,
				Hint: "Look at the health payload in `slipway.yaml`."},
		},
	}.Of(err)
}
