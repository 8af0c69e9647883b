package contract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

// likeAMap makes random changes to the store and to a map, and compares them.
func likeAMap(t *testing.T, s Store) {
	world := 0 // each run has names of its own in the one store
	rapid.Check(t, func(r *rapid.T) {
		world++
		m := model{name: fmt.Sprint(world), held: map[string]note{}}
		for range rapid.IntRange(1, 12).Draw(r, "changes") {
			c := m.change(r)
			want := m.commit(c)
			err := s.Commit(t.Context(), c)
			var conflict *rollout.ConflictError
			switch {
			case want == "" && err != nil:
				r.Fatalf("commit: %v", err)
			case want != "" && (!errors.As(err, &conflict) || conflict.Key.ID != want):
				r.Fatalf("commit: got %v, want a conflict over %s", err, want)
			}
		}
		m.compare(t, r, s)
	})
}

// model is a store that is too simple to be wrong.
type model struct {
	name string
	held map[string]note
}

// change draws a change of a few notes, about half of which fit what is held.
func (m model) change(r *rapid.T) rollout.Change {
	ids := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "aa", "b", "c"}), 1, 3, rapid.ID).Draw(r, "ids")
	var c rollout.Change
	for _, id := range ids {
		id = m.name + "-" + id
		rev := m.held[id].At + rapid.SampledFrom([]int64{1, 1, 1, 1, 1, 0, 2}).Draw(r, "step")
		if rapid.IntRange(0, 4).Draw(r, "delete") == 0 {
			c.Delete = append(c.Delete, rollout.Deletion{Key: note{ID: id}.Key(), Rev: rev - 1})
			continue
		}
		c.Put = append(c.Put, note{
			ID: id, At: max(rev, 1), Text: rapid.String().Draw(r, "text"), Loose: rapid.Bool().Draw(r, "loose"),
			Lists: rapid.SliceOfDistinct(rapid.SampledFrom([]string{m.name, m.name + "/x"}), rapid.ID).Draw(r, "lists"),
		})
	}
	return c
}

// commit does to the map what a store has to do; it gives the id in the way.
func (m model) commit(c rollout.Change) string {
	next := map[string]note{}
	for _, p := range c.Put {
		n, old := p.(note), m.held[p.Key().ID]
		if n.Loose && n.At <= old.At || !n.Loose && n.At != old.At+1 {
			return n.ID
		}
		next[n.ID] = n
	}
	for _, d := range c.Delete {
		if old, ok := m.held[d.Key.ID]; !ok || old.At != d.Rev {
			return d.Key.ID
		}
	}
	for id, n := range next {
		m.held[id] = n
	}
	for _, d := range c.Delete {
		delete(m.held, d.Key.ID)
	}
	return ""
}

// compare looks at every list, forwards and backwards.
func (m model) compare(t *testing.T, r *rapid.T, s Store) {
	for _, index := range []string{m.name, m.name + "/x"} {
		var want []note
		for _, n := range m.held {
			if slices.Contains(n.Lists, index) {
				want = append(want, n)
			}
		}
		slices.SortFunc(want, func(a, b note) int { return strings.Compare(a.ID, b.ID) })
		for _, down := range []bool{false, true} {
			found, err := s.Query(t.Context(), rollout.Query{Index: index, Descending: down})
			if err != nil {
				r.Fatalf("query %s: %v", index, err)
			}
			var got []note
			for _, one := range found {
				got = append(got, decode(r, one))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				r.Fatalf("%s, descending %t: %s", index, down, diff)
			}
			slices.Reverse(want)
		}
	}
}
