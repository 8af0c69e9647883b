package store

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/failure"
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
	if failure.Code(err) == "ValidationException" || cancelledFor(err, invalid, tooManyForKey) {
		return unfit(activity, err)
	}
	const busy = "The database has too much to do at the moment."
	return failure.Call{
		Message: "The database did not do what it was asked.", Hint: "Try again in a moment.", Busy: busy,
		Cases: []failure.Case{
			{Fits: again(err), Kind: rollout.Throttled, Message: busy},
			{Codes: []string{"AccessDeniedException"}, Message: "The database does not let me in.",
				Hint: "The role that I run as needs the permission " + permission(err) + " on the table."},
			{Codes: []string{"ResourceNotFoundException"}, Message: "The database's table is not there.",
				Hint: "Compare the table's name in my configuration with what was set up."},
		},
	}.Of(fmt.Errorf("%s: %w", activity, err))
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

// cancelledFor says whether a transaction was cancelled for one of those reasons.
func cancelledFor(err error, codes ...string) bool {
	for _, r := range reasonsOf(err) {
		if slices.Contains(codes, aws.ToString(r.Code)) {
			return true
		}
	}
	return false
}

// permission names what the failed call needs. A transaction has none of its own.
func permission(err error) string {
	operation := failure.Operation(err)
	if operation == "TransactWriteItems" {
		return "dynamodb:PutItem and dynamodb:DeleteItem"
	}
	return "dynamodb:" + operation
}
