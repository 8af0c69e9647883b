package commits

import (
	"context"
	"net/http"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// branch is what a branch's own protection says. How many reviews that asks for is
// told to administrators only; Slipway is none, and does not know.
type branch struct {
	Protection struct {
		Checks struct {
			Contexts []string `json:"contexts"`
			Checks   []struct {
				Context string `json:"context"`
			} `json:"checks"`
		} `json:"required_status_checks"`
	} `json:"protection"`
}

// rule is one of the rules that apply to a branch. The client's own type fails on
// every rule that is younger than it.
type rule struct {
	Type       string `json:"type"`
	Parameters struct {
		Reviews int `json:"required_approving_review_count"`
		Checks  []struct {
			Context string `json:"context"`
		} `json:"required_status_checks"`
	} `json:"parameters"`
}

// demanded adds what GitHub asks of changes to the branches: those that are demanded,
// or else the main one.
func (r repository) demanded(ctx context.Context, d rollout.Demands, main string) (rollout.Demands, error) {
	names := d.Branches
	if len(names) == 0 {
		names = []string{main}
	}
	found := make([]rollout.Demands, len(names))
	all, ctx := errgroup.WithContext(ctx)
	for i, name := range names {
		if name == "" || !isName(name) {
			return d, wrongBranch(name)
		}
		all.Go(func() error {
			return r.ruled(ctx, name, &found[i])
		})
	}
	if err := all.Wait(); err != nil {
		return d, err
	}
	d.Checks = slices.Clone(d.Checks)
	for _, more := range found {
		d.Checks = append(d.Checks, more.Checks...)
		d.Reviews = max(d.Reviews, more.Reviews)
	}
	return d, nil
}

// ruled reads what GitHub asks of changes to one branch, in two calls at once.
func (r repository) ruled(ctx context.Context, name string, d *rollout.Demands) error {
	var own branch
	var rules []rule
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		own, err = get[branch](ctx, r, "read branch "+name, nil, "branches", name)
		return err
	})
	both.Go(func() (err error) {
		rules, err = get[[]rule](ctx, r, "read the rules for branch "+name, nil, "rules", "branches", name)
		if hub.Status(err) == http.StatusNotFound { // an Enterprise Server that has none yet; the branch's call tells the rest
			return nil
		}
		return err
	})
	if err := both.Wait(); err != nil {
		return err
	}
	d.Checks = slices.Clone(own.Protection.Checks.Contexts)
	for _, check := range own.Protection.Checks.Checks {
		d.Checks = append(d.Checks, check.Context)
	}
	for _, one := range rules {
		d.Reviews = max(d.Reviews, one.Parameters.Reviews)
		for _, check := range one.Parameters.Checks {
			d.Checks = append(d.Checks, check.Context)
		}
	}
	return nil
}
