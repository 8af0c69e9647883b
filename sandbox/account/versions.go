package account

import (
	"context"
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
		})
	}
	return out, nil
}

// Publish sees to it that a version of the release's digest exists: $LATEST gets
// the code first, and is published once the update is through. It is called again
// until List shows the version.
func (a *Account) Publish(_ context.Context, t rollout.Target, r rollout.Release, id rollout.ID) error {
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

func wrap(activity string, err error) error {
	if err == nil {
		return nil
	}
	return domain(activity, err)
}
