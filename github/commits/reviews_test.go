package commits_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// pulls lists one pull request of bo's, which was merged as the fifth commit, and
// whose head is the fourth.
func pulls(number int, private bool) string {
	return fmt.Sprintf(`[{"number":%d,"html_url":"https://github.com/acme/checkout/pull/%d","user":{"login":"bo"},"merged_at":"2026-03-01T11:00:00Z","merge_commit_sha":%q,
		"head":{"sha":%q},"base":{"repo":{"private":%v}}}]`, number, number, sha(5), sha(4), private)
}

// review is one of the pull request's head, by a member of the organisation.
func review(who, state string, edit ...string) string {
	r := fmt.Sprintf(`{"user":{"login":%q,"type":"User"},"state":%q,"commit_id":%q,"author_association":"MEMBER"}`, who, state, sha(4))
	for i := 0; i+1 < len(edit); i += 2 {
		r = strings.Replace(r, edit[i], edit[i+1], 1)
	}
	return r
}

func TestPeopleWhoApproveOfTheHeadAreCounted(t *testing.T) {
	outsider := []string{"MEMBER", "CONTRIBUTOR"}
	for name, c := range map[string]struct {
		reviews []string
		public  bool
		want    int
	}{
		"nobody":                    {nil, false, 0},
		"two":                       {[]string{review("ana", "APPROVED"), review("cy", "APPROVED")}, false, 2},
		"one, twice":                {[]string{review("ana", "APPROVED"), review("ana", "APPROVED")}, false, 1},
		"the author":                {[]string{review("bo", "APPROVED")}, false, 0},
		"a machine":                 {[]string{review("ci", "APPROVED", `"User"`, `"Bot"`)}, false, 0},
		"an account that is gone":   {[]string{review("ana", "APPROVED", `{"login":"ana","type":"User"}`, "null")}, false, 0},
		"an older commit":           {[]string{review("ana", "APPROVED", sha(4), sha(3))}, false, 0},
		"changed their mind":        {[]string{review("ana", "APPROVED"), review("ana", "CHANGES_REQUESTED")}, false, 0},
		"and back again":            {[]string{review("ana", "CHANGES_REQUESTED"), review("ana", "APPROVED")}, false, 1},
		"dismissed":                 {[]string{review("ana", "DISMISSED")}, false, 0},
		"a comment after it":        {[]string{review("ana", "APPROVED"), review("ana", "COMMENTED")}, false, 1},
		"not sent yet":              {[]string{review("ana", "PENDING")}, false, 0},
		"anybody, where few can":    {[]string{review("ana", "APPROVED", outsider...)}, false, 1},
		"a stranger, where all can": {[]string{review("ana", "APPROVED", outsider...)}, true, 0},
		"a member, where all can":   {[]string{review("ana", "APPROVED")}, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t).on("/commits/"+sha(5)+"/pulls", 200, pulls(15, !c.public)).on("/pulls/15/reviews", 200, "["+strings.Join(c.reviews, ",")+"]")
			s := w.standing(rollout.Demands{Reviews: 1})
			if s.Approvals != c.want || s.Reviews != 1 || s.Pull != 15 || s.PullURL != "https://github.com/acme/checkout/pull/15" {
				t.Errorf("%+v", s)
			}
		})
	}
}

// What the reviewers have seen is the head: neither what is in the middle of a pull
// request, nor what an open one would be merged as.
func TestOnlyTheWholeOfAPullRequestIsReviewed(t *testing.T) {
	approved := []github.Review{{Author: "ana", State: "APPROVED", SHA: sha(8), At: noon}}
	w := open(t, func(r *github.Repository) {
		r.Commits = append(r.Commits, github.Commit{SHA: sha(7), Subject: "Between", Branch: "between", Parents: []string{sha(3)}})
		r.Pulls = []github.Pull{{Number: 12, Author: "bo", Branch: "feature/x", Head: sha(8), Commits: []string{sha(7)}, Reviews: approved}}
	})
	for n, want := range map[int]int{8: 1, 7: 0} {
		s, err := w.Standing(t.Context(), "checkout", sha(n), rollout.Demands{Reviews: 1})
		if err != nil || s.Approvals != want || s.Pull != 12 {
			t.Errorf("%+v, %v", s, err)
		}
	}
	w = open(t).on("/commits/"+sha(5)+"/pulls", 200, strings.Replace(pulls(15, true), `"2026-03-01T11:00:00Z"`, "null", 1)).on("/pulls/15/reviews", 200, "["+review("ana", "APPROVED")+"]")
	if s := w.standing(rollout.Demands{Reviews: 1}); s.Approvals != 0 || s.Pull != 15 {
		t.Errorf("%+v", s)
	}
}

func TestACommitWithoutAPullRequestHasNoReviews(t *testing.T) {
	w := open(t)
	s, err := w.Standing(t.Context(), "checkout", sha(2), rollout.Demands{Reviews: 1})
	if err != nil || s.Pull != 0 || s.PullURL != "" || s.Approvals != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	w.expect("/commits/" + sha(2) + "/pulls")
}
