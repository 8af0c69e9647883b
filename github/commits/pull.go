package commits

import (
	"context"
	"net/http"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// pull finds the head of a pull request. One of a fork is refused: it is code of
// somebody who may not push here, and would be built with our credentials. So is one
// that was closed without being merged: its commits were not wanted.
func (r repository) pull(ctx context.Context, number string) (*github.RepositoryCommit, error) {
	p, err := get[*github.PullRequest](ctx, r, "read pull request #"+number, nil, "pulls", number)
	ref, head := "#"+number, p.GetHead()
	switch {
	case hub.Status(err) == http.StatusNotFound:
		return nil, refuse("unknown_ref", ref, " is no pull request of "+r.String()+", or Slipway may not see it.", "An issue's number is none.")
	case err != nil:
		return nil, err
	case head.GetRepo().GetFullName() == "" || head.GetRepo().GetFullName() != p.GetBase().GetRepo().GetFullName():
		return nil, refuse("foreign_ref", ref, " comes from a fork: that would build somebody else's code with our credentials.",
			"Have it reviewed, and push its commits to a branch of "+r.String()+".")
	case p.GetState() == "closed" && !p.GetMerged():
		return nil, refuse("closed_pull", ref, " was closed without being merged.", "Open it again, or type the commit's SHA if you mean it all the same.")
	}
	found, err := r.commit(ctx, head.GetSHA())
	switch {
	case gone(err) || err == nil && found.GetSHA() != head.GetSHA():
		return nil, refuse("unknown_ref", ref, lost(p), "Type the SHA of the commit that you mean.")
	case err != nil:
		return nil, err
	}
	return found, nil
}

// lost says that the head of a pull request is not there any more, and what is.
func lost(p *github.PullRequest) string {
	s := " had a head, " + (rollout.Release{SHA: p.GetHead().GetSHA()}).Short() + ", which is not there any more."
	if merged := p.GetMergeCommitSHA(); p.GetMerged() && isWhole(merged) {
		s += " It was merged as " + (rollout.Release{SHA: merged}).Short() + "."
	}
	return s
}
