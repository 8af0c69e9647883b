package images

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/rollout"
)

// domain makes an error of ECR or S3 one of ours. The activity completes "AWS did not …".
func domain(activity string, err error) error {
	e := &rollout.Error{Kind: rollout.Broken, Message: "AWS did not " + activity + ".", Hint: "It is tried again by itself.", Err: err}
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		return e
	}
	code := refused.ErrorCode()
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	switch {
	case throttled:
		e.Kind = rollout.Throttled
	case slices.Contains([]string{"AccessDenied", "AccessDeniedException", "Forbidden"}, code):
		e.Hint = allow(err)
	case slices.Contains([]string{"RepositoryNotFoundException", "NoSuchBucket"}, code):
		e.Kind, e.Hint = rollout.NotFound, "Look whether `slipway.yaml` says the right place."
	case slices.Contains([]string{"InvalidParameterException", "ValidationException", "InvalidBucketName"}, code):
		e.Kind, e.Hint = rollout.Invalid, ""
	}
	return e
}

// allow says what to permit. S3's permissions are not named after its calls, and
// it refuses to say that something is not there to whoever may not list.
func allow(err error) string {
	var call *smithy.OperationError
	switch {
	case !errors.As(err, &call):
		return ""
	case call.Service() == "S3":
		return "Allow `s3:GetObject` and `s3:ListBucket` to Slipway's role."
	default:
		return fmt.Sprintf("Allow `%s:%s` to Slipway's role.", strings.ToLower(call.Service()), call.Operation())
	}
}
