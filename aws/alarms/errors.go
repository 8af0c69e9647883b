package alarms

import (
	"github.com/slipway-dev/slipway/aws/failure"
)

// domain makes an error of CloudWatch one of ours. The activity completes
// "CloudWatch did not …".
func domain(activity string, err error) error {
	return failure.Call{
		Message: "CloudWatch did not " + activity + ".", Hint: "Try again in a minute.", Busy: "CloudWatch was asked too much at once.",
		Denied: "Allow `cloudwatch:" + failure.Operation(err) + "` to Slipway's role.",
	}.Of(err)
}
