package metrics

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of CloudWatch one of ours; nil stays nil. The activity
// completes "CloudWatch did not …".
func domain(activity string, err error) error {
	if err == nil {
		return nil
	}
	e := &rollout.Error{Kind: rollout.Broken, Message: "CloudWatch did not " + activity + ".", Hint: "It is tried again by itself.", Err: err}
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		return e
	}
	code := refused.ErrorCode()
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	switch {
	case throttled:
		e.Kind, e.Message = rollout.Throttled, "CloudWatch was asked too much at once."
	case slices.Contains([]string{"AccessDenied", "AccessDeniedException"}, code):
		var call *smithy.OperationError
		if errors.As(err, &call) {
			e.Hint = fmt.Sprintf("Allow `cloudwatch:%s` to Slipway's role.", call.Operation())
		}
	case slices.Contains([]string{"InvalidParameterValue", "InvalidParameterValueException", "InvalidParameterCombination",
		"InvalidParameterCombinationException", "ValidationError", "ValidationException"}, code):
		e.Kind, e.Hint = rollout.Invalid, ""
	}
	return e
}

// odd makes numbers that cannot be an error of ours: nothing is judged by them.
func odd(err error) error {
	return &rollout.Error{
		Kind: rollout.Broken, Message: "CloudWatch's numbers are not complete or make no sense.",
		Hint: "They are read again by itself; nothing is judged by them.", Err: err,
	}
}
