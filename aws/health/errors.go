package health

import (
	"errors"

	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

const notFound = "ResourceNotFoundException"

func is(err error, code string) bool {
	var refused smithy.APIError
	return errors.As(err, &refused) && refused.ErrorCode() == code
}

// domain makes the SDK's error one that the commands understand.
func domain(err error) error {
	out := &rollout.Error{
		Kind: rollout.Broken, Message: "Lambda did not call the version.", Hint: "It is tried again by itself.", Err: err,
	}
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		return out
	}
	switch refused.ErrorCode() {
	case "TooManyRequestsException", "ResourceConflictException", "ResourceNotReadyException": // busy, or not ready yet
		out.Kind = rollout.Throttled
	case "InvalidRequestContentException", "RequestTooLargeException":
		out.Kind, out.Hint = rollout.Invalid, "Look at the health payload in `slipway.yaml`."
	case "AccessDeniedException":
		out.Hint = "Allow `lambda:InvokeFunction` to Slipway's ticker."
	}
	return out
}
