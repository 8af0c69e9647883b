package alarms

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of CloudWatch one of ours. The activity completes
// "CloudWatch did not …".
func domain(activity string, err error) error {
	e := &rollout.Error{Kind: rollout.Broken, Message: "CloudWatch did not " + activity + ".", Hint: "Try again in a minute.", Err: err}
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
	case slices.Contains([]string{"InvalidParameterValue", "InvalidParameterValueException", "ValidationError", "ValidationException"}, code):
		e.Kind, e.Hint = rollout.Invalid, ""
	}
	return e
}
