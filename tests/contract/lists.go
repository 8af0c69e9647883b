package contract

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

func leavesLists(t *testing.T, s Store) {
	is := func(index string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(append([]string{}, want...), list(t, s, rollout.Query{Index: index})); diff != "" {
			t.Errorf("%s: %s", index, diff)
		}
	}
	mustCommit(t, s, change(
		note{ID: "a", At: 1, Lists: []string{"open", "all"}},
		note{ID: "b", At: 1, Lists: []string{"open", "all"}},
	))
	is("open", "a", "b")
	mustCommit(t, s, change(note{ID: "a", At: 2, Lists: []string{"done", "all"}}))
	is("open", "b")
	is("done", "a")
	is("all", "a", "b")
	mustCommit(t, s, change(note{ID: "a", At: 3}))
	is("done")
	is("all", "b")
	mustCommit(t, s, rollout.Change{Delete: []rollout.Deletion{{Key: note{ID: "b"}.Key(), Rev: 1}}})
	is("open")
	is("all")
}

func listsInOrder(t *testing.T, s Store) {
	for _, id := range []string{"b", "d", "a", "c", "a!", "é"} {
		mustCommit(t, s, change(note{ID: id, At: 1, Lists: []string{"all"}}))
	}
	for _, c := range []struct {
		query rollout.Query
		want  []string
	}{
		{rollout.Query{}, []string{"a", "a!", "b", "c", "d", "é"}},
		{rollout.Query{Descending: true}, []string{"é", "d", "c", "b", "a!", "a"}},
		{rollout.Query{Limit: 2}, []string{"a", "a!"}},
		{rollout.Query{Limit: 9, Descending: true, After: "c"}, []string{"b", "a!", "a"}},
		{rollout.Query{Limit: 2, Descending: true}, []string{"é", "d"}},
		{rollout.Query{After: "a"}, []string{"a!", "b", "c", "d", "é"}},
		{rollout.Query{After: "bb", Limit: 1}, []string{"c"}},
		{rollout.Query{After: "bb", Limit: 1, Descending: true}, []string{"b"}},
		{rollout.Query{After: "é"}, []string{}},
		{rollout.Query{After: "a", Descending: true}, []string{}},
		{rollout.Query{After: "a!", Descending: true}, []string{"a"}},
	} {
		c.query.Index = "all"
		if diff := cmp.Diff(c.want, list(t, s, c.query)); diff != "" {
			t.Errorf("%+v: %s", c.query, diff)
		}
	}
}

func listsApart(t *testing.T, s Store) {
	names := []string{"a", "a/b", "a!", "ab", "b"}
	for _, name := range names {
		mustCommit(t, s, change(note{ID: "in " + name, At: 1, Lists: []string{name}}))
	}
	for _, name := range names {
		for _, down := range []bool{false, true} {
			got := list(t, s, rollout.Query{Index: name, Descending: down})
			if diff := cmp.Diff([]string{"in " + name}, got); diff != "" {
				t.Errorf("%s, descending %t: %s", name, down, diff)
			}
		}
	}
}

func refusesNonsense(t *testing.T, s Store) {
	gone := rollout.Deletion{Key: note{ID: "twice"}.Key(), Rev: 1}
	for name, c := range map[string]rollout.Change{
		"the same record twice":       change(note{ID: "twice", At: 1}, note{ID: "twice", At: 2}),
		"a record put and deleted":    {Put: change(note{ID: "twice", At: 1}).Put, Delete: []rollout.Deletion{gone}},
		"no id":                       change(note{At: 1}),
		"no revision":                 change(note{ID: "none"}),
		"no revision, though newer":   change(note{ID: "none", At: 0, Loose: true}),
		"a slash in the kind":         change(note{ID: "slash", At: 1, Of: "a/b"}),
		"a NUL in the id":             change(note{ID: "a\x00b", At: 1}),
		"a NUL in the name of a list": change(note{ID: "nul", At: 1, Lists: []string{"a\x00b"}}),
	} {
		c.Put = append([]rollout.Record{note{ID: "good", At: 1}}, c.Put...)
		err := s.Commit(t.Context(), c)
		var conflict *rollout.ConflictError
		if err == nil || errors.As(err, &conflict) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
		if _, err := s.Load(t.Context(), note{ID: "good"}.Key()); err == nil {
			t.Fatalf("%s: half of it was written", name)
		}
	}
	mustCommit(t, s, rollout.Change{}) // nothing to do is no nonsense
}

func heedsTheContext(t *testing.T, s Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Commit(ctx, change(note{ID: "a", At: 1})); !errors.Is(err, context.Canceled) {
		t.Errorf("commit: %v", err)
	}
	if _, err := s.Load(ctx, note{ID: "a"}.Key()); !errors.Is(err, context.Canceled) {
		t.Errorf("load: %v", err)
	}
	if _, err := s.Query(ctx, rollout.Query{Index: "all"}); !errors.Is(err, context.Canceled) {
		t.Errorf("query: %v", err)
	}
	if got, err := s.Load(t.Context(), note{ID: "a"}.Key()); err == nil {
		t.Errorf("it was written: %s", got.Body)
	}
}
