package account

import (
	"context"
	"slices"

	"github.com/aws/smithy-go/middleware"

	"github.com/slipway-dev/slipway/aws/failure"
)

// explain makes an error of taking the role on one that the commands understand.
func (r Role) explain(err error) error {
	const hint = "Try again in a minute."
	call := failure.Call{Message: r.Environment + ": AWS did not make us " + r.ARN + ".", Hint: hint, Busy: "AWS was asked too much at once."}
	if code := failure.Code(err); code == "AccessDenied" || code == "AccessDeniedException" {
		call.Message = r.Environment + ": AWS does not let us be " + r.ARN + "."
		call.Hint = "Its trust policy has to name Slipway's " + r.Function + " and the `externalId` of `slipway.yaml`, and that role of ours needs `sts:AssumeRole` and " +
			"`sts:TagSession` on it: modules `account` and `bot` do both (docs/accounts.md)."
	}
	return final{call.Of(err)}
}

// final is an error of a call for which the role was needed. The SDK has tried to take
// the role on as often as it tries anything, and must not begin anew for that call.
type final struct{ error }

// Unwrap gives the *rollout.Error.
func (f final) Unwrap() error { return f.error }

// RetryableError is what the SDK asks of an error.
func (final) RetryableError() bool { return false }

// forget drops credentials that AWS calls expired, as when a clock is off or somebody
// has revoked the sessions: the SDK's next attempt takes the role on anew.
func (s *Session) forget(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("SlipwayForget",
		func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
			out, meta, err := next.HandleDeserialize(ctx, in)
			if slices.Contains([]string{"ExpiredToken", "ExpiredTokenException", "RequestExpired"}, failure.Code(err)) {
				s.cache.Invalidate()
			}
			return out, meta, err
		}), middleware.Before)
}
