package metrics

import (
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of CloudWatch one of ours; nil stays nil. The activity
// completes "CloudWatch did not …".
func domain(activity string, err error) error {
	return failure.Call{
		Message: "CloudWatch did not " + activity + ".", Hint: "It is tried again by itself.", Busy: "CloudWatch was asked too much at once.",
		Denied: "Allow `cloudwatch:" + failure.Operation(err) + "` to Slipway's role.",
	}.Of(err)
}

// odd makes numbers that cannot be an error of ours: nothing is judged by them.
func odd(err error) error {
	return &rollout.Error{
		Kind: rollout.Broken, Message: "CloudWatch's numbers are not complete or make no sense.",
		Hint: "They are read again by itself; nothing is judged by them.", Err: err,
	}
}
