package store

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// Why one action of a transaction was cancelled.
const (
	conditionFailed = "ConditionalCheckFailed"
	clashed         = "TransactionConflict"
	throttled       = "ThrottlingError"
	overCapacity    = "ProvisionedThroughputExceeded"
	invalid         = "ValidationError"
	tooManyForKey   = "ItemCollectionSizeLimitExceeded"
)

// errUnread says that DynamoDB kept some of what was to be read for later.
var errUnread = errors.New("some items were not read")

// failed is an error for people, sorted by what can be done about it. A context
// that ended is still found in it.
func failed(activity string, err error) error {
	out := &rollout.Error{
		Kind:    rollout.Broken,
		Message: "The database did not do what it was asked.",
		Hint:    "Try again in a moment.",
		Err:     fmt.Errorf("%s: %w", activity, err),
	}
	switch code := codeOf(err); {
	case busy(err):
		out.Kind, out.Message = rollout.Throttled, "The database has too much to do at the moment."
	case code == "ValidationException", cancelledFor(err, invalid, tooManyForKey):
		return unfit(activity, err)
	case code == "AccessDeniedException":
		out.Message = "The database does not let me in."
		out.Hint = "The role that I run as needs the permission " + permission(err) + " on the table."
	case code == "ResourceNotFoundException":
		out.Message, out.Hint = "The database's table is not there.", "Compare the table's name in my configuration with what was set up."
	}
	return out
}

// unfit refuses what can never be stored, however often it is tried.
func unfit(activity string, err error) error {
	return &rollout.Error{
		Kind:    rollout.Invalid,
		Message: "This does not fit into the database: it is too large, or a name in it is not allowed.",
		Hint:    "Shorten it and try again.",
		Err:     fmt.Errorf("%s: %w", activity, err),
	}
}

// again says whether the same request may succeed a moment later; nothing was
// written. Where DynamoDB refuses a call as a whole, the client has tried again.
func again(err error) bool {
	return cancelledFor(err, clashed, throttled, overCapacity) || errors.Is(err, errUnread)
}

func busy(err error) bool {
	throttles := retry.ThrottleErrorCode{Codes: retry.DefaultThrottleErrorCodes}
	return again(err) || throttles.IsErrorThrottle(err) == aws.TrueTernary
}

// cancelledFor says whether a transaction was cancelled for one of those reasons.
func cancelledFor(err error, codes ...string) bool {
	for _, r := range reasonsOf(err) {
		if slices.Contains(codes, aws.ToString(r.Code)) {
			return true
		}
	}
	return false
}

func codeOf(err error) string {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return ""
	}
	return api.ErrorCode()
}

// permission names what the failed call needs. A transaction has none of its own.
func permission(err error) string {
	var op *smithy.OperationError
	if !errors.As(err, &op) || op.OperationName == "TransactWriteItems" {
		return "dynamodb:PutItem and dynamodb:DeleteItem"
	}
	return "dynamodb:" + op.OperationName
}
