// Package account lets the commands work on the simulated account:
// it meets their ports with the calls that AWS has, and keeps to
// the same care that the real adapters need (revisions, explicit routing maps,
// reading back after a lost answer).
package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Account is the simulated world as the commands see it.
type Account struct {
	Cloud *cloud.Account
	// Function names the Lambda function of a target.
	Function func(rollout.Target) string
	// Checks says what a version of a target has to pass.
	Checks func(rollout.Target) rollout.Checks
}

// Repository is where the images of a service are.
func Repository(service string) string { return "acme/" + service }

// State says whether there is an image of a release.
func (a *Account) State(_ context.Context, t rollout.Target, r rollout.Release) (rollout.Build, error) {
	image, err := a.Cloud.Image(Repository(t.Service), r.SHA)
	var refused *cloud.Error
	switch {
	case err == nil:
		return rollout.Build{State: rollout.BuildReady, Digest: image.Digest}, nil
	case !errors.As(err, &refused) || refused.Code != cloud.CodeImageNotFound:
		return rollout.Build{}, domain("find the image", err)
	default:
		return rollout.Build{State: rollout.BuildAbsent}, nil
	}
}

// describe is what a version's description says of the release it is made of.
func describe(r rollout.Release, id rollout.ID) string {
	return fmt.Sprintf("slipway sha=%s digest=%s rollout=%s", r.SHA, r.Digest, id)
}

// Describe is the description of a version that a rollout published.
func Describe(r rollout.Release, id rollout.ID) string { return describe(r, id) }

// shaOf reads the SHA out of a version's description; empty when it is not ours.
func shaOf(description string) string {
	for _, field := range strings.Fields(description) {
		if sha, ok := strings.CutPrefix(field, "sha="); ok {
			return sha
		}
	}
	return ""
}

// domain makes the account's error one that the commands understand.
func domain(activity string, err error) error {
	var refused *cloud.Error
	if !errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", activity, err)
	}
	kind := rollout.Broken
	switch refused.Code {
	case cloud.CodePreconditionFailed:
		kind = rollout.Stale
	case cloud.CodeConflict, cloud.CodeTooManyRequests: // busy: looking again at once would not help
		kind = rollout.Throttled
	case cloud.CodeNotFound, cloud.CodeImageNotFound, cloud.CodeAlarmNotFound:
		kind = rollout.NotFound
	case cloud.CodeInvalidParameter, cloud.CodeValidation:
		kind = rollout.Invalid
	}
	return &rollout.Error{Kind: kind, Message: "The account refused to " + activity + ".", Hint: "It is tried again by itself.", Err: err}
}
