package failure_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// refusal is what the SDK makes of a service that says no.
func refusal(status int, code string) error {
	return &smithy.OperationError{ServiceID: "Lambda", OperationName: "UpdateAlias", Err: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}},
		Err:      &smithy.GenericAPIError{Code: code, Message: "hush"},
	}}
}

func failed() failure.Call {
	return failure.Call{
		Message: "The alias was not moved.", Hint: "Try again.", Busy: "It was too much at once.", Denied: "Allow it.",
		Cases: []failure.Case{
			{Codes: []string{"NotFound", "NotThere"}, Kind: rollout.NotFound, Message: "It is not there.", Hint: "Look for it."},
			{Codes: []string{"Full"}, Kind: rollout.Throttled},
			{Codes: []string{"Odd"}, Hint: "Look at it."},
			{Codes: []string{"TooLong"}, Kind: rollout.Invalid, Hint: "Shorten it."},
		},
	}
}

func told(kind rollout.Kind, message, hint string) *rollout.Error {
	return &rollout.Error{Kind: kind, Message: message, Hint: hint}
}

func TestAnErrorIsSortedByItsCodeOrItsStatus(t *testing.T) {
	const message, hint = "The alias was not moved.", "Try again."
	for _, c := range []struct {
		err  error
		want *rollout.Error
	}{
		{refusal(404, "NotThere"), told(rollout.NotFound, "It is not there.", "Look for it.")},
		{refusal(400, "Full"), told(rollout.Throttled, message, hint)},
		{refusal(400, "Odd"), told(rollout.Broken, message, "Look at it.")},
		{refusal(400, "TooLong"), told(rollout.Invalid, message, "Shorten it.")},
		{refusal(400, "ThrottlingException"), told(rollout.Throttled, "It was too much at once.", hint)},
		{refusal(409, "ResourceConflictException"), told(rollout.Throttled, "It was too much at once.", hint)},
		{refusal(429, "Whatever"), told(rollout.Throttled, "It was too much at once.", hint)},
		{refusal(412, "PreconditionFailedException"), told(rollout.Stale, message, hint)},
		{refusal(403, "AccessDenied"), told(rollout.Broken, message, "Allow it.")},
		{refusal(403, "AccessDeniedException"), told(rollout.Broken, message, "Allow it.")},
		{refusal(400, "ValidationException"), told(rollout.Invalid, message, "")},
		{refusal(400, "InvalidParameterValueException"), told(rollout.Invalid, message, "")},
		{refusal(500, "SomethingNew"), told(rollout.Broken, message, hint)},
		{errors.New("connection reset"), told(rollout.Broken, message, hint)},
		{fmt.Errorf("wait: %w", told(rollout.Throttled, "Slipway waits.", "")), told(rollout.Throttled, "Slipway waits.", "")},
	} {
		got := failed().Of(c.err)
		if diff := cmp.Diff(error(c.want), got, cmpopts.IgnoreFields(rollout.Error{}, "Err")); diff != "" {
			t.Errorf("%v: %s", c.err, diff)
		}
		if !errors.Is(got, c.err) {
			t.Errorf("%v: the cause is lost", c.err)
		}
	}
}

func TestWhatIsSpecialGoesFirst(t *testing.T) {
	c := failure.Call{Cases: []failure.Case{{Codes: []string{"ValidationException"}, Kind: rollout.NotFound}, {Codes: []string{"ValidationException"}}}}
	if err := c.Of(refusal(429, "ValidationException")); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("got %v", err)
	}
	c.Cases[0] = failure.Case{Fits: true, Kind: rollout.Stale}
	if err := c.Of(errors.New("no answer")); !rollout.IsKind(err, rollout.Stale) {
		t.Errorf("got %v", err)
	}
}

func TestNoErrorIsNone(t *testing.T) {
	if err := failed().Of(nil); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestWhatWasAskedAndAnsweredIsFound(t *testing.T) {
	for err, want := range map[error]string{
		refusal(403, "AccessDenied"): "UpdateAlias AccessDenied 403",
		errors.New("no answer"):      "  0",
	} {
		if got := fmt.Sprint(failure.Operation(err), " ", failure.Code(err), " ", failure.Status(err)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// faults.md I1: the services' own words are for the log
func TestNobodyReadsWhatAServiceSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		code := rapid.OneOf(rapid.StringMatching(`[A-Z][A-Za-z.]{5,30}`), rapid.SampledFrom([]string{"Odd", "Full", "AccessDenied"})).Draw(r, "code")
		var e *rollout.Error
		if err := failed().Of(refusal(rapid.IntRange(400, 599).Draw(r, "status"), code)); !errors.As(err, &e) || e.Message == "" ||
			strings.Contains(e.Message+e.Hint, "hush") || strings.Contains(e.Message+e.Hint, code) {
			r.Fatalf("got %+v", err)
		}
	})
}
