package contract

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

// Store is what every store can do.
type Store interface {
	Load(ctx context.Context, k rollout.Key) (rollout.Stored, error)
	Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error)
	Commit(ctx context.Context, c rollout.Change) error
}

// TestStore puts a store through its contract; open gives an empty one, and
// closes it when its test ends.
func TestStore(t *testing.T, open func(t *testing.T) Store) {
	for _, rule := range []struct {
		name string
		test func(t *testing.T, s Store)
	}{
		{"what was committed is loaded as it was", loadsWhatWasCommitted},
		{"what is not there is missing, by name", namesTheMissing},
		{"a guard holds or the write is refused", guards},
		{"a change is written whole or not at all", wholeOrNothing},
		{"a conflict names the first record in the way", firstInTheWay},
		{"a deletion needs the revision that it saw", deletions},
		{"a record leaves the lists that it is no longer in", leavesLists},
		{"a list is in the order of its ids", listsInOrder},
		{"lists whose names begin alike stay apart", listsApart},
		{"a change that makes no sense is refused whole", refusesNonsense},
		{"a cancelled context writes and reads nothing", heedsTheContext},
		{"of many writers of one revision exactly one wins", oneWinner},
		{"a conflict of one does not fail the others", conflictsStayAlone},
		{"any history leaves what a map would hold", likeAMap},
	} {
		t.Run(rule.name, func(t *testing.T) { rule.test(t, open(t)) })
	}
}

func loadsWhatWasCommitted(t *testing.T, s Store) {
	want := note{ID: "checkout/prod", At: 1, Text: strings.Repeat("héllo \x01 <&>", 1000), Lists: []string{"all", "some"}}
	mustCommit(t, s, change(want))
	first, err := s.Load(t.Context(), want.Key())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, decode(t, first)); diff != "" {
		t.Error(diff)
	}
	clear(first.Body) // what a caller does with its copy is no concern of the store
	if got := text(t, s, want.ID); got != want.Text {
		t.Error("the caller changed its copy, and the store changed")
	}
}

func namesTheMissing(t *testing.T, s Store) {
	key := rollout.Key{Kind: "note", ID: "nobody"}
	_, err := s.Load(t.Context(), key)
	var missing *rollout.MissingError
	if !errors.As(err, &missing) || missing.Key != key {
		t.Errorf("load: got %v, want that %s is missing", err, key)
	}
	if got := list(t, s, rollout.Query{Index: "nobody"}); len(got) != 0 {
		t.Errorf("an index that nobody is in holds %v", got)
	}
}

func guards(t *testing.T, s Store) {
	for _, c := range []struct {
		name   string
		stored int64 // 0 means none
		next   note
		ok     bool
	}{
		{"next: the first of all", 0, note{At: 1}, true},
		{"next: the second of all", 0, note{At: 2}, false},
		{"next: the first again", 1, note{At: 1}, false},
		{"next: the one after", 1, note{At: 2}, true},
		{"next: one too many", 1, note{At: 3}, false},
		{"newer: the first of all", 0, note{At: 1, Loose: true}, true},
		{"newer: some first", 0, note{At: 7, Loose: true}, true},
		{"newer: with a gap", 7, note{At: 70, Loose: true}, true},
		{"newer: the same again", 7, note{At: 7, Loose: true}, false},
		{"newer: an older one", 7, note{At: 6, Loose: true}, false},
	} {
		before := note{ID: c.name, At: c.stored, Text: "old", Loose: true}
		after := note{ID: c.name, At: c.next.At, Text: "new", Loose: c.next.Loose}
		if c.stored > 0 {
			mustCommit(t, s, change(before))
		} else {
			before.Text = ""
		}
		if c.ok {
			mustCommit(t, s, change(after))
		} else {
			mustConflict(t, s, change(after), c.name)
			after = before
		}
		if got := text(t, s, c.name); got != after.Text {
			t.Errorf("%s: left %q, want %q", c.name, got, after.Text)
		}
	}
}

func wholeOrNothing(t *testing.T, s Store) {
	mustCommit(t, s, change(note{ID: "old", At: 1, Text: "old", Lists: []string{"all"}}, note{ID: "way", At: 1}))
	c := change(
		note{ID: "new", At: 1, Text: "new", Lists: []string{"all"}},
		note{ID: "way", At: 1},
	)
	c.Delete = []rollout.Deletion{{Key: note{ID: "old"}.Key(), Rev: 1}}
	mustConflict(t, s, c, "way")
	if got := text(t, s, "new") + text(t, s, "old"); got != "old" {
		t.Errorf("a refused change left %q", got)
	}
	if diff := cmp.Diff([]string{"old"}, list(t, s, rollout.Query{Index: "all"})); diff != "" {
		t.Error(diff)
	}
	c.Put = c.Put[:1]
	mustCommit(t, s, c)
	if got := text(t, s, "new") + text(t, s, "old"); got != "new" {
		t.Errorf("a change left %q", got)
	}
	if diff := cmp.Diff([]string{"new"}, list(t, s, rollout.Query{Index: "all"})); diff != "" {
		t.Error(diff)
	}
}

func firstInTheWay(t *testing.T, s Store) {
	mustCommit(t, s, change(note{ID: "a", At: 1}, note{ID: "b", At: 1}))
	c := change(note{ID: "fine", At: 1}, note{ID: "b", At: 1}, note{ID: "a", At: 1})
	mustConflict(t, s, c, "b")
	c = change(note{ID: "a", At: 1})
	c.Delete = []rollout.Deletion{{Key: note{ID: "b"}.Key(), Rev: 9}}
	mustConflict(t, s, c, "a")
}

func deletions(t *testing.T, s Store) {
	mustCommit(t, s, change(note{ID: "a", At: 3, Text: "here", Loose: true}))
	remove := func(rev int64) rollout.Change {
		return rollout.Change{Delete: []rollout.Deletion{{Key: note{ID: "a"}.Key(), Rev: rev}}}
	}
	for _, rev := range []int64{0, 2, 4} {
		mustConflict(t, s, remove(rev), "a")
	}
	mustCommit(t, s, remove(3))
	if got := text(t, s, "a"); got != "" {
		t.Errorf("deleted, it still says %q", got)
	}
	mustConflict(t, s, remove(3), "a")
	mustConflict(t, s, remove(0), "a")
	mustCommit(t, s, change(note{ID: "a", At: 1}))
}
