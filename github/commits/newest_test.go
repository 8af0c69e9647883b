package commits_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/github/commits"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

var _ commands.Branch = (*commits.Commits)(nil)

func shas(all []rollout.Commit) (out []string) {
	for _, c := range all {
		out = append(out, strings.TrimLeft(c.SHA[:6], "0"))
	}
	return out
}

func TestTheNewestCommitsAreThoseOfTheMainBranch(t *testing.T) {
	for name, c := range map[string]struct {
		branch string
		n      int
		want   []string
	}{
		"all of the default branch": {"", 20, []string{"6", "5", "4", "3", "2", "1"}},
		"some of it":                {"", 2, []string{"6", "5"}},
		"of another branch":         {"feature/x", 3, []string{"8", "3", "2"}},
		"none":                      {"", 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			w.branch = c.branch
			got, err := w.Newest(t.Context(), "checkout", c.n)
			if err != nil || !slices.Equal(shas(got), c.want) {
				t.Errorf("%v, %v", shas(got), err)
			}
			if calls := w.calls(); len(calls) > 1 {
				t.Errorf("asked %v", calls)
			}
		})
	}
	got, err := open(t).Newest(t.Context(), "checkout", 2)
	if err != nil || got[1].Subject != "Add a column (#12)" || got[1].Author != "ana" || got[1].Pull != 12 || !got[1].At.Equal(noon) || got[1].URL == "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOfManyCommitsOnePageIsAskedFor(t *testing.T) {
	w := open(t, func(r *github.Repository) {
		r.Commits = nil
		for n := range 150 {
			r.Commits = append(r.Commits, github.Commit{SHA: fmt.Sprintf("%040x", n+1), Subject: "small", Author: "ana", At: noon})
		}
		r.Branches, r.Tags, r.Pulls = nil, nil, nil
	})
	got, err := w.Newest(t.Context(), "checkout", 1000)
	if err != nil || len(got) != 100 || got[0].SHA != fmt.Sprintf("%040x", 150) {
		t.Errorf("%d commits, %v", len(got), err)
	}
	w.expect("/commits")
}

func TestNewestCommitsThatCannotBeHadAreAnError(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		kind   rollout.Kind
	}{
		"no such branch": {404, `{"message":"Not Found"}`, rollout.NotFound},
		"GitHub is down": {503, `{}`, rollout.Broken},
		"no SHA":         {200, `[{"sha":"main"}]`, rollout.Broken},
	} {
		got, err := open(t).on("/commits", c.status, c.body).Newest(t.Context(), "checkout", 5)
		if got != nil || !rollout.IsKind(err, c.kind) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := open(t).Newest(t.Context(), "ghost", 5); err == nil {
		t.Error("a service without a repository has commits")
	}
}

func TestARepositoryWithoutCommitsHasNone(t *testing.T) {
	got, err := open(t).on("/commits", 409, `{"message":"Git Repository is empty."}`).Newest(t.Context(), "checkout", 5)
	if got != nil || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}

// GitHub may send more than it was asked for.
func TestNoMoreAreToldOfThanWereAskedFor(t *testing.T) {
	one := `{"sha":"` + sha(1) + `"}`
	got, err := open(t).on("/commits", 200, "["+strings.Join(slices.Repeat([]string{one}, 30), ",")+"]").Newest(t.Context(), "checkout", 20)
	if err != nil || len(got) != 20 {
		t.Errorf("%d commits, %v", len(got), err)
	}
}
