package commits

import (
	"context"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// reviews counts the people who approve of what the commit is: the head of a pull
// request, or what one was merged as. A commit in the middle of one is not what they
// have seen.
func (r repository) reviews(ctx context.Context, sha string, _ demands, s *rollout.Standing) error {
	client := r.hub.Client().PullRequests
	pulls, err := pages(r.hub, "list the pull requests of a commit of "+r.String(), func(o github.ListOptions) ([]*github.PullRequest, *github.Response, error) {
		return client.ListPullRequestsWithCommit(ctx, r.owner, r.name, sha, &o)
	})
	if err != nil {
		return err
	}
	p, whole := bringer(pulls, sha)
	s.Pull, s.PullURL = p.GetNumber(), link(p.GetHTMLURL())
	if !whole {
		return nil
	}
	reviews, err := pages(r.hub, "list the reviews of a pull request of "+r.String(), func(o github.ListOptions) ([]*github.PullRequestReview, *github.Response, error) {
		return client.ListReviews(ctx, r.owner, r.name, p.GetNumber(), &o)
	})
	if err != nil {
		return err
	}
	s.Approvals = approvals(p, reviews)
	return nil
}

// bringer is the pull request that brought a commit, and whether the commit is the
// whole of it. What an open one would be merged as is nobody's commit.
func bringer(all []*github.PullRequest, sha string) (p *github.PullRequest, whole bool) {
	for _, one := range all {
		merged := one.MergedAt != nil && one.GetMergeCommitSHA() == sha
		if merged || one.GetHead().GetSHA() == sha {
			return one, true
		}
		if p == nil {
			p = one
		}
	}
	return p, false
}

// approvals counts the people whose last word on a pull request's head is that they
// approve; its author is none of them, and nor is a machine. A comment is no word on
// it. Anybody can review in a public repository, so there only those count who belong
// to it.
func approvals(p *github.PullRequest, reviews []*github.PullRequestReview) int {
	approves := map[string]bool{}
	for _, one := range reviews { // oldest first
		switch one.GetState() {
		case "APPROVED":
			approves[one.GetUser().GetLogin()] = one.GetCommitID() == p.GetHead().GetSHA() && counts(p, one)
		case "CHANGES_REQUESTED", "DISMISSED":
			approves[one.GetUser().GetLogin()] = false
		}
	}
	n := 0
	for _, yes := range approves {
		if yes {
			n++
		}
	}
	return n
}

func counts(p *github.PullRequest, one *github.PullRequestReview) bool {
	who := one.GetUser()
	if who.GetLogin() == "" || who.GetLogin() == p.GetUser().GetLogin() || who.GetType() == "Bot" {
		return false
	}
	switch one.GetAuthorAssociation() {
	case "OWNER", "MEMBER", "COLLABORATOR":
		return true
	}
	return p.GetBase().GetRepo().GetPrivate()
}
