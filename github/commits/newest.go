package commits

import (
	"context"
	"net/url"
	"strconv"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// mostNewest is how many commits GitHub tells of in a page.
const mostNewest = 100

// Newest are the newest commits of a service's main branch, the newest first: at most n
// of them, and at most 100, in one call
// (docs.github.com/rest/commits/commits#list-commits). They are in GitHub's order, which
// is that of the branch's history, not of the clocks of those who have committed.
func (c *Commits) Newest(ctx context.Context, service string, n int) ([]rollout.Commit, error) {
	r, err := c.of(service)
	if err != nil || n < 1 {
		return nil, err
	}
	query := url.Values{"per_page": {strconv.Itoa(min(n, mostNewest))}}
	if branch := c.branch(service); branch != "" {
		query.Set("sha", branch)
	}
	found, err := get[[]*github.RepositoryCommit](ctx, r, "list the newest commits", query, "commits")
	if rollout.IsKind(err, rollout.Stale) { // how GitHub says that the repository has no commit yet
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []rollout.Commit
	for _, one := range found[:min(n, len(found))] {
		if !isWhole(one.GetSHA()) {
			return nil, &rollout.Error{Kind: rollout.Broken, Message: "GitHub named a commit of " + r.String() + " by something that is no SHA."}
		}
		out = append(out, told(one))
	}
	return out, nil
}
