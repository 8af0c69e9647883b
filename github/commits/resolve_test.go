package commits_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

func TestARefIsOneCommit(t *testing.T) {
	for ref, c := range map[string]struct {
		want  int
		calls []string
	}{
		sha(5):                  {5, []string{"/commits/" + sha(5)}},
		strings.ToUpper(sha(5)): {5, []string{"/commits/" + sha(5)}},
		"000005":                {5, []string{"/commits/000005"}},
		"latest":                {6, []string{"/commits/HEAD"}},
		"main":                  {6, []string{"/commits/heads%2Fmain", "/commits/tags%2Fmain"}},
		"feature/x":             {8, []string{"/commits/heads%2Ffeature%2Fx", "/commits/tags%2Ffeature%2Fx"}},
		"v1.0":                  {2, []string{"/commits/heads%2Fv1.0", "/commits/tags%2Fv1.0"}},
		"same":                  {2, []string{"/commits/heads%2Fsame", "/commits/tags%2Fsame"}},
		"refs/heads/both":       {2, []string{"/commits/heads%2Fboth"}},
		"refs/tags/both":        {3, []string{"/commits/tags%2Fboth"}},
		"refs/heads/000003":     {4, []string{"/commits/heads%2F000003"}},
		"#12":                   {8, []string{"/commits/" + sha(8), "/pulls/12"}},
		"#15":                   {4, []string{"/commits/" + sha(4), "/pulls/15"}},
	} {
		t.Run(ref, func(t *testing.T) {
			w := open(t)
			got, err := w.Resolve(t.Context(), "checkout", ref)
			if err != nil || got.SHA != sha(c.want) {
				t.Fatalf("%+v, %v", got, err)
			}
			w.expect(c.calls...)
		})
	}
}

func TestLatestIsTheConfiguredBranch(t *testing.T) {
	w := open(t)
	w.branch = "feature/x"
	if got, err := w.Resolve(t.Context(), "checkout", "LATEST"); err != nil || got.SHA != sha(8) {
		t.Errorf("%+v, %v", got, err)
	}
	w.expect("/commits/heads%2Ffeature%2Fx")
	w.branch = "gone"
	_, err := w.Resolve(t.Context(), "checkout", "latest")
	w.refused(err, "unknown_ref", "latest is neither a branch nor a tag of acme/checkout")
}

func TestACommitIsTold(t *testing.T) {
	got, err := open(t).Resolve(t.Context(), "checkout", "000005")
	if err != nil || got.Subject != "Add a column (#12)" || got.Author != "ana" || !strings.HasSuffix(got.URL, "/web/acme/checkout/commit/"+sha(5)) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestARefThatIsNotOneCommitIsRefused(t *testing.T) {
	for ref, c := range map[string]struct {
		code  string
		words string
	}{
		"nope":            {"unknown_ref", "nope is neither a branch nor a tag of acme/checkout."},
		"refs/heads/v1.0": {"unknown_ref", "neither a branch"},
		"refs/tags/main":  {"unknown_ref", "neither a branch"},
		"abcdef":          {"unknown_ref", "no commit of acme/checkout, or several begin so"},
		sha(9):            {"unknown_ref", "no commit"},
		"both":            {"ambiguous_ref", "is a branch (at 0000020) and a tag (at 0000030). Type `refs/heads/`"},
		"000003":          {"ambiguous_ref", "is also what a branch or a tag is called"},
		"#99":             {"unknown_ref", "#99 is no pull request"},
		"#13":             {"foreign_ref", "#13 comes from a fork: that would build somebody else's code with our credentials."},
		"#14":             {"closed_pull", "#14 was closed without being merged"},
	} {
		t.Run(ref, func(t *testing.T) {
			w := open(t)
			_, err := w.Resolve(t.Context(), "checkout", ref)
			w.refused(err, c.code, c.words)
			if n := len(w.calls()); n > 2 {
				t.Errorf("%d calls", n)
			}
		})
	}
}

func TestWhatIsNoRefIsNotAskedFor(t *testing.T) {
	w := open(t)
	for _, ref := range []string{
		"", "..", "a..b", "../../users", "main/../x", "-rf", "main@{1}", "main~1", "main^", "a b", "a?b", "a#b", "#", "#0", "#-1", "#1x", "#1234567890",
		"/main", "main/", "a//b", ".hidden", "a/.b", "main.", "main.lock", "a:b", "refs/pull/1/head", "refs/heads/", "a%2fb", "ä", "a\x00b", strings.Repeat("a", 300),
	} {
		_, err := w.Resolve(t.Context(), "checkout", ref)
		w.refused(err, "unknown_ref", "is not a ref")
		if calls := w.calls(); len(calls) > 0 {
			t.Errorf("%q was asked for: %q", ref, calls)
		}
	}
}

// Whatever is typed, GitHub is asked for a commit or a pull request and nothing else.
func FuzzARefNeverChangesThePath(f *testing.F) {
	for _, ref := range []string{"main", "#12", "latest", "..", "refs/heads/a/b", "%2e%2e", "abc123?x=1"} {
		f.Add(ref)
	}
	w := open(f)
	f.Fuzz(func(t *testing.T, ref string) {
		_, err := w.Resolve(t.Context(), "checkout", ref)
		calls := w.calls()
		if len(calls) > 2 {
			t.Errorf("%d calls", len(calls))
		}
		for _, path := range calls {
			if parts := strings.Split(path, "/"); len(parts) != 3 || parts[1] != "commits" && parts[1] != "pulls" {
				t.Errorf("%q was asked for as %s: %v", ref, path, err)
			}
		}
	})
}

// faults.md B, ref_changed: nothing is remembered, so that a branch is seen to move.
func TestABranchThatMovesIsSeenToMove(t *testing.T) {
	w := open(t)
	for _, n := range []int{3, 6} {
		w.on("/commits/heads%2Fmain", 200, `{"sha":"`+sha(n)+`"}`)
		if got, err := w.Resolve(t.Context(), "checkout", "main"); err != nil || got.SHA != sha(n) {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestAPullRequestWhoseHeadIsGoneSaysWhatItWasMergedAs(t *testing.T) {
	w := open(t).on("/commits/"+sha(4), 422, `{"message":"No commit found for SHA"}`)
	_, err := w.Resolve(t.Context(), "checkout", "#15")
	w.refused(err, "unknown_ref", "#15 had a head, 0000040, which is not there any more. It was merged as 0000050.")
	w.on("/commits/"+sha(4), 200, `{"sha":"`+sha(5)+`"}`)
	_, err = w.Resolve(t.Context(), "checkout", "#15")
	w.refused(err, "unknown_ref", "not there any more")
}

func TestAPullRequestOfAForkThatIsGoneIsRefused(t *testing.T) {
	for _, base := range []string{`{"full_name":"acme/checkout"}`, `null`} {
		w := open(t).on("/pulls/12", 200, `{"state":"open","head":{"sha":"`+sha(8)+`","repo":null},"base":{"repo":`+base+`}}`)
		_, err := w.Resolve(t.Context(), "checkout", "#12")
		w.refused(err, "foreign_ref")
	}
}

// faults.md D4: what GitHub does not tell is not taken for "there is none".
func TestTroubleIsNotTakenForAnAnswer(t *testing.T) {
	for path, ref := range map[string]string{
		"/commits/heads%2Fmain": "main", "/commits/tags%2Fmain": "main", "/commits/HEAD": "latest", "/commits/abc123": "abc123", "/pulls/12": "#12", "/commits/" + sha(8): "#12",
	} {
		w := open(t).on(path, 429, `{}`, "Retry-After", "60")
		if _, err := w.Resolve(t.Context(), "checkout", ref); !rollout.IsKind(err, rollout.Throttled) {
			t.Errorf("%s: %v", ref, err)
		}
	}
	w := open(t).on("/commits/heads%2Fv1.0", 429, `{}`, "Retry-After", "60") // there may be such a branch
	if _, err := w.Resolve(t.Context(), "checkout", "v1.0"); !rollout.IsKind(err, rollout.Throttled) {
		t.Errorf("%v", err)
	}
	w = open(t).on("/commits/HEAD", 200, `{"sha":"abc"}`)
	if _, err := w.Resolve(t.Context(), "checkout", "latest"); !rollout.IsKind(err, rollout.Broken) {
		t.Errorf("%v", err)
	}
	if _, err := w.Resolve(t.Context(), "ghost", "latest"); err == nil {
		t.Error("a service without a repository has commits")
	}
}

// A repository that is not shown to Slipway has no branches either, but for another
// reason.
func TestARepositoryThatIsNotShownIsNotCalledEmpty(t *testing.T) {
	w := open(t)
	for _, path := range []string{"/commits/heads%2Fmain", "/commits/tags%2Fmain"} {
		w.on(path, 404, `{"message":"Not Found"}`)
	}
	if _, err := w.Resolve(t.Context(), "checkout", "main"); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("%v", err)
	}
	w.on("/commits/HEAD", 409, `{"message":"Git Repository is empty."}`)
	_, err := w.Resolve(t.Context(), "checkout", "latest")
	w.refused(err, "unknown_ref")
}

// The name in a commit is whatever its author has typed.
func TestAnAuthorIsWhoGithubKnowsThemToBe(t *testing.T) {
	w := open(t).on("/commits/HEAD", 200, `{"sha":"`+sha(1)+`","author":{"login":"eve"},"commit":{"author":{"name":"Ana, really"}}}`)
	if got, err := w.Resolve(t.Context(), "checkout", "latest"); err != nil || got.Author != "eve" {
		t.Errorf("%+v, %v", got, err)
	}
}

// faults.md D11.
func TestHostileWordsAreCutAndOtherwiseLeftAlone(t *testing.T) {
	hostile := "\x1b[31m<!here> `id` ${{ secrets.X }} *bold*"
	long := hostile + strings.Repeat("ü", 100_000)
	w := open(t, func(r *github.Repository) {
		r.Commits[5].Subject, r.Commits[5].Message = hostile, hostile+"\r\n\r\nand more\n"
		r.Commits[4].Subject, r.Commits[4].Author = long, long
	})
	got, err := w.Resolve(t.Context(), "checkout", "main")
	if err != nil || got.Subject != hostile {
		t.Errorf("%q, %v", got.Subject, err)
	}
	got, err = w.Resolve(t.Context(), "checkout", "000005")
	if err != nil || utf8.RuneCountInString(got.Subject) != 200 || !strings.HasPrefix(got.Subject, hostile) || !strings.HasSuffix(got.Subject, "ü…") || utf8.RuneCountInString(got.Author) != 100 {
		t.Errorf("%d %d, %v", len(got.Subject), len(got.Author), err)
	}
	w.on("/commits/HEAD", 200, fmt.Sprintf(`{"sha":%q,"html_url":%s,"commit":{"message":"\n\nSubject\nbody","author":{"name":"Ana"}}}`, sha(1), quoted("https://"+long)))
	got, err = w.Resolve(t.Context(), "checkout", "latest")
	if err != nil || got.Subject != "Subject" || got.Author != "Ana" || got.URL != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnySubjectIsCutToValidWords(t *testing.T) {
	w := open(t)
	rapid.Check(t, func(r *rapid.T) {
		message := rapid.String().Draw(r, "message")
		w.on("/commits/HEAD", 200, fmt.Sprintf(`{"sha":%q,"commit":{"message":%s}}`, sha(1), quoted(message)))
		got, err := w.Resolve(t.Context(), "checkout", "latest")
		if err != nil || !utf8.ValidString(got.Subject) || utf8.RuneCountInString(got.Subject) > 200 || strings.Contains(got.Subject, "\n") {
			r.Fatalf("%q, %v", got.Subject, err)
		}
	})
}
