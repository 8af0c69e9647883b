// Package failure makes errors of AWS's services errors of ours: what kind they are,
// and what people are told. The services say the same things by different codes;
// what they have in common is here, and what is special is the adapters' to say.
package failure

import (
	"errors"
	"net/http"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// Call is what is said of a call that failed.
type Call struct {
	Message string // what was not done
	Hint    string // may be empty
	Busy    string // the message when it was too much at once; empty: Message
	Denied  string // the hint when the operation is not allowed; empty: Hint
	Cases   []Case // looked at before what all services have in common; the first that fits
}

// Case is what some codes mean.
type Case struct {
	Codes   []string
	Fits    bool         // whatever the code is
	Kind    rollout.Kind // empty: Broken
	Message string       // empty: the call's
	Hint    string       // empty: the call's, or none with kind Invalid: to try that again is no use
}

// Of makes an error of a call a *rollout.Error that wraps it; nil stays nil. One
// that is ours already, as a limiter's, keeps its kind and its words. What is not
// known is of kind Broken.
func (c Call) Of(err error) error {
	if err == nil {
		return nil
	}
	e := &rollout.Error{Kind: rollout.Broken, Message: c.Message, Hint: c.Hint, Err: err}
	var ours *rollout.Error
	if errors.As(err, &ours) {
		e.Kind, e.Message, e.Hint = ours.Kind, ours.Message, ours.Hint
		return e
	}
	if found, ok := c.find(err); ok {
		found.tell(e)
	}
	return e
}

func (c Call) find(err error) (Case, bool) {
	code := Code(err)
	for _, one := range c.Cases {
		if one.Fits || slices.Contains(one.Codes, code) {
			return one, true
		}
	}
	switch {
	case busy(err):
		return Case{Kind: rollout.Throttled, Message: c.Busy}, true
	case code == "PreconditionFailedException":
		return Case{Kind: rollout.Stale}, true
	case code == "AccessDenied" || code == "AccessDeniedException":
		return Case{Hint: c.Denied}, true
	case slices.Contains([]string{
		"InvalidParameterCombination", "InvalidParameterCombinationException", "InvalidParameterException",
		"InvalidParameterValue", "InvalidParameterValueException", "ValidationError", "ValidationException",
	}, code):
		return Case{Kind: rollout.Invalid}, true
	}
	return Case{}, false
}

func (c Case) tell(e *rollout.Error) {
	if c.Kind != "" {
		e.Kind = c.Kind
	}
	if c.Message != "" {
		e.Message = c.Message
	}
	if c.Hint != "" || c.Kind == rollout.Invalid {
		e.Hint = c.Hint
	}
}

// Code is what a service calls its error; empty when it gave no answer.
func Code(err error) string {
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		return ""
	}
	return refused.ErrorCode()
}

// Status is the HTTP status of a service's answer; 0 when it gave none.
func Status(err error) int {
	var answered interface{ HTTPStatusCode() int }
	if !errors.As(err, &answered) {
		return 0
	}
	return answered.HTTPStatusCode()
}

// busy says that to ask again at once would not help. Lambda has conflicts while
// it is at work on what is to be changed.
func busy(err error) bool {
	code := Code(err)
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	return throttled || code == "ResourceConflictException" || Status(err) == http.StatusTooManyRequests
}

// Operation is what the service was asked to do, which most permissions are named
// after; empty when no service was asked.
func Operation(err error) string {
	var call *smithy.OperationError
	if !errors.As(err, &call) {
		return ""
	}
	return call.Operation()
}
