package commits

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/google/go-github/v62/github"
	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// mostPages is how many pages of a list are read, of a hundred entries each.
const (
	mostPages = 5
	perPage   = 100
)

// Standing looks up what demands ask of a commit, and nothing else: first what
// GitHub's own rules add to them, if they count, then all of it at the same time.
func (c *Commits) Standing(ctx context.Context, service, sha string, d rollout.Demands) (rollout.Standing, error) {
	r, err := c.of(service)
	if err != nil || !d.Any() {
		return rollout.Standing{}, err
	}
	if !isWhole(sha) {
		return rollout.Standing{}, &rollout.Error{Kind: rollout.Invalid, Message: "A commit's standing is asked for by its full SHA."}
	}
	if d.Protected {
		if d, err = r.demanded(ctx, d, c.branch(service)); err != nil {
			return rollout.Standing{}, err
		}
	}
	s := rollout.Standing{Reviews: d.Reviews}
	all, ctx := errgroup.WithContext(ctx)
	look := func(needed bool, at func(context.Context, string, rollout.Demands, *rollout.Standing) error) {
		if needed {
			all.Go(func() error { return at(ctx, sha, d, &s) }) // each sets fields of its own
		}
	}
	look(len(d.Checks) > 0, r.checks)
	look(d.Reviews > 0, r.reviews)
	look(len(d.Branches) > 0, r.onBranch)
	look(d.Signed, r.signature)
	if err := all.Wait(); err != nil {
		return rollout.Standing{}, err
	}
	return s, nil
}

// onBranch looks whether the commit is on one of the branches: whether it adds nothing
// to what the branch is at. The branch is asked for as such, since in a comparison a
// tag of its name, which more people may push, could be taken for it.
func (r repository) onBranch(ctx context.Context, sha string, d rollout.Demands, s *rollout.Standing) error {
	var missing error
	known := false
	for _, name := range d.Branches {
		if !isName(name) {
			return wrongBranch(name)
		}
		at, err := get[*github.Branch](ctx, r, "read branch "+name, nil, "branches", name)
		if hub.Status(err) == http.StatusNotFound {
			missing = err
			continue
		}
		if err != nil {
			return err
		}
		got, err := get[*github.CommitsComparison](ctx, r, "compare branch "+name+" with a commit", url.Values{"per_page": {"1"}}, "compare", at.GetCommit().GetSHA()+"..."+sha)
		if err != nil {
			return err
		}
		if got.GetStatus() == "identical" || got.GetStatus() == "behind" {
			s.OnBranch = true
			return nil
		}
		known = true
	}
	if !known {
		return missing
	}
	return nil
}

// signature reads what GitHub thinks of the commit's signature.
func (r repository) signature(ctx context.Context, sha string, _ rollout.Demands, s *rollout.Standing) error {
	got, err := r.commit(ctx, sha)
	if err != nil {
		return err
	}
	verification := got.GetCommit().GetVerification()
	s.Signed = got.GetSHA() == sha && verification.GetVerified()
	if !s.Signed {
		s.Unsigned = cut(verification.GetReason(), mostName)
	}
	return nil
}

func wrongBranch(branch string) error {
	return refuse("unknown_ref", branch, " is no name of a branch.", "Put it right in `slipway.yaml`.")
}

// pages reads all pages of a list. One that is longer than we read is an error: what
// is not seen may be what matters.
func pages[T any](h *hub.Hub, activity string, page func(github.ListOptions) ([]T, *github.Response, error)) ([]T, error) {
	var all []T
	for o := (github.ListOptions{Page: 1, PerPage: perPage}); o.Page <= mostPages; {
		more, answer, err := page(o)
		if err != nil {
			return nil, h.Explain(activity, err)
		}
		all = append(all, more...)
		if answer.NextPage == 0 {
			return all, nil
		}
		o.Page = answer.NextPage
	}
	return nil, &rollout.Error{Kind: rollout.Invalid, Message: fmt.Sprintf("GitHub did not %s: there are more than %d.", activity, mostPages*perPage)}
}
