package commands_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func most(n int) func(*commands.Environment) {
	return func(e *commands.Environment) { e.MaxCommits = n }
}

func TestAPlanShowsWhatWouldBeShippedAndFlagsWhatIsWatched(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	w.Policy.Services[0].Watched = []string{"**/migrations/**", "terraform/*.tf", "[broken"}
	p := w.plan(rel, goodSHA)
	if p.Ships == nil || p.Ships.Ahead != 3 || len(p.Ships.Commits) != 3 || p.Unknown != "" {
		t.Errorf("%+v, unknown %q", p.Ships, p.Unknown)
	}
	if !slices.Equal(p.Flagged, []string{"migrations/7.sql", "src/migrations/8/up.sql"}) {
		t.Errorf("flagged %v", p.Flagged)
	}
}

func TestADeployThatShipsTooMuchAtOnceIsRefused(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	w.environment("prod", most(2))
	_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
	hinted(t, err, "too_many_commits", "3 commits", "at most 2", "`/deploy plan prod checkout <commit>`")
	w.environment("prod", most(3))
	w.start(prod, goodSHA)
}

// Shipping an older commit takes others out again, and ships none.
func TestGoingBackToAnOlderCommitIsNeverTooMuch(t *testing.T) {
	w := newWorld(t)
	w.codeHost().Differ(rollout.Comparison{From: shipped("41"), To: badSHA, Behind: 400})
	w.environment("prod", most(1))
	if p := w.plan(rel, badSHA); p.Ships.Behind != 400 || p.Proposal == "" {
		t.Errorf("%+v", p)
	}
}

// faults.md D10: what is live was force-pushed away; or the code host is down.
func TestThatNobodyKnowsWhatIsShippedStopsADeployOnlyWhereItIsCounted(t *testing.T) {
	for words, err := range map[string]error{
		"is not there any more": &rollout.Error{Kind: rollout.NotFound, Message: "4141414 is not there any more", Err: errDown},
		"does not answer":       errDown,
		"may not read":          rollout.Refuse("permission", "the app may not read code", "Let it."),
	} {
		w := newWorld(t)
		downFor(w.codeHost(), "Compare", err)
		if p := w.plan(rel, goodSHA); p.Ships != nil || !strings.Contains(p.Unknown, words) || p.Proposal == "" {
			t.Errorf("%+v, unknown %q", p.Ships, p.Unknown)
		}
		w.environment("prod", most(20))
		_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
		hinted(t, err, "commits_unknown", words, "at most 20", "4141414", "`/deploy prod checkout abc1230`")
		w.environment("prod", most(0))
		id := w.start(prod, goodSHA)
		if _, err := w.store.Load(t.Context(), rollout.ShippingKey(id)); !rollout.IsMissing(err) {
			t.Errorf("what it ships is told: %v", err)
		}
	}
}

func TestWhereNoRepositoryIsNamedCommitsCannotBeCounted(t *testing.T) {
	w := newWorld(t)
	w.environment("prod", most(20))
	_, err := w.run(rel, grammar.Deploy{Target: prod, Ref: goodSHA})
	hinted(t, err, "commits_unknown", "repository")
}

// There is nothing to count from, and the first deploy has to be possible.
func TestWhereNothingOfOursIsLiveNothingIsCounted(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	w.environment("prod", most(1))
	w.Versions = nameless{w.Versions}
	p := w.plan(rel, goodSHA)
	if p.Unknown != "v41 is live, and nobody knows of which commit it is" || p.Proposal == "" {
		t.Errorf("unknown %q, gates %+v", p.Unknown, p.Gates)
	}
	w.deleteAlias(rollout.Live)
	if p := w.plan(rel, goodSHA); p.Unknown != "" || p.Ships != nil || p.Proposal == "" {
		t.Errorf("unknown %q, ships %+v", p.Unknown, p.Ships)
	}
}

// nameless has versions that somebody else has published.
type nameless struct{ commands.Versions }

func (n nameless) List(ctx context.Context, t rollout.Target) ([]rollout.Published, error) {
	all, err := n.Versions.List(ctx, t)
	for i := range all {
		all[i].Release = rollout.Release{}
	}
	return all, err
}

// toldOfShips is the notice that tells what a rollout ships, if there is one.
func (w *world) toldOfShips(id rollout.ID) (n rollout.Notice, there bool) {
	all := list[rollout.Notice](w, rollout.OutboxIndex)
	i := slices.IndexFunc(all, func(n rollout.Notice) bool { return n.Kind == rollout.Ships && n.Rollout == id })
	if i < 0 {
		return n, false
	}
	return all[i], true
}

func TestWhatIsShippedIsToldInTheThreadOfTheRollout(t *testing.T) {
	for name, compared := range map[string]bool{"counted before it began": true, "compared when it is told of": false} {
		w := newWorld(t)
		h := w.codeHost()
		w.Policy.Services[0].Watched = []string{"**/*.sql"}
		if compared {
			w.environment("prod", most(20))
		}
		id := w.start(prod, goodSHA)
		n, there := w.toldOfShips(id)
		if !there || n.ID != string(id)+"/ships" || n.Channel != "CCHECKOUT" {
			t.Errorf("%s: %+v", name, n)
		}
		if asked := calls(h.Calls(), "Compare") == 1; asked != compared {
			t.Errorf("%s: compared %t", name, asked)
		}
		for range 2 { // the second reads what was kept
			s, err := w.Shipping(t.Context(), w.rollout(id))
			w.must(err)
			if s.Rollout != id || len(s.Comparison.Commits) != 3 || s.Comparison.Commits[0].Subject != "Pay by invoice" || s.Comparison.Files != nil || len(s.Flagged) != 2 {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if again := calls(h.Calls(), "Compare"); again > 1 || compared && again > 0 {
			t.Errorf("%s: compared %d times more", name, again)
		}
	}
}

// A ref is resolved and its build is asked for; nothing that only people want to know is
// waited for in between.
func TestABuildIsAskedForWithTwoQuestionsToTheCodeHost(t *testing.T) {
	w := newWorld(t)
	h := w.codeHost()
	h.Add("checkout", rollout.Release{SHA: unbuiltSHA}, "new")
	id := w.start(staging, "new")
	w.tickTo(id, rollout.Building)
	w.Policy.Services[0].Repository = "" // the errand that tells of the rollout is not counted
	w.errands()
	got := slices.DeleteFunc(h.Calls(), func(call string) bool { return call == "Open" || call == "Mark" })
	if !slices.Equal(got, []string{"Resolve", "Dispatch"}) {
		t.Errorf("calls %v", got)
	}
}

func TestADeployThatTakesCommitsOutShipsNothingToTellOf(t *testing.T) {
	w := newWorld(t)
	w.codeHost().Differ(rollout.Comparison{From: shipped("41"), To: badSHA, Behind: 4})
	w.environment("prod", most(20))
	if n, there := w.toldOfShips(w.start(prod, badSHA)); there {
		t.Errorf("%+v", n)
	}
	id := w.start(staging, badSHA)
	if s, err := w.Shipping(t.Context(), w.rollout(id)); err != nil || s.Rollout != "" {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestWhatARolloutShipsThatNobodyKnowsIsNothingToTellOf(t *testing.T) {
	w := newWorld(t)
	downFor(w.codeHost(), "Compare", errDown)
	r := w.rollout(w.start(prod, goodSHA))
	if s, err := w.Shipping(t.Context(), r); err != nil || s.Rollout != "" {
		t.Errorf("%+v, %v", s, err)
	}
	w.host.Before = nil
	w.store.Before = func(rollout.Change) error { return &rollout.ConflictError{Key: rollout.ShippingKey(r.ID)} }
	if s, err := w.Shipping(t.Context(), r); err != nil || s.Rollout != r.ID {
		t.Errorf("somebody else has kept it: %+v, %v", s, err)
	}
	w.store.Before = func(rollout.Change) error { return errDown }
	if _, err := w.Shipping(t.Context(), r); !contains(err, "it is down") {
		t.Error(err)
	}
	w.Store = failsOn{w.store, "shipping"}
	if _, err := w.Shipping(t.Context(), r); !contains(err, "it is down") {
		t.Error(err)
	}
}

// faults.md D11: whatever somebody has committed, a record stays small enough to store.
func TestWhatIsStoredOfAComparisonIsSmall(t *testing.T) {
	w := newWorld(t)
	h := w.codeHost()
	huge := strings.Repeat("ä", 50_000)
	c := rollout.Comparison{From: shipped("41"), To: badSHA, Ahead: 250, URL: "https://git.example/" + huge}
	for range 250 {
		c.Commits = append(c.Commits, rollout.Commit{SHA: badSHA, Subject: huge, Author: huge, URL: "https://git.example/" + huge})
		c.Files = append(c.Files, "db/"+huge)
	}
	h.Differ(c)
	h.Add("checkout", rollout.Release{SHA: unbuiltSHA[:39] + "9", Subject: huge, Author: huge, URL: huge}, "huge")
	w.environment("prod", most(250))
	w.Policy.Services[0].Watched = []string{"db/**"}
	id := w.start(prod, badSHA)
	row, err := w.store.Load(t.Context(), rollout.ShippingKey(id))
	w.must(err)
	s := get[rollout.Shipping](w, rollout.ShippingKey(id))
	if len(row.Body) > 100_000 || !utf8.Valid(row.Body) || len(s.Comparison.Commits) != 50 || s.Comparison.Ahead != 250 || !s.Comparison.Partial {
		t.Errorf("%d bytes, %d of %d commits", len(row.Body), len(s.Comparison.Commits), s.Comparison.Ahead)
	}
	if s.Comparison.URL != "" || s.Comparison.Commits[0].URL != "" {
		t.Error("half an address is kept")
	}
	if subject := s.Comparison.Commits[0].Subject; !strings.HasSuffix(subject, "ä…") || strings.ContainsRune(subject, utf8.RuneError) {
		t.Errorf("%q", subject)
	}
	if r := w.rollout(w.start(staging, "huge")); len(r.Release.Subject) > 310 || len(r.Release.Author) > 310 || r.Release.URL != "" {
		t.Errorf("%d bytes of subject", len(r.Release.Subject))
	}
}
