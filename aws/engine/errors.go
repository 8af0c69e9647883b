package engine

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of the core's kinds out of one of the SDK's; what is what
// could not be done.
func domain(err error, what string) error {
	out := &rollout.Error{
		Kind: rollout.Broken, Message: "The rollout's engine could not be " + what + ".", Hint: "Try again in a moment.", Err: err,
	}
	var (
		full *types.ExecutionLimitExceeded
		none *types.StateMachineDoesNotExist
		api  smithy.APIError
	)
	switch {
	case errors.As(err, &full), throttled(err):
		out.Kind = rollout.Throttled
	case errors.As(err, &none):
		out.Kind, out.Hint = rollout.NotFound, "Compare the state machine's name in my configuration with what was set up."
	case !errors.As(err, &api):
	case api.ErrorCode() == "AccessDeniedException":
		out.Hint = "The role that I run as needs the permission " + permission(err) + " on the state machine and its executions."
	case invalid(api.ErrorCode()):
		out.Kind, out.Hint = rollout.Invalid, ""
	}
	return out
}

// permission is what a call needs.
func permission(err error) string {
	var call *smithy.OperationError
	if !errors.As(err, &call) {
		return "to do it"
	}
	return "states:" + call.Operation()
}

func throttled(err error) bool {
	return retry.IsErrorThrottles(retry.DefaultThrottles).IsErrorThrottle(err) == aws.TrueTernary
}

func invalid(code string) bool {
	switch code {
	case "InvalidArn", "InvalidName", "InvalidExecutionInput", "InvalidOutput", "ValidationException":
		return true
	}
	return false
}
