package versions

import (
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// The codes that Lambda answers with, as far as they make a difference here.
const (
	notFound        = "ResourceNotFoundException"
	conflict        = "ResourceConflictException"
	noneProvisioned = "ProvisionedConcurrencyConfigNotFoundException"
)

func is(err error, code string) bool { return failure.Code(err) == code }

// domain makes the SDK's error one that the commands understand.
func domain(activity string, err error) error {
	return failure.Call{
		Message: "Lambda did not " + activity + ".", Hint: "It is tried again by itself.",
		Denied: "Allow `lambda:" + failure.Operation(err) + "` to Slipway's ticker.",
		Cases:  []failure.Case{{Codes: []string{notFound}, Kind: rollout.NotFound, Hint: "Look whether the function still exists."}},
	}.Of(err)
}
