package traffic

import (
	"errors"
	"fmt"

	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// domain makes the SDK's error one that the commands understand.
func domain(activity string, err error) error {
	out := &rollout.Error{
		Kind: rollout.Broken, Message: "Lambda did not " + activity + ".", Hint: "It is tried again by itself.", Err: err,
	}
	var known *rollout.Error // of the limiter
	var refused smithy.APIError
	switch {
	case errors.As(err, &known):
		out.Kind, out.Message, out.Hint = known.Kind, known.Message, known.Hint
	case errors.As(err, &refused):
		classify(out, refused)
	}
	return out
}

func classify(out *rollout.Error, refused smithy.APIError) {
	switch refused.ErrorCode() {
	case "PreconditionFailedException":
		out.Kind = rollout.Stale
	case "ResourceConflictException", "TooManyRequestsException": // busy: looking again at once would not help
		out.Kind = rollout.Throttled
	case "ResourceNotFoundException":
		out.Kind, out.Hint = rollout.NotFound, "Look whether the function, the alias and the version still exist."
	case "InvalidParameterValueException", "ValidationException":
		out.Kind, out.Hint = rollout.Invalid, ""
	case "AccessDeniedException":
		var call *smithy.OperationError
		if errors.As(out.Err, &call) {
			out.Hint = fmt.Sprintf("Allow `lambda:%s` to Slipway's ticker.", call.Operation())
		}
	}
}

// stale says that the alias is no longer the one that was read.
func stale(err error) error {
	return &rollout.Error{
		Kind: rollout.Stale, Message: "Somebody else changed the alias meanwhile.", Hint: "It is looked at again by itself.", Err: err,
	}
}
