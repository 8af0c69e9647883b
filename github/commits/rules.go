package commits

import (
	"context"
	"net/http"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/github/hub"
)

// branch is what a branch's own protection says. How many reviews that asks for is
// told to administrators only; Slipway is none, and does not know.
type branch struct {
	Protection struct {
		Checks struct {
			Contexts []string `json:"contexts"` // names alone, as older servers tell them
			Checks   []struct {
				Context string `json:"context"`
				App     int64  `json:"app_id"`
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
			App     int64  `json:"integration_id"`
		} `json:"required_status_checks"`
	} `json:"parameters"`
}

// demanded adds what GitHub asks of changes to the branches: those that are demanded,
// or else the main one.
func (r repository) demanded(ctx context.Context, d demands, main string) (demands, error) {
	names := d.branches
	if len(names) == 0 {
		names = []string{main}
	}
	found := make([]demands, len(names))
	all, ctx := errgroup.WithContext(ctx)
	for i, name := range names {
		if name == "" || !isName(name) {
			return d, wrongBranch(name)
		}
		all.Go(func() (err error) {
			found[i], err = r.ruled(ctx, name)
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return d, err
	}
	for _, more := range found {
		d.checks = append(d.checks, more.checks...)
		d.reviews = max(d.reviews, more.reviews)
	}
	return d, nil
}

// ruled reads what GitHub asks of changes to one branch, in two calls at once.
func (r repository) ruled(ctx context.Context, name string) (d demands, err error) {
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
		return d, err
	}
	d.checks = own.checks()
	for _, one := range rules {
		d.reviews = max(d.reviews, one.Parameters.Reviews)
		for _, check := range one.Parameters.Checks {
			d.checks = append(d.checks, required{check.Context, check.App})
		}
	}
	return d, nil
}

// checks are those that a branch's protection asks for. Who has to run them is told
// beside their names, which older servers tell alone.
func (b branch) checks() (out []required) {
	for _, check := range b.Protection.Checks.Checks {
		out = append(out, required{check.Context, check.App})
	}
	for _, name := range b.Protection.Checks.Contexts {
		if !slices.ContainsFunc(out, func(q required) bool { return q.name == name }) {
			out = append(out, required{name: name})
		}
	}
	return out
}
