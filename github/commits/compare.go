package commits

import (
	"context"
	"slices"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// mostFiles is how many files GitHub tells of in a comparison.
const mostFiles = 300

// Compare says what lies between two commits, in one call. Asked without pages GitHub
// tells of the newest 250 commits, oldest first, and of 300 files
// (docs.github.com/rest/commits/commits#compare-two-commits): of more the comparison
// is Partial, with the right numbers. A file that was moved counts under both names.
func (c *Commits) Compare(ctx context.Context, service, from, to string) (rollout.Comparison, error) {
	r, err := c.of(service)
	if err != nil {
		return rollout.Comparison{}, err
	}
	if !isWhole(from) || !isWhole(to) {
		return rollout.Comparison{}, &rollout.Error{Kind: rollout.Invalid, Message: "Commits are compared by their full SHAs."}
	}
	activity := "compare " + rollout.Release{SHA: from}.Short() + " with " + rollout.Release{SHA: to}.Short()
	got, err := get[*github.CommitsComparison](ctx, r, activity, nil, "compare", from+"..."+to)
	if err != nil {
		return rollout.Comparison{}, err
	}
	out := rollout.Comparison{From: from, To: to, Ahead: got.GetAheadBy(), Behind: got.GetBehindBy(), URL: link(got.GetHTMLURL())}
	for _, one := range got.Commits {
		out.Commits = append(out.Commits, told(one))
	}
	slices.Reverse(out.Commits)
	for _, file := range got.Files {
		out.Files = append(out.Files, cut(file.GetFilename(), mostPath))
		if before := file.GetPreviousFilename(); before != "" {
			out.Files = append(out.Files, cut(before, mostPath))
		}
	}
	out.Partial = out.Ahead > len(out.Commits) || len(got.Files) >= mostFiles
	return out, nil
}
