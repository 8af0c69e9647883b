package store_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// tick is what one tick of a rollout commits: four small records.
func tick(id string, rev int64) rollout.Change {
	body := strings.Repeat("x", 1000)
	return rollout.Change{Put: []rollout.Record{
		row{kind: "rollout", id: id, rev: rev, index: "open", body: body},
		row{kind: "lock", id: id, rev: rev, index: "locks", body: body},
		row{kind: "audit", id: fmt.Sprintf("%s-%d", id, rev), rev: 1, index: "audit/" + id, body: body},
		row{kind: "outbox", id: id, rev: rev, index: "outbox", body: body, guard: rollout.Newer},
	}}
}

func BenchmarkCommitAlone(b *testing.B) {
	s := open(b, file(b))
	rev := int64(0)
	for b.Loop() {
		rev++
		commit(b, s, tick("alone", rev))
	}
}

func BenchmarkCommitAmongSixtyFour(b *testing.B) {
	s := open(b, file(b))
	var next atomic.Int64
	b.SetParallelism(64) // times GOMAXPROCS
	b.RunParallel(func(pb *testing.PB) {
		id := fmt.Sprint(next.Add(1))
		for rev := int64(1); pb.Next(); rev++ {
			commit(b, s, tick(id, rev))
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	s := open(b, file(b))
	commit(b, s, tick("one", 1))
	for b.Loop() {
		if _, err := s.Load(b.Context(), rollout.Key{Kind: "rollout", ID: "one"}); err != nil {
			b.Fatal(err)
		}
	}
}

func commit(b *testing.B, s *store.Store, c rollout.Change) {
	b.Helper()
	if err := s.Commit(b.Context(), c); err != nil {
		b.Error(err)
	}
}
