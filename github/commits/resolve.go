package commits

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/go-github/v62/github"
	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// latest is the ref that means the head of the main branch.
const latest = "latest"

// Resolve finds the one commit that a ref means: 6 to 40 digits of its SHA, a branch
// or a tag, "refs/heads/…" or "refs/tags/…" where both have the name, "#123" for the
// head of a pull request, or "latest". It takes at most two calls. It is a refusal
// when there is no such commit, or more than one.
func (c *Commits) Resolve(ctx context.Context, service, ref string) (rollout.Release, error) {
	r, err := c.of(service)
	if err != nil {
		return rollout.Release{}, err
	}
	found, err := r.find(ctx, ref, c.branch(service))
	if err != nil {
		return rollout.Release{}, err
	}
	return release(found), nil
}

func (r repository) find(ctx context.Context, ref, main string) (*github.RepositoryCommit, error) {
	lower := strings.ToLower(ref)
	number := pull.FindStringSubmatch(ref)
	name, isFull := strings.CutPrefix(ref, full)
	switch {
	case lower == latest && main == "":
		return r.named(ctx, ref, "HEAD") // what git calls the default branch's head; GitHub takes it, though its pages do not say so
	case lower == latest:
		return r.named(ctx, ref, branches+main)
	case number != nil:
		return r.pull(ctx, number[1])
	case someSHA.MatchString(lower):
		return r.digits(ctx, lower)
	case !isName(ref) || isFull && !strings.HasPrefix(name, branches) && !strings.HasPrefix(name, tags):
		return nil, refuse("unknown_ref", ref, " is not a ref.", "Type a commit's SHA, a branch, a tag, `#123` for a pull request, or `latest`.")
	case isFull:
		return r.named(ctx, ref, name)
	}
	return r.either(ctx, ref)
}

// named finds the commit of what GitHub knows by exactly one name.
func (r repository) named(ctx context.Context, ref, name string) (*github.RepositoryCommit, error) {
	found, err := r.commit(ctx, name)
	if absent(err) {
		return nil, unknown(r, ref)
	}
	return found, err
}

// digits finds a commit by how its SHA begins. GitHub also takes them for a branch of
// that name.
func (r repository) digits(ctx context.Context, sha string) (*github.RepositoryCommit, error) {
	found, err := r.commit(ctx, sha)
	switch {
	case absent(err):
		return nil, refuse("unknown_ref", sha, " is no commit of "+r.String()+", or several begin so.", "Type more of its SHA, and look whether it was pushed.")
	case err == nil && !strings.HasPrefix(found.GetSHA(), sha):
		return nil, refuse("ambiguous_ref", sha, " is also what a branch or a tag is called.",
			"Type more of the commit's SHA, or `refs/heads/` or `refs/tags/` and the name.")
	}
	return found, err
}

// either finds the commit that a branch or a tag of a name is at, and makes sure that
// it is not both.
func (r repository) either(ctx context.Context, ref string) (*github.RepositoryCommit, error) {
	var branch, tag *github.RepositoryCommit
	var noBranch, noTag error
	var both errgroup.Group
	both.Go(func() error { branch, noBranch = r.commit(ctx, branches+ref); return nil })
	both.Go(func() error { tag, noTag = r.commit(ctx, tags+ref); return nil })
	if err := both.Wait(); err != nil {
		return nil, err
	}
	switch {
	case noBranch == nil && noTag == nil && branch.GetSHA() != tag.GetSHA():
		return nil, refuse("ambiguous_ref", ref, " is a branch (at "+short(branch)+") and a tag (at "+short(tag)+").",
			"Type `refs/heads/` or `refs/tags/` before the name.")
	case noBranch == nil && (noTag == nil || gone(noTag)):
		return branch, nil
	case noTag == nil && gone(noBranch):
		return tag, nil
	case absent(noBranch) && absent(noTag):
		return nil, unknown(r, ref)
	case absent(noBranch) || noBranch == nil:
		return nil, noTag
	}
	return nil, noBranch
}

// absent says that there is no such commit: GitHub's 422 ("No commit found for SHA:
// x"), and its 409 for a repository without any.
func absent(err error) bool {
	s := hub.Status(err)
	return s == http.StatusUnprocessableEntity || s == http.StatusConflict
}

// gone says that there is no such commit, or nothing at all that we may see.
func gone(err error) bool { return absent(err) || hub.Status(err) == http.StatusNotFound }

func short(c *github.RepositoryCommit) string { return rollout.Release{SHA: c.GetSHA()}.Short() }
