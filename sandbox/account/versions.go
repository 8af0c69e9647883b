package account

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// List gives the published versions, newest first.
func (a *Account) List(_ context.Context, t rollout.Target) ([]rollout.Published, error) {
	all, err := a.Cloud.ListVersionsByFunction(a.Function(t))
	if err != nil {
		return nil, domain("list the versions", err)
	}
	out := make([]rollout.Published, 0, len(all))
	for _, c := range slices.Backward(all) {
		if c.Version == "$LATEST" {
			continue
		}
		out = append(out, rollout.Published{
			Version: rollout.Version(c.Version),
			Release: rollout.Release{SHA: shaOf(c.Description), Digest: c.Digest()},
			Created: c.LastModified,
			Ready:   c.State == cloud.StateActive,
			Role:    c.Role, DeadLetter: c.DeadLetterTarget, Architecture: cloud.Architecture,
		})
	}
	return out, nil
}

// Publish sees to it that a version of the release's digest exists: $LATEST gets
// the code first, and is published once the update is through. It is called again
// until List shows the version ready: then, and while it is pending, there is
// nothing to do.
func (a *Account) Publish(ctx context.Context, t rollout.Target, r rollout.Release, id rollout.ID) error {
	all, err := a.List(ctx, t)
	if err != nil || slices.ContainsFunc(all, func(p rollout.Published) bool { return p.Release.Digest == r.Digest }) {
		return err
	}
	name := a.Function(t)
	latest, err := a.Cloud.GetFunction(name, "")
	switch {
	case err != nil:
		return domain("read the function", err)
	case latest.LastUpdateStatus == cloud.UpdateInProgress:
		return nil // the next turn looks again
	case latest.Digest() != r.Digest:
		_, err = a.Cloud.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{
			FunctionName: name, ImageURI: Repository(t.Service) + "@" + r.Digest, RevisionID: latest.RevisionID,
		})
		return wrap("update the code", err)
	default:
		_, err = a.Cloud.PublishVersion(cloud.PublishVersionInput{
			FunctionName: name, CodeSha256: latest.CodeSha256, RevisionID: latest.RevisionID, Description: describe(r, id),
		})
		return wrap("publish a version", err)
	}
}

// Delete removes a version. One that has gone is no error; one that an alias
// routes to is a Stale one, since whoever asked has not seen that.
func (a *Account) Delete(_ context.Context, t rollout.Target, v rollout.Version) error {
	if v == "" || v == "$LATEST" { // without a version it would be the function that goes
		return &rollout.Error{Kind: rollout.Invalid, Message: "There is no version to delete."}
	}
	err := wrap("delete the version", a.Cloud.DeleteFunction(a.Function(t), string(v)))
	var refused *cloud.Error
	switch {
	case rollout.IsKind(err, rollout.NotFound):
		return nil
	case errors.As(err, &refused) && refused.Code == cloud.CodeConflict:
		return &rollout.Error{Kind: rollout.Stale, Message: fmt.Sprintf("Version %s is in use.", v), Hint: "It stays.", Err: err}
	default:
		return err
	}
}

func wrap(activity string, err error) error {
	if err == nil {
		return nil
	}
	return domain(activity, err)
}
