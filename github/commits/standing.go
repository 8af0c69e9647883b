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

// demands are what is asked of a commit, GitHub's own rules included.
type demands struct {
	checks   []required
	reviews  int
	branches []string
	signed   bool
}

// Standing looks up what demands ask of a commit, and nothing else: first what
// GitHub's own rules add to them, if they count, then all of it at the same time.
//
// A check that is demanded by its name alone may come from anybody; when several Apps
// ran one of that name, the worst of them counts. One that GitHub's rules require of an
// App counts only when that App ran it. A commit status says nothing of the App that
// set it, so it counts for names alone.
func (c *Commits) Standing(ctx context.Context, service, sha string, d rollout.Demands) (rollout.Standing, error) {
	r, err := c.of(service)
	if err != nil || !d.Any() {
		return rollout.Standing{}, err
	}
	if !isWhole(sha) {
		return rollout.Standing{}, &rollout.Error{Kind: rollout.Invalid, Message: "A commit's standing is asked for by its full SHA."}
	}
	asked := demands{reviews: d.Reviews, branches: d.Branches, signed: d.Signed}
	for _, name := range d.Checks {
		asked.checks = append(asked.checks, required{name: name})
	}
	if d.Protected {
		if asked, err = r.demanded(ctx, asked, c.branch(service)); err != nil {
			return rollout.Standing{}, err
		}
	}
	return r.standing(ctx, sha, asked)
}

// standing looks up all that is asked, at the same time.
func (r repository) standing(ctx context.Context, sha string, d demands) (rollout.Standing, error) {
	s := rollout.Standing{Reviews: d.reviews}
	all, ctx := errgroup.WithContext(ctx)
	look := func(needed bool, at func(context.Context, string, demands, *rollout.Standing) error) {
		if needed {
			all.Go(func() error { return at(ctx, sha, d, &s) }) // each sets fields of its own
		}
	}
	look(len(d.checks) > 0, r.checks)
	look(d.reviews > 0, r.reviews)
	look(len(d.branches) > 0, r.onBranch)
	look(d.signed, r.signature)
	if err := all.Wait(); err != nil {
		return rollout.Standing{}, err
	}
	return s, nil
}

// onBranch looks whether the commit is on one of the branches: whether it adds nothing
// to what the branch is at. The branch is asked for as such, since in a comparison a
// tag of its name, which more people may push, could be taken for it.
func (r repository) onBranch(ctx context.Context, sha string, d demands, s *rollout.Standing) error {
	var missing error
	known := false
	for _, name := range d.branches {
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
func (r repository) signature(ctx context.Context, sha string, _ demands, s *rollout.Standing) error {
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
