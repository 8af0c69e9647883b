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
}

// A code host tells of pushes by the second, of the commit's own time, and again.
func TestAnEarlierPushNeverTakesTheHeadBack(t *testing.T) {
	w := newWorld(t).connect()
	w.now = noon.Add(time.Hour)
	push := func(before, sha string, minutes int) commands.News {
		n := w.newsOfPush(sha, "main", noon.Add(time.Duration(minutes)*time.Minute))
		n.Before = before
		return n
	}
	one, two, three := push(shipped("41"), badSHA, 1), push(badSHA, crashSHA, 1), push(crashSHA, goodSHA, 0)
	for name, c := range map[string]struct {
		told []commands.News
		want string
	}{
		"one after the other in a second":       {[]commands.News{one, two}, crashSHA},
		"the later one first":                   {[]commands.News{two, one}, crashSHA},
		"the earlier one again":                 {[]commands.News{one, two, one}, crashSHA},
		"the earlier one, by a fast clock":      {[]commands.News{two, push(shipped("41"), badSHA, 5)}, crashSHA},
		"an older commit on top":                {[]commands.News{one, two, three}, goodSHA},
		"an older commit on top, and all again": {[]commands.News{one, two, three, two, one, three}, goodSHA},
		"back to where it was, by force":        {[]commands.News{one, two, push(crashSHA, badSHA, 2)}, badSHA},
		"one that nobody knows, in a second":    {[]commands.News{one, push("", goodSHA, 1)}, badSHA},
		"one that nobody knows, and later":      {[]commands.News{one, push("", goodSHA, 2)}, goodSHA},
	} {
		w := newWorld(t).connect()
		w.now = noon.Add(time.Hour)
		for _, n := range c.told {
			w.hear(n)
		}
		if h := w.head(); h.Commit.SHA != c.want {
			t.Errorf("%s: %.7s, want %.7s", name, h.Commit.SHA, c.want)
		}
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
	type told struct {
		conclusion string // empty while the suite runs
		second     int
	}
	for name, c := range map[string]struct {
		told []told
		want rollout.CheckState
	}{
		"all are green":                 {[]told{{"success", 1}, {"neutral", 2}, {"skipped", 3}}, rollout.CheckPassed},
		"one still runs":                {[]told{{"success", 1}, {"", 2}}, rollout.CheckRunning},
		"one has failed":                {[]told{{"", 1}, {"failure", 2}}, rollout.CheckFailed},
		"one failed and was run again":  {[]told{{"failure", 1}, {"", 2}, {"success", 3}}, rollout.CheckPassed},
		"and the failure is told again": {[]told{{"failure", 1}, {"", 2}, {"success", 3}, {"failure", 1}}, rollout.CheckPassed},
		"its beginning comes late":      {[]told{{"success", 2}, {"", 2}}, rollout.CheckPassed},
		"nobody says when":              {[]told{{"failure", -1}, {"success", -1}}, rollout.CheckPassed},
	} {
		w := newWorld(t).connect()
		w.hear(w.newsOfPush(goodSHA, "main", noon))
		for _, is := range c.told {
			n := commands.News{Kind: commands.NewsChecks, Received: w.now, Repository: repository, SHA: goodSHA, Branch: "main", Status: "completed", Conclusion: is.conclusion}
			if is.second >= 0 {
				n.Updated = noon.Add(time.Duration(is.second) * time.Second)
			}
			if is.conclusion == "" {
				n.Status = "in_progress"
			}
			w.hear(n)
			n.SHA, n.Status, n.Conclusion = badSHA, "completed", "failure"
			w.hear(n) // of another commit
		}
		if h := w.head(); h.Checks != c.want || h.Commit.SHA != goodSHA {
			t.Errorf("%s: %+v", name, h)
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
