package versions

import (
	"errors"
	"fmt"

	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// The codes that Lambda answers with, as far as they make a difference here.
const (
	notFound        = "ResourceNotFoundException"
	conflict        = "ResourceConflictException"
	noneProvisioned = "ProvisionedConcurrencyConfigNotFoundException"
)

func is(err error, code string) bool {
	var refused smithy.APIError
	return errors.As(err, &refused) && refused.ErrorCode() == code
}

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
	case conflict, "TooManyRequestsException": // busy: looking again at once would not help
		out.Kind = rollout.Throttled
	case notFound:
		out.Kind, out.Hint = rollout.NotFound, "Look whether the function still exists."
	case "InvalidParameterValueException", "ValidationException":
		out.Kind, out.Hint = rollout.Invalid, ""
	case "AccessDeniedException":
		var call *smithy.OperationError
		if errors.As(out.Err, &call) {
			out.Hint = fmt.Sprintf("Allow `lambda:%s` to Slipway's ticker.", call.Operation())
		}
	}
}
