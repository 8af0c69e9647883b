package alarms

import (
	"errors"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// What can be missing, or make no sense.
var (
	errARN     = errors.New("its ARN is missing, or is not that of an alarm")
	errAccount = errors.New("its account is missing")
	errRegion  = errors.New("its region is missing")
	errTime    = errors.New("the time of its state cannot be read")
)

// notThere is what people are told of an alarm that is not there.
const notThere, otherwise = "There is no such alarm.", "It was deleted, or is in an account that Slipway cannot look into."

// unknown says that there is no such alarm.
func unknown(err error) error {
	return &rollout.Error{Kind: rollout.NotFound, Message: notThere, Hint: otherwise, Err: err}
}

// elsewhere says that nobody can look into an account.
func elsewhere(account string) error {
	return &rollout.Error{
		Kind: rollout.Invalid, Message: "The alarm is in the account " + account + ", which Slipway cannot look into.",
		Hint: "Only what that account sends is known of it.",
	}
}

// domain makes an error of CloudWatch one of ours. The activity completes
// "CloudWatch did not …".
func domain(activity string, err error) error {
	return failure.Call{
		Message: "CloudWatch did not " + activity + ".", Hint: "Try again in a minute.", Busy: "CloudWatch was asked too much at once.",
		Denied: "Allow `cloudwatch:" + failure.Operation(err) + "` to Slipway's role.",
		Cases: []failure.Case{
			{Codes: []string{"ResourceNotFoundException", "ResourceNotFound"}, Kind: rollout.NotFound, Message: notThere, Hint: otherwise},
		},
	}.Of(err)
}
