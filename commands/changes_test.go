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

func TestWhatIsShippedIsToldInTheThreadOfTheRollout(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	w.Policy.Services[0].Watched = []string{"**/*.sql"}
	id := w.start(prod, goodSHA)
	s := get[rollout.Shipping](w, rollout.ShippingKey(id))
	if len(s.Comparison.Commits) != 3 || s.Comparison.Commits[0].Subject != "Pay by invoice" || s.Comparison.Files != nil || len(s.Flagged) != 2 {
		t.Errorf("%+v", s)
	}
	notices := list[rollout.Notice](w, rollout.OutboxIndex)
	i := slices.IndexFunc(notices, func(n rollout.Notice) bool { return n.Kind == rollout.Ships })
	if i < 0 || notices[i].ID != string(id)+"/ships" || notices[i].Rollout != id || notices[i].Channel != "CCHECKOUT" {
		t.Errorf("notices %+v", notices)
	}
}

func TestADeployThatTakesCommitsOutShipsNothingToTellOf(t *testing.T) {
	w := newWorld(t)
	w.codeHost().Differ(rollout.Comparison{From: shipped("41"), To: badSHA, Behind: 4})
	w.start(prod, badSHA)
	for _, n := range list[rollout.Notice](w, rollout.OutboxIndex) {
		if n.Kind == rollout.Ships {
			t.Errorf("%+v", n)
		}
	}
}

// faults.md D11: whatever somebody has committed, a record stays small enough to store.
func TestWhatIsStoredOfAComparisonIsSmall(t *testing.T) {
	w := newWorld(t)
	h := w.codeHost()
	huge := strings.Repeat("ä", 50_000)
	c := rollout.Comparison{From: shipped("41"), To: badSHA, Ahead: 250}
	for range 250 {
		c.Commits = append(c.Commits, rollout.Commit{SHA: badSHA, Subject: huge, Author: huge})
		c.Files = append(c.Files, "db/"+huge)
	}
	h.Differ(c)
	h.Add("checkout", rollout.Release{SHA: unbuiltSHA[:39] + "9", Subject: huge, Author: huge}, "huge")
	w.Policy.Services[0].Watched = []string{"db/**"}
	id := w.start(prod, badSHA)
	row, err := w.store.Load(t.Context(), rollout.ShippingKey(id))
	w.must(err)
	s := get[rollout.Shipping](w, rollout.ShippingKey(id))
	if len(row.Body) > 100_000 || !utf8.Valid(row.Body) || len(s.Comparison.Commits) != 50 || s.Comparison.Ahead != 250 || !s.Comparison.Partial {
		t.Errorf("%d bytes, %d of %d commits", len(row.Body), len(s.Comparison.Commits), s.Comparison.Ahead)
	}
	if subject := s.Comparison.Commits[0].Subject; !strings.HasSuffix(subject, "ä…") || strings.ContainsRune(subject, utf8.RuneError) {
		t.Errorf("%q", subject)
	}
	if r := w.rollout(w.start(staging, "huge")); len(r.Release.Subject) > 310 || len(r.Release.Author) > 310 {
		t.Errorf("%d bytes of subject", len(r.Release.Subject))
	}
}
