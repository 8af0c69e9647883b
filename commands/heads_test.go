package commands_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// newsOfPush is the push of a commit to a branch.
func (w *world) newsOfPush(sha, branch string, at time.Time) commands.News {
	return commands.News{
		Delivery: w.NewID(), Received: w.now, Kind: commands.NewsPush, Repository: repository, SHA: sha, Branch: branch,
		Subject: "Pay by invoice", Author: "ana", URL: "https://git.example/" + sha, Updated: at,
	}
}

func (w *world) head() rollout.Head {
	w.t.Helper()
	return get[rollout.Head](w, rollout.HeadKey("checkout"))
}

func TestTheNewestCommitOfTheMainBranchIsRemembered(t *testing.T) {
	w := newWorld(t).connect()
	second := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }
	w.now = second(60)
	w.hear(w.newsOfPush(badSHA, "main", second(1)))
	for _, n := range []commands.News{
		w.newsOfPush(goodSHA, "refs/heads/main", second(2)),
		w.newsOfPush(badSHA, "main", second(1)),                  // late
		w.newsOfPush(crashSHA, "invoices", second(3)),            // another branch
		w.newsOfPush(strings.Repeat("0", 40), "main", second(4)), // deleted
		w.newsOfPush(goodSHA, "main", second(2)),                 // twice
		{Kind: commands.NewsPush, Repository: "evil/checkout", SHA: crashSHA, Branch: "main", Updated: second(5)},
	} {
		w.hear(n)
	}
	want := rollout.Commit{SHA: goodSHA, Subject: "Pay by invoice", Author: "ana", URL: "https://git.example/" + goodSHA, At: second(2)}
	if h := w.head(); h.Commit != want || h.Service != "checkout" || h.Checks != "" {
		t.Errorf("%+v", h)
	}
	w.hear(w.newsOfPush(badSHA, "main", second(2))) // in the same second, and later
	if h := w.head(); h.Commit.SHA != badSHA {
		t.Errorf("%+v", h)
	}
}

// Whoever commits sets the clock: a commit of next year is not the newest until then.
func TestAPushIsNoLaterThanItsNews(t *testing.T) {
	w := newWorld(t).connect()
	w.hear(w.newsOfPush(badSHA, "main", noon.AddDate(1, 0, 0)))
	w.now = w.now.Add(time.Minute)
	w.hear(w.newsOfPush(goodSHA, "main", time.Time{}))
	if h := w.head(); h.Commit.SHA != goodSHA || h.At.After(w.now) {
		t.Errorf("%+v", h)
	}
}

func TestTheChecksOfTheNewestCommitAreRemembered(t *testing.T) {
	for want, told := range map[rollout.CheckState][]string{
		rollout.CheckPassed:  {"success", "neutral", "skipped"},
		rollout.CheckRunning: {"success", ""},
		rollout.CheckFailed:  {"", "failure", "success"},
	} {
		w := newWorld(t).connect()
		w.hear(w.newsOfPush(goodSHA, "main", noon))
		for _, conclusion := range told {
			n := commands.News{Kind: commands.NewsChecks, Repository: repository, SHA: goodSHA, Branch: "main", Status: "completed", Conclusion: conclusion}
			if conclusion == "" {
				n.Status = "in_progress"
			}
			w.hear(n)
			n.SHA, n.Status, n.Conclusion = badSHA, "completed", "failure"
			w.hear(n) // of another commit
		}
		if h := w.head(); h.Checks != want || h.Commit.SHA != goodSHA {
			t.Errorf("after %q: %+v", told, h)
		}
		w.hear(w.newsOfPush(badSHA, "main", noon.Add(time.Minute)))
		if h := w.head(); h.Checks != "" && h.Commit.SHA == badSHA {
			t.Errorf("the next one begins with those of the one before: %+v", h)
		}
	}
}

func TestAHeadThatCannotBeNotedIsAnError(t *testing.T) {
	w := newWorld(t).connect()
	n := w.newsOfPush(goodSHA, "main", noon)
	for _, c := range []struct {
		store commands.Store
		fails error
	}{{failsOn{w.store, "head"}, nil}, {w.store, errDown}} {
		w.Store = c.store
		w.store.Before = func(rollout.Change) error { return c.fails }
		if err := w.Hear(t.Context(), n); !contains(err, "it is down") {
			t.Error(err)
		}
	}
	w.store.Before = func(rollout.Change) error { return &rollout.ConflictError{Key: rollout.HeadKey("checkout")} }
	if err := w.Hear(t.Context(), n); !rollout.IsKind(err, rollout.Stale) {
		t.Error(err)
	}
	w.store.Before = nil
	w.must(w.Hear(t.Context(), n))
	w.Store = failsOn{w.store, "head"}
	n.Kind = commands.NewsChecks
	if err := w.Hear(t.Context(), n); !contains(err, "it is down") {
		t.Error(err)
	}
}
