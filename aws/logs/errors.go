package logs

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of CloudWatch Logs one of ours. The activity completes
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
		e.Kind, e.Message = rollout.Throttled, "The logs were asked too much at once."
	case slices.Contains([]string{"AccessDenied", "AccessDeniedException"}, code):
		var call *smithy.OperationError
		if errors.As(err, &call) {
			e.Hint = fmt.Sprintf("Allow `logs:%s` to Slipway's role.", call.Operation())
		}
	case slices.Contains([]string{"InvalidParameterException", "MalformedQueryException", "ValidationException"}, code):
		e.Kind, e.Hint = rollout.Invalid, ""
	case code == "ResourceNotFoundException":
		e.Kind, e.Message, e.Hint = rollout.NotFound, "There are no logs of that function.", "It has written none yet, or they are somewhere else."
	}
	return e
}
