package commits_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// quoted is a string in JSON.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestWhatLiesBetweenTwoCommitsIsToldNewestFirst(t *testing.T) {
	w := open(t)
	got, err := w.Compare(t.Context(), "checkout", sha(3), sha(6))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, c := range got.Commits {
		told = append(told, fmt.Sprintf("%s %s #%d", c.SHA[:6], c.Author, c.Pull))
	}
	if want := []string{"000006 ana #0", "000005 ana #12", "000004 ana #4"}; !slices.Equal(told, want) {
		t.Errorf("%q", told)
	}
	if got.From != sha(3) || got.To != sha(6) || got.Ahead != 3 || got.Behind != 0 || got.Partial || !slices.Contains(got.Files, "migrations/1.sql") ||
		!strings.Contains(got.URL, "/compare/") || !got.Commits[0].At.Equal(noon) {
		t.Errorf("%+v", got)
	}
	w.expect("/compare/" + sha(3) + "..." + sha(6))
}

func TestShippingAnOlderCommitTakesOthersOut(t *testing.T) {
	got, err := open(t).Compare(t.Context(), "checkout", sha(6), sha(8))
	if err != nil || got.Ahead != 1 || got.Behind != 3 || len(got.Commits) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestACommitThatIsGoneCannotBeCompared(t *testing.T) {
	w := open(t)
	_, err := w.Compare(t.Context(), "checkout", sha(9), sha(6))
	if !rollout.IsKind(err, rollout.NotFound) || !strings.Contains(err.Error(), "GitHub did not compare 0000090 with 0000060 of acme/checkout") {
		t.Errorf("%v", err)
	}
	w.calls()
	for _, pair := range [][2]string{{"", sha(6)}, {sha(6), "main"}, {sha(6), "../.."}} {
		if _, err := w.Compare(t.Context(), "checkout", pair[0], pair[1]); !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%v", err)
		}
	}
	if _, err := w.Compare(t.Context(), "ghost", sha(1), sha(2)); err == nil {
		t.Error("a service without a repository has commits")
	}
	w.expect()
}

func TestMoreThanGithubTellsIsPartial(t *testing.T) {
	one := `{"sha":"` + sha(1) + `"}`
	file := `{"filename":"new.go","previous_filename":"migrations/old.sql"}`
	for name, c := range map[string]struct {
		ahead, commits, files int
		partial               bool
	}{
		"all there is": {250, 250, 299, false}, "more commits": {251, 250, 1, true}, "more files": {1, 1, 300, true},
	} {
		t.Run(name, func(t *testing.T) {
			body := fmt.Sprintf(`{"ahead_by":%d,"commits":[%s],"files":[%s]}`, c.ahead,
				strings.Join(slices.Repeat([]string{one}, c.commits), ","), strings.Join(slices.Repeat([]string{file}, c.files), ","))
			got, err := open(t).on("/compare/"+sha(1)+"..."+sha(2), 200, body).Compare(t.Context(), "checkout", sha(1), sha(2))
			if err != nil || got.Partial != c.partial || got.Ahead != c.ahead || len(got.Commits) != c.commits {
				t.Errorf("%d %d %v, %v", got.Ahead, len(got.Commits), got.Partial, err)
			}
			if got.Files[0] != "new.go" || got.Files[1] != "migrations/old.sql" {
				t.Errorf("a file that was moved is %q", got.Files[:2])
			}
		})
	}
}

func TestAPullRequestIsReadFromASubject(t *testing.T) {
	for subject, want := range map[string]int{
		"Add it (#12)": 12, "Merge pull request #7 from acme/x": 7, "Fix #9": 0, "(#9) early": 0, "Revert \"Add it (#12)\" (#13)": 13, "It (#99999999999999)": 0,
	} {
		body := `{"ahead_by":1,"commits":[{"sha":"` + sha(2) + `","commit":{"message":` + quoted(subject+"\n\n(#1)") + `}}]}`
		got, err := open(t).on("/compare/"+sha(1)+"..."+sha(2), 200, body).Compare(t.Context(), "checkout", sha(1), sha(2))
		if err != nil || got.Commits[0].Pull != want {
			t.Errorf("%q: %+v, %v", subject, got.Commits, err)
		}
	}
}
