// Package versions publishes versions of Lambda functions, and lists and deletes them.
//
// $LATEST is shared with everybody who may touch the function, so it is a place to
// pass through and never a source of truth: code is put there over the RevisionId
// that was read, and published only if it is still that code at that revision.
// A published version never changes; its description says what it was made of.
//
// It needs lambda:GetFunction, ListVersionsByFunction, UpdateFunctionCode,
// PublishVersion and DeleteFunction; with provisioned concurrency also ListAliases and
// Get, List, Put and DeleteProvisionedConcurrencyConfig(s).
package versions

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/rollout"
)

// Code is where the code of a release is: an image by its digest, or an archive in S3.
type Code struct {
	Image       string // "<registry>/<repository>@sha256:…"; empty for an archive
	Bucket, Key string // empty for an image
}

// Options say what belongs to a target. Function and Code are required.
type Options struct {
	// Function names the function of a target.
	Function func(rollout.Target) string
	// Code finds the code of a release.
	Code func(rollout.Target, rollout.Release) Code
	// Provisioned is how many instances of each version are kept warm before it
	// gets calls; 0, and a nil function, for none.
	Provisioned func(rollout.Target) int32
	// Wait is the longest that Publish takes; 0: 20 seconds.
	Wait time.Duration
}

const defaultWait = 20 * time.Second

// Versions meets commands.Versions.
type Versions struct {
	client *lambda.Client
	o      Options
}

// New publishes versions with a client.
func New(c *lambda.Client, o Options) *Versions {
	if o.Wait <= 0 {
		o.Wait = defaultWait
	}
	if o.Provisioned == nil {
		o.Provisioned = func(rollout.Target) int32 { return 0 }
	}
	return &Versions{client: c, o: o}
}

// Delete deletes a version; one that is gone already is no error. One that an
// alias routes to stays, which is an Error of kind Stale. Only a number is taken:
// without a version AWS would delete the function.
func (v *Versions) Delete(ctx context.Context, t rollout.Target, version rollout.Version) error {
	if !numbered(string(version)) {
		return &rollout.Error{Kind: rollout.Invalid, Message: "Only a numbered version can be deleted."}
	}
	name := v.o.Function(t)
	err := v.delete(ctx, name, string(version))
	if is(err, conflict) && v.o.Provisioned(t) > 0 {
		err = v.deleteWarm(ctx, name, string(version), err)
	}
	switch {
	case err == nil || is(err, notFound):
		return nil
	case is(err, conflict):
		return &rollout.Error{Kind: rollout.Stale, Message: version.String() + " is in use by an alias, so it stays.", Err: err}
	default:
		return domain("delete "+version.String(), err)
	}
}

func (v *Versions) delete(ctx context.Context, name, version string) error {
	_, err := v.client.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: &name, Qualifier: &version})
	return err
}

// deleteWarm deletes a version that could not be deleted, once more without its
// provisioned concurrency. AWS does not say whether it minds that. One that an alias
// routes to keeps what it has.
func (v *Versions) deleteWarm(ctx context.Context, name, version string, refused error) error {
	used, err := v.routed(ctx, name)
	if err != nil {
		return err
	}
	if used[version] {
		return refused
	}
	if err := v.cool(ctx, name, version); err != nil {
		return err
	}
	return v.delete(ctx, name, version)
}

// numbered says that a qualifier is a version's number, and no alias or $LATEST.
func numbered(qualifier string) bool {
	return qualifier != "" && strings.Trim(qualifier, "0123456789") == ""
}
