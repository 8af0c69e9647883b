package github_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	api "github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// names is a list of what a list is told apart by.
func names[T any](list []T, name func(T) string) []string {
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = name(one)
	}
	return out
}

func TestARefIsOneCommitOrIsNotFound(t *testing.T) {
	s := serve(t)
	for ref, want := range map[string]string{
		first: first, "abcd1": first, "ABCD1111": first, "heads/main": third, "main": third, "HEAD": third, "feature/other": side,
		"heads/feature/other": side, "refs/heads/main": third, "tags/v1": first, "v1": first, "pull/8/head": twin,
	} {
		c, _, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", ref, nil)
		if err != nil || c.GetSHA() != want {
			t.Errorf("%s is %s, %v", ref, c.GetSHA(), err)
		}
	}
	for _, ref := range []string{"abcd", "222", "nothing", "heads/v1", sha("9999"), "main~1", "tags/main"} {
		_, resp, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", ref, nil)
		if err == nil || resp.StatusCode != 422 || !strings.Contains(err.Error(), "No commit found for SHA: "+ref) {
			t.Errorf("%s: %v", ref, err)
		}
	}
	if _, resp, err := s.person().Repositories.GetCommit(t.Context(), "acme", "house", "main", nil); err == nil || resp.StatusCode != 404 {
		t.Errorf("a repository that is not there: %v", err)
	}
}

func TestACommitSaysWhoMadeItAndWhetherThatIsSure(t *testing.T) {
	s := serve(t)
	c, _, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", first, nil)
	s.must(err)
	if v := c.GetCommit().GetVerification(); !v.GetVerified() || v.GetReason() != "valid" || c.GetCommit().GetAuthor().GetName() != "ana" || len(c.Parents) != 0 {
		t.Errorf("%+v", c)
	}
	c, _, err = s.person().Repositories.GetCommit(t.Context(), "acme", "shop", second, nil)
	s.must(err)
	if v := c.GetCommit().GetVerification(); v.GetVerified() || v.GetReason() != "unsigned" || c.Parents[0].GetSHA() != first || len(c.Files) != 2 {
		t.Errorf("%+v", c)
	}
}

func TestABranchesCommitsAreListedNewestFirst(t *testing.T) {
	s := serve(t)
	for ref, want := range map[string]string{"": "[3333 2222 abcd]", "main": "[3333 2222 abcd]", "feature/other": "[5555 2222 abcd]", first: "[abcd]"} {
		found, _, err := s.person().Repositories.ListCommits(t.Context(), "acme", "shop", &api.CommitsListOptions{SHA: ref})
		s.must(err)
		if got := fmt.Sprint(names(found, func(c *api.RepositoryCommit) string { return c.GetSHA()[:4] })); got != want {
			t.Errorf("%s: %s, want %s", ref, got, want)
		}
	}
	found, resp, err := s.person().Repositories.ListCommits(t.Context(), "acme", "shop", &api.CommitsListOptions{ListOptions: api.ListOptions{PerPage: 2, Page: 2}})
	s.must(err)
	if len(found) != 1 || found[0].GetSHA() != first || resp.PrevPage != 1 || resp.NextPage != 0 {
		t.Errorf("the second page has %v", found)
	}
	if _, resp, err := s.person().Repositories.ListCommits(t.Context(), "acme", "shop", &api.CommitsListOptions{SHA: "nothing"}); err == nil || resp.StatusCode != 404 {
		t.Errorf("of no branch: %v", err)
	}
	empty := serve(t, func(o *github.Options) {
		o.Repositories = append(o.Repositories, github.Repository{Owner: "acme", Name: "bare"})
	})
	if _, resp, err := empty.person().Repositories.ListCommits(t.Context(), "acme", "bare", nil); err == nil || resp.StatusCode != 409 {
		t.Errorf("of an empty repository: %v", err)
	}
}

func TestAComparisonSaysWhatAHeadHasThatItsBaseHasNot(t *testing.T) {
	s := serve(t)
	for between, want := range map[string]string{
		"main...main":          "identical 0 0 [] []",
		"v1...main":            "ahead 2 0 [2222 3333] [shop.go migrations/1.sql]",
		"main...v1":            "behind 0 2 [] []",
		"main...feature/other": "diverged 1 1 [5555] [other.go]",
	} {
		base, head, _ := strings.Cut(between, "...")
		c, _, err := s.person().Repositories.CompareCommits(t.Context(), "acme", "shop", base, head, nil)
		s.must(err)
		shas := names(c.Commits, func(c *api.RepositoryCommit) string { return c.GetSHA()[:4] })
		files := names(c.Files, func(f *api.CommitFile) string { return f.GetFilename() })
		if got := fmt.Sprint(c.GetStatus(), " ", c.GetAheadBy(), c.GetBehindBy(), " ", shas, " ", files); got != want {
			t.Errorf("%s: %s, want %s", between, got, want)
		}
	}
	_, resp, err := s.person().Repositories.CompareCommits(t.Context(), "acme", "shop", sha("9"), "main", nil)
	if err == nil || resp.StatusCode != 404 {
		t.Errorf("compared with nothing: %v", err)
	}
}

func TestALongComparisonComesInPages(t *testing.T) {
	s := serve(t)
	var many []github.Commit
	for i := range 320 {
		many = append(many, github.Commit{SHA: fmt.Sprintf("%040x", i+1), Subject: "small", Files: []string{fmt.Sprint("f", i)}})
	}
	s.must(s.PushCommits("acme/shop", "main", many...))
	c, resp, err := s.person().Repositories.CompareCommits(t.Context(), "acme", "shop", third, "main", nil)
	s.must(err)
	if c.GetTotalCommits() != 320 || len(c.Commits) != 250 || len(c.Files) != 300 || resp.NextPage != 2 || c.Commits[0].GetSHA() != many[0].SHA {
		t.Errorf("%d of %d commits, %d files, next page %d", len(c.Commits), c.GetTotalCommits(), len(c.Files), resp.NextPage)
	}
	c, resp, err = s.person().Repositories.CompareCommits(t.Context(), "acme", "shop", third, "main", &api.ListOptions{Page: 2, PerPage: 250})
	s.must(err)
	if len(c.Commits) != 70 || c.Files != nil || resp.NextPage != 0 || resp.PrevPage != 1 {
		t.Errorf("%d commits and %d files on the second page", len(c.Commits), len(c.Files))
	}
}

func TestABranchSaysWhatItsProtectionAndItsRulesDemand(t *testing.T) {
	s := serve(t)
	b, _, err := s.person().Repositories.GetBranch(t.Context(), "acme", "shop", "main", 0)
	s.must(err)
	if !b.GetProtected() || b.GetCommit().GetSHA() != third || !slices.Equal(b.GetProtection().GetRequiredStatusChecks().GetContexts(), []string{"test"}) {
		t.Errorf("%+v", b)
	}
	b, _, err = s.person().Repositories.GetBranch(t.Context(), "acme", "shop", "feature/other", 0)
	if err != nil || b.GetProtected() {
		t.Errorf("%+v, %v", b, err)
	}
	if _, resp, err := s.person().Repositories.GetBranch(t.Context(), "acme", "shop", "none", 0); err == nil || resp.StatusCode != 404 {
		t.Errorf("no branch: %v", err)
	}
	rules, _, err := s.person().Repositories.GetRulesForBranch(t.Context(), "acme", "shop", "main")
	s.must(err)
	if kinds := names(rules, func(r *api.RepositoryRule) string { return r.Type }); !slices.Equal(kinds, []string{"required_status_checks", "pull_request"}) ||
		!strings.Contains(string(*rules[0].Parameters), `"context":"lint"`) || !strings.Contains(string(*rules[1].Parameters), `"required_approving_review_count":2`) {
		t.Errorf("%v", kinds)
	}
	refs, _, err := s.person().Git.ListMatchingRefs(t.Context(), "acme", "shop", &api.ReferenceListOptions{Ref: "heads/fea"})
	s.must(err)
	if len(refs) != 1 || refs[0].GetRef() != "refs/heads/feature/other" || refs[0].GetObject().GetSHA() != side {
		t.Errorf("%v", refs)
	}
	heads, _, err := s.person().Repositories.ListBranchesHeadCommit(t.Context(), "acme", "shop", third)
	s.must(err)
	if len(heads) != 1 || heads[0].GetName() != "main" {
		t.Errorf("%v", heads)
	}
}

func TestChecksAndStatusesAreThoseOfTheCommit(t *testing.T) {
	s := serve(t, func(o *github.Options) {
		o.Repositories[0].Commits[1].Checks = []github.Check{{Name: "test", Conclusion: "failure"}, {Name: "slow", Status: "in_progress"}}
		o.Repositories[0].Commits[1].Statuses = []github.Status{{Context: "ci", State: "pending"}, {Context: "old", State: "error"}}
	})
	for sha, want := range map[string]string{first: "[test success lint success] pending", second: "[test failure slow ] failure"} {
		runs, _, err := s.person().Checks.ListCheckRunsForRef(t.Context(), "acme", "shop", sha, nil)
		s.must(err)
		status, _, err := s.person().Repositories.GetCombinedStatus(t.Context(), "acme", "shop", sha, nil)
		s.must(err)
		checks := names(runs.CheckRuns, func(c *api.CheckRun) string { return c.GetName() + " " + c.GetConclusion() })
		if got := fmt.Sprint(checks, " ", status.GetState()); got != want {
			t.Errorf("%s: %s, want %s", sha, got, want)
		}
	}
	s.must(s.SetChecks("acme/shop", second, github.Check{Name: "test"}))
	runs, _, err := s.person().Checks.ListCheckRunsForRef(t.Context(), "acme", "shop", second, &api.ListCheckRunsOptions{CheckName: api.String("test")})
	s.must(err)
	if runs.GetTotal() != 1 || runs.CheckRuns[0].GetConclusion() != "success" {
		t.Errorf("%+v", runs)
	}
}

func TestAPullRequestTellsOfItsHeadItsForkAndItsReviews(t *testing.T) {
	s := serve(t)
	pulls, _, err := s.person().PullRequests.ListPullRequestsWithCommit(t.Context(), "acme", "shop", second, nil)
	s.must(err)
	if len(pulls) != 1 || pulls[0].GetNumber() != 7 || pulls[0].GetState() != "closed" || pulls[0].GetMergeCommitSHA() != second || pulls[0].GetMergedAt().IsZero() {
		t.Errorf("%v", pulls)
	}
	p, _, err := s.person().PullRequests.Get(t.Context(), "acme", "shop", 8)
	s.must(err)
	if p.GetState() != "open" || p.GetMerged() || p.MergedAt != nil || p.GetHead().GetSHA() != twin || p.GetHead().GetRepo().GetFullName() != "eve/shop" || p.GetBase().GetRef() != "main" {
		t.Errorf("%v", p)
	}
	reviews, _, err := s.person().PullRequests.ListReviews(t.Context(), "acme", "shop", 7, nil)
	s.must(err)
	if len(reviews) != 1 || reviews[0].GetState() != "APPROVED" || reviews[0].GetUser().GetLogin() != "ana" || reviews[0].GetCommitID() != second {
		t.Errorf("%v", reviews)
	}
	if _, resp, err := s.person().PullRequests.Get(t.Context(), "acme", "shop", 9); err == nil || resp.StatusCode != 404 {
		t.Errorf("no pull request: %v", err)
	}
}

// faults.md D11: what it serves is what was written; to make it harmless is the
// reader's task.
func TestHostileWordsAreServedAsTheyAre(t *testing.T) {
	evil := "${{ secrets.KEY }} `rm -rf /` <!here> \x1b[31mred\x1b[0m </script>\n\n" + strings.Repeat("ä", 50_000)
	s := serve(t)
	s.must(s.PushCommits("acme/shop", "main", github.Commit{SHA: sha("e0"), Message: evil, Author: "<eve>"}))
	c, _, err := s.person().Repositories.GetCommit(t.Context(), "acme", "shop", "main", nil)
	s.must(err)
	if diff := cmp.Diff(evil, c.GetCommit().GetMessage()); diff != "" || c.GetCommit().GetAuthor().GetName() != "<eve>" {
		t.Error("the message was changed")
	}
}
